import type { Cause, Held } from '../model/plan.ts';
import type { Style } from './say-statement.ts';

const CAUSES: Readonly<Record<Cause, string>> = {
  change: 'changed in YAML',
  drift: 'drift: edited in the account',
  both: 'changed in YAML, and drift: edited in the account',
  unknown: 'cause unknown: what was last applied was not read',
};

/** Why something differs, in words. */
export function sayCause(cause: Cause): string {
  return CAUSES[cause];
}

/** Why drift is left alone, and until when: `held until 2027-01-31: scanner, see OPS-12`. */
export function sayHeld({ reason, until }: Held, { quote, prose }: Style): string {
  // With a date it is the file's own reason: data, of which no word may read as ours.
  return until === undefined
    ? `held until it is acknowledged: ${prose(reason)}`
    : `held until ${quote(until)}: ${quote(reason)}`;
}
