import type { AppliedStack } from '../model/applied.ts';
import { canonicalJson, type JsonObject } from '../model/json.ts';
import type { ExpectedChange } from '../cloudformation/gate.ts';
import { PLACEHOLDER, PLACEHOLDER_ID } from '../cloudformation/template.ts';
import { readinessOf } from '../plan/stack-state.ts';
import { blocksOf, fatesOf, keptBlocks, type BlockAction } from './block-actions.ts';
import { templateOf, type IntegrationState } from './integration-state.ts';
import type { ChangeSetStep, Step } from './step.ts';
import { withoutTagsToAdd } from './tag-limit.ts';

/**
 * The steps that carry out what changed in the YAML, from what the stack has applied now. Pure: a run that was killed
 * after any of them gets the rest of them from the stack as it then is.
 *
 * A deletion takes two change sets. Every block says `RetainExceptOnCreate`, so removing it from the template leaves
 * the resource in the account; the first set turns that to `Delete`, the second removes the block. No single set can
 * then destroy anything. Tags that take the place of others on a resource with 50 of them take two as well.
 */
export function changeSteps(sides: IntegrationState): readonly Step[] {
  const { stack } = sides;
  const fates = fatesOf(sides);
  const written = fates.flatMap((fate) => (fate.fate === 'written' ? [fate.change] : []));
  const kept = keptBlocks(fates);
  const doomed = sides.plan.entries.filter(({ action }) => action === 'delete').map(({ address }) => address);
  const changeSet = (
    type: 'CREATE' | 'UPDATE',
    purpose: string,
    resources: JsonObject,
    changes: readonly ExpectedChange[],
  ): ChangeSetStep => ({
    step: 'change-set',
    type,
    purpose,
    template: templateOf(sides, resources, undefined, doomed),
    expectation: { changes },
  });

  if (stack === undefined || readinessOf(stack.status) === 'absent') {
    const creation = written.length === 0 ? [] : [changeSet('CREATE', 'create', kept, written)];
    return [...removalOfFailedCreation(stack), ...creation];
  }
  const marks = fates.flatMap((fate) => (fate.fate === 'removed' && fate.mark ? [fate.mark.change] : []));
  const removals = fates.flatMap((fate) => (fate.fate === 'removed' ? [fate.change] : []));
  const steps: Step[] = [];
  const crowded = crowdedBlocks(fates, sides);
  const isPrepared = marks.length > 0 || crowded.size > 0;
  if (isPrepared) {
    // A placeholder stays: the removal that follows needs it.
    const all = {
      ...(stack.placeholders.includes(PLACEHOLDER_ID) ? { [PLACEHOLDER_ID]: PLACEHOLDER } : {}),
      ...blocksOf(fates, (fate) =>
        fate.fate === 'removed'
          ? (fate.mark?.block ?? fate.block)
          : (crowded.get(fate.logicalId) ?? fate.block),
      ),
    };
    const purpose = marks.length > 0 ? 'prepare the removal' : 'make room for tags';
    const step = changeSet('UPDATE', purpose, all, [...written, ...marks.map(asOptional)]);
    steps.push(marks.length > 0 ? withOutput(step) : step);
  }
  const isLeft = ({ logicalId }: ExpectedChange): boolean => !isPrepared || crowded.has(logicalId);
  const open = [...written.filter(isLeft), ...removals];
  if (open.length > 0) {
    const purpose = removals.length > 0 ? 'remove' : 'update';
    steps.push(changeSet('UPDATE', purpose, kept, [...open, ...placeholderChanges(kept, stack)]));
  }
  if (Object.keys(kept).length === 0) {
    steps.push({ step: 'delete-stack', purpose: 'remove the empty stack', stackId: stack.stackId });
  }
  return steps;
}

/**
 * Blocks that add tags where there is room for them only once others are gone, without those: which of the two a handler
 * does first is not documented.
 */
function crowdedBlocks(
  fates: readonly BlockAction[],
  sides: IntegrationState,
): ReadonlyMap<string, JsonObject> {
  return new Map(
    fates.flatMap((fate) => {
      const applied = sides.appliedAt(fate.entry);
      if (fate.fate !== 'written' || applied === undefined) return [];
      const fewer = withoutTagsToAdd(fate.block, sides.liveAt(fate.entry)?.resource);
      return fewer === undefined || canonicalJson(fewer) === canonicalJson(applied.block)
        ? []
        : [[fate.logicalId, fewer] as const];
    }),
  );
}

/**
 * Whether CloudFormation sees a change in a DeletionPolicy or in the metadata beside it is not verified; a new
 * output always is one, and what rides along is taken over
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html). The marks need
 * not show up then: the next change set tells by its PolicyAction whether they were.
 */
export function withOutput(step: ChangeSetStep): ChangeSetStep {
  const Outputs = { RolekeeperStep: { Value: step.purpose } };
  return { ...step, template: { ...step.template, Outputs } };
}

function asOptional(change: ExpectedChange): ExpectedChange {
  return { ...change, optional: true };
}

/** A stack that could not be created can only be deleted; its resources were removed when the creation was rolled back. */
export function removalOfFailedCreation(stack: AppliedStack | undefined): readonly Step[] {
  if (stack?.status !== 'ROLLBACK_COMPLETE') return [];
  return [{ step: 'delete-stack', purpose: 'remove the stack of a failed creation', stackId: stack.stackId }];
}

/** A stack whose last resource goes keeps a placeholder until it is deleted, and loses it when it is used again. */
export function placeholderChanges(kept: JsonObject, stack: AppliedStack): readonly ExpectedChange[] {
  const had = stack.placeholders.includes(PLACEHOLDER_ID);
  const empty = Object.keys(kept).length === 0;
  if (had === empty) return [];
  return [{ logicalId: PLACEHOLDER_ID, action: empty ? 'Add' : 'Remove' }];
}
