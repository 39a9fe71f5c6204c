import type { ReachLevel } from '../model/inventory.ts';

/** What a level of reach is called where there is room for two words: in a picture, and in a column of a page. */
export const REACH_WORDS: Readonly<Record<ReachLevel, string>> = {
  everything: 'everything',
  rights: 'gives rights',
  credentials: 'gets credentials',
  data: 'reads data',
  writes: 'writes',
  reads: 'reads',
  nothing: 'nothing',
};
