import type { AppliedStack } from '../model/applied.ts';
import type { OwnResources } from './own-resources.ts';
import type { DesiredResource, Neighbour } from '../model/integration.ts';
import type { Plan } from '../model/plan.ts';
import type { LookupResults } from './lookup-results.ts';
import type { Presence } from '../plan/presence.ts';
import type { ReleaseContext } from '../plan/release.ts';

/** What the rules that forbid to carry out an entry look at besides it. */
export interface BlockContext extends ReleaseContext {
  /** Where live IAM was read. */
  readonly source: Plan['source'];
  readonly answers: LookupResults;
  /** The integration whose stack has a resource now, by address key. */
  readonly appliedIn: ReadonlyMap<string, string>;
  /** What the files of the whole scope declare, by address key. */
  readonly declared: ReadonlyMap<string, DesiredResource>;
  /** The other folders for the account. */
  readonly neighbours: readonly Neighbour[];
  readonly own: OwnResources;
  /** Everything that the integration declares or has applied. */
  readonly siblings: readonly Presence[];
  readonly stack: AppliedStack | undefined;
}
