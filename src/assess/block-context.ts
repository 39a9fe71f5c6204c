import type { AppliedStack } from '../model/applied.ts';
import type { OwnResources } from './own-resources.ts';
import type { LookupResults } from './lookup-results.ts';
import type { Presence } from '../plan/presence.ts';
import type { ReleaseContext } from '../plan/release.ts';

/** What the rules that forbid to carry out an entry look at besides it. */
export interface BlockContext extends ReleaseContext {
  readonly answers: LookupResults;
  /** The integration whose stack has a resource now, by address key. */
  readonly appliedIn: ReadonlyMap<string, string>;
  readonly own: OwnResources;
  /** Everything that the integration declares or has applied. */
  readonly siblings: readonly Presence[];
  readonly stack: AppliedStack | undefined;
}
