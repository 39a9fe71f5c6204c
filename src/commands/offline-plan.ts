import type { LookupResult } from '../assess/lookup-results.ts';
import { lookups } from '../assess/lookups.ts';
import { logicalIdOf } from '../cloudformation/logical-id.ts';
import { arnOf } from '../kinds/arn.ts';
import { addressKey } from '../model/address.ts';
import type { AppliedStack } from '../model/applied.ts';
import type { AssessedPlan } from '../model/assessment.ts';
import type { Scope } from '../model/integration.ts';
import type { OnJudged } from '../model/judged-tally.ts';
import type { LiveResource } from '../model/live.ts';
import { buildPlan } from '../plan/build-plan.ts';
import type { PlanInput } from '../plan/input.ts';
import { readEvidence } from './read-evidence.ts';
import { judgedReading } from './read-plan.ts';

export interface OfflineRequest {
  readonly scope: Scope;
  /** What the base branch declares; undefined where it has no such scope. */
  readonly base: Scope | undefined;
  /** The head of the base branch. */
  readonly commit: string;
  readonly only: readonly string[] | undefined;
  readonly today: string;
  readonly onJudged?: OnJudged | undefined;
}

/**
 * What the pull request changes against the base branch, as a plan: what the base branch declares stands for what was
 * applied and for what is live. Nothing was read of the account, and the plan says so.
 */
export async function offlinePlan({
  scope,
  base,
  commit,
  only,
  today,
  onJudged,
}: OfflineRequest): Promise<AssessedPlan> {
  const { settings } = base ?? scope;
  const declared = base?.integrations ?? [];
  const input: PlanInput = {
    scope,
    applied: {
      known: true,
      stacks: declared.map((integration) => stackOf(integration, settings.stackPrefix)),
    },
    live: {
      found: declared.flatMap(({ resources }) =>
        resources.map(({ resource }): LiveResource => ({
          resource,
          arn: arnOf(resource, settings),
          id: '',
          uncheckedProperties: [],
          observations: [],
        })),
      ),
      unchecked: [],
    },
    source: { kind: 'base', commit },
    ...(only === undefined ? {} : { only }),
    today,
    ownArns: [],
  };
  const answers = lookups(input).flatMap(
    ({ question, address }): readonly (readonly [string, LookupResult])[] => {
      if (question !== 'owner' && question !== 'uses') return [];
      return [
        [addressKey(address), question === 'owner' ? { answer: 'owner' } : { answer: 'uses', uses: [] }],
      ];
    },
  );
  const read = { plan: buildPlan(input), input };
  return judgedReading(read, await readEvidence(read, Object.fromEntries(answers), {}, { onJudged }))
    .assessed;
}

function stackOf({ name, resources }: Scope['integrations'][number], prefix: string): AppliedStack {
  return {
    integration: name,
    stackName: `${prefix}${name}`,
    stackId: '',
    status: 'UPDATE_COMPLETE',
    lastUpdated: '',
    ownership: { owner: 'ours' },
    resources: resources.map(({ resource }) => ({
      resource,
      logicalId: logicalIdOf(resource),
      deletionPolicy: 'RetainExceptOnCreate',
      block: {},
    })),
    transient: [],
    placeholders: [],
  };
}
