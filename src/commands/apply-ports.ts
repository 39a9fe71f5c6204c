import type { Audit } from '../model/audit.ts';
import type { Scope } from '../model/integration.ts';
import type { OnProgress } from '../model/progress.ts';
import type { ApplyPorts } from '../apply/ports.ts';
import type { Environment } from './environment.ts';
import { AccountState } from './account-state.ts';
import { readIfApplicable, type AssessedReading } from './read-plan.ts';
import type { WritableSession } from './session.ts';

export interface ApplyRequest {
  readonly scope: Scope;
  readonly session: WritableSession;
  /** The plan that is to be carried out. */
  readonly planned: Pick<AssessedReading, 'plan' | 'input' | 'assessed' | 'evidence'>;
  /** `YYYY-MM-DD` */
  readonly today: string;
  readonly environment: Pick<Environment, 'clock' | 'newId'>;
  readonly onProgress: OnProgress;
  readonly audit?: Audit;
  /** As in {@link ApplyPorts}. */
  readonly beforeFirstMutation?: (integration: string) => Promise<void>;
}

/** The ports that apply works with, out of an open session. */
export function applyPorts({
  scope,
  session,
  planned,
  today,
  environment,
  onProgress,
  audit,
  beforeFirstMutation,
}: ApplyRequest): ApplyPorts {
  const { clock } = environment;
  const state = new AccountState({ scope, session, planned, today });
  return {
    reader: state.reader(),
    writer: state.writer(),
    clock: { now: () => clock.now(), sleep: (milliseconds) => clock.sleep(milliseconds, session.signal) },
    newId: environment.newId,
    onProgress,
    ...(audit === undefined ? {} : { audit }),
    ...(beforeFirstMutation === undefined ? {} : { beforeFirstMutation }),
    readState: (integrations, wanted, anew) => state.read(integrations, wanted, anew),
    hasWritten: (address) => state.hasWritten(address),
    readIfApplicable: (integration) => readIfApplicable(integration, { scope, session, today }),
  };
}
