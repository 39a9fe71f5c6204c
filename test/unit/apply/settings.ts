import type { Switches } from '../../../src/sandbox/switches.ts';
import { EVERY_SETTING } from '../../helpers/every-setting.ts';
import { settingsFor } from '../../helpers/thorough.ts';

/** Whatever CloudFormation does in the cases that nobody could verify, the same must come out. */
const ALL: Readonly<Record<string, Partial<Switches>>> = {
  'as AWS probably is': {},
  'when reads are stale': { staleReads: 4, staleReviewReads: 3 },
  ...EVERY_SETTING,
};

export const SETTINGS = settingsFor(ALL, ['as AWS probably is', 'when reads are stale']);
