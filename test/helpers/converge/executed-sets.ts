import type { Scope } from '../../../src/model/integration.ts';
import type { Switches } from '../../../src/sandbox/switches.ts';
import { applyScope } from '../rehearsal.ts';
import { openTampered, stateAfter } from './open-applied.ts';
import { openAccount } from '../scenario/account.ts';
import { TAMPERINGS, tamperedScope } from './tamper-rows.ts';
import type { Call } from './tampering-calls.ts';

const TYPES = ['Role', 'ManagedPolicy', 'User', 'Group', 'InstanceProfile', 'OIDCProvider'].map(
  (type) => `AWS::IAM::${type}`,
);

/** CloudFormation sees whatever it may see. */
export const SEEN: Partial<Switches> = {
  driftSeesExtras: 'declared-lists',
  driftSeesManagedPolicyDocument: true,
  driftComparison: 'normalised',
  revertDriftDeleted: 'recreate',
};

/** It sees nothing. */
export const UNSEEN: Partial<Switches> = { driftUnsupportedTypes: TYPES, revertDriftDeleted: 'ignore' };

/** The change sets that an apply executed after somebody's tampering, a line each, and what it could not do. */
export async function executedSets(
  tampering: string | readonly Call[],
  switches: Partial<Switches>,
  scope?: Scope,
): Promise<readonly string[]> {
  const wanted = scope ?? tamperedScope();
  const account = await (scope === undefined
    ? openTampered(switches)
    : openAccount({ switches, state: await stateAfter(scope) }));
  try {
    const calls = typeof tampering === 'string' ? (TAMPERINGS[tampering] ?? []) : tampering;
    for (const call of calls) await account.call(call);
    const { outcomes, proof } = await applyScope(wanted);
    const [stack] = account.sandbox.world.cloudFormation.stacks;
    const executed = (stack?.changeSets ?? []).filter((one) => one.executionStatus.startsWith('EXECUTE_'));
    return [
      ...executed.slice(1).map(({ type, revertDrift, changes, executionStatus }) => {
        const entries = changes.map(
          ({ action, logicalId }) => `${action} ${logicalId.replace(/[0-9a-f]{8}$/, '')}`,
        );
        const failed = executionStatus === 'EXECUTE_FAILED' ? ' (rolled back)' : '';
        return `${type}${revertDrift ? ' REVERT_DRIFT' : ''}: ${entries.join(', ')}${failed}`;
      }),
      ...outcomes.flatMap((one) => {
        if (one.outcome === 'failed') return [one.hint ?? one.message];
        if (one.outcome !== 'blocked') return [];
        return proof.integrations.flatMap(({ entries }) =>
          entries.flatMap(({ address, blockers }) =>
            blockers.map(({ code }) => `blocked: ${code} of ${address}`),
          ),
        );
      }),
    ];
  } finally {
    await account.sandbox.close();
  }
}
