import type { ReachLevel } from '../model/inventory.ts';

/** What a level of reach is called: in a picture, in a column of a page, and before what it consists of. */
export const REACH_WORDS: Readonly<Record<ReachLevel, string>> = {
  everything: 'everything',
  rights: 'gives rights',
  credentials: 'gets credentials',
  data: 'reads data',
  writes: 'writes',
  reads: 'reads',
  nothing: 'nothing',
};
