import type { Audit } from '../model/audit.ts';
import type { Scope } from '../model/integration.ts';
import type { OnProgress } from '../model/progress.ts';
import type { ApplyPorts } from '../apply/ports.ts';
import type { Environment } from './environment.ts';
import { readIfApplicable, readState, type AssessedReading } from './read-plan.ts';
import type { WritableSession } from './session.ts';

export interface ApplyRequest {
  readonly scope: Scope;
  readonly session: WritableSession;
  /** The plan that is to be carried out. */
  readonly planned: Pick<AssessedReading, 'plan' | 'input' | 'assessed'>;
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
  // What was deleted is in no file and no stack any more, and must be seen to be gone.
  const also = planned.plan.integrations.flatMap(({ entries }) => entries.map((entry) => entry.address));
  return {
    reader: session.stacks,
    writer: session.writer,
    clock: environment.clock,
    newId: environment.newId,
    onProgress,
    ...(audit === undefined ? {} : { audit }),
    ...(beforeFirstMutation === undefined ? {} : { beforeFirstMutation }),
    readAgain: (integrations) => readState({ scope, session, integrations, also, today }),
    readIfApplicable: (integration) => readIfApplicable(integration, { scope, session, today }),
  };
}
