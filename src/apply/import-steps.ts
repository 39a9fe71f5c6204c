import type { AppliedStack, DeletionPolicy } from '../model/applied.ts';
import type { JsonObject } from '../model/json.ts';
import type { LiveResource } from '../model/live.ts';
import type { PlanEntry } from '../model/plan.ts';
import type { ResourceToImport } from '../model/stack-writer.ts';
import { blockOf } from '../cloudformation/block.ts';
import type { ExpectedChange } from '../cloudformation/gate.ts';
import { logicalIdOf } from '../cloudformation/logical-id.ts';
import { PLACEHOLDER, PLACEHOLDER_ID } from '../cloudformation/template.ts';
import { kindSpec } from '../kinds/registry.ts';
import { readinessOf } from '../plan/stack-state.ts';
import { removalOfFailedCreation } from './change-steps.ts';
import { templateOf, type IntegrationState } from './integration-state.ts';
import type { Step } from './step.ts';
import { withoutEmptyDescription } from './unset-description.ts';

/** CloudFormation imports at most so many resources at a time (https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html). */
const MOST_AT_A_TIME = 200;

/**
 * Adopts resources by an IMPORT change set: it puts them under the stack's management as they are, and changes nothing
 * else. The blocks have the live values, so that whatever CloudFormation does with an import, it writes nothing new;
 * and `Retain`, so that a rollback cannot delete what was there before. Differences and creations follow afterwards.
 */
export function importSteps(sides: IntegrationState): readonly Step[] {
  const { stack } = sides;
  const adopted = sides.plan.entries
    .filter((entry) => entry.action === 'adopt' || isLeftover(entry, sides))
    .slice(0, MOST_AT_A_TIME)
    .flatMap((entry) => {
      const live = sides.liveAt(entry);
      return live === undefined
        ? []
        : [{ address: entry.address, live, logicalId: logicalIdOf(live.resource) }];
    });
  if (adopted.length === 0) return [];
  const absent = stack === undefined || readinessOf(stack.status) === 'absent';
  const before = absent ? [] : currentBlocks(stack);
  const imported = adopted.map(({ live, logicalId }) => [logicalId, importBlock(live, sides)] as const);
  return [
    ...removalOfFailedCreation(stack),
    {
      step: 'change-set',
      type: 'IMPORT',
      purpose: 'adopt',
      template: {
        ...templateOf(sides, Object.fromEntries([...before, ...imported])),
        ...(stack?.outputs === undefined ? {} : { Outputs: stack.outputs }),
      },
      expectation: {
        changes: adopted.map(({ address, logicalId }): ExpectedChange => ({
          logicalId,
          address,
          action: 'Import',
        })),
        nothingElse: true,
      },
      resourcesToImport: adopted.map(({ live, logicalId }) => resourceToImport(live, logicalId)),
    },
  ];
}

/** What CloudFormation let go of instead of deleting it is deleted by the stack that has it again. */
function isLeftover(entry: PlanEntry, sides: IntegrationState): boolean {
  return entry.action === 'delete' && sides.appliedAt(entry) === undefined;
}

/** Everything that the stack has, as it has it: an import must not change anything else. */
function currentBlocks(stack: AppliedStack): readonly (readonly [string, JsonObject])[] {
  const placeholder = stack.placeholders.includes(PLACEHOLDER_ID)
    ? [[PLACEHOLDER_ID, PLACEHOLDER] as const]
    : [];
  return [...placeholder, ...stack.resources.map((item) => [item.logicalId, item.block] as const)];
}

function importBlock(live: LiveResource, sides: IntegrationState): JsonObject {
  const block = withoutEmptyDescription(blockOf(live.resource, sides.desired, sides.settings), { live });
  return { ...block, DeletionPolicy: 'Retain' satisfies DeletionPolicy };
}

function resourceToImport({ resource, arn }: LiveResource, logicalId: string): ResourceToImport {
  const { cloudFormationType, identifier, nameProperty } = kindSpec(resource.kind);
  return {
    resourceType: cloudFormationType,
    logicalId,
    identifier: { [identifier]: identifier === nameProperty ? resource.name : arn },
  };
}
