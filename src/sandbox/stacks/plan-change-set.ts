import { AwsError } from '../aws-error.ts';
import { asList, sameJson, member, type JsonObject } from '../json.ts';
import type { World } from '../world.ts';
import { diffStack } from './diff.ts';
import { validateEarly } from './early-validation.ts';
import { autoImports, ImportRefusal, locateImports } from './import-rules.ts';
import type { Change, ChangeSet, Stack } from './records.ts';
import { deployedTemplate, type Template } from './template.ts';

const EMPTY_REASON =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** Moves a change set that is being made by one tick. */
export function advanceChangeSet(world: World, stack: Stack, changeSet: ChangeSet): void {
  if (changeSet.status === 'CREATE_PENDING') changeSet.status = 'CREATE_IN_PROGRESS';
  else if (changeSet.status === 'CREATE_IN_PROGRESS') planChangeSet(world, stack, changeSet);
}

/** Works out what a change set would change; ends it as CREATE_COMPLETE or FAILED. */
export function planChangeSet(world: World, stack: Stack, changeSet: ChangeSet): void {
  try {
    const template = deployedTemplate(changeSet.deployment);
    const changes = plan(world, stack, changeSet, template);
    const failures = changeSet.disableValidation ? [] : validateEarly(world, template, changes, changeSet);
    if (failures.length > 0) {
      changeSet.validationFailures = failures;
      const kinds = failures.map((one) =>
        one.validation === 'NAME_CONFLICT_VALIDATION'
          ? 'AWS::EarlyValidation::ResourceExistenceCheck'
          : 'AWS::EarlyValidation::PropertyValidation',
      );
      const names = [...new Set(kinds)].join(', ');
      fail(
        changeSet,
        `The following hook(s)/validation failed: [${names}]. To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.`,
      );
      return;
    }
    changeSet.changes = changes;
    const allowsNothing = changeSet.revertDrift && world.switches.emptyRevertDrift === 'complete';
    if (changes.length > 0 || allowsNothing || changesBesideResources(world, stack, changeSet, template)) {
      changeSet.status = 'CREATE_COMPLETE';
      if (changeSet.executionStatus !== 'OBSOLETE') changeSet.executionStatus = 'AVAILABLE';
    } else {
      fail(changeSet, EMPTY_REASON);
    }
  } catch (error) {
    if (!(error instanceof ImportRefusal) && !(error instanceof AwsError)) throw error;
    fail(changeSet, error.message);
  }
}

function plan(world: World, stack: Stack, changeSet: ChangeSet, template: Template): readonly Change[] {
  const imports =
    changeSet.type === 'IMPORT'
      ? locateImports(world, stack, changeSet.resourcesToImport)
      : changeSet.importExisting
        ? autoImports(world, stack, template, changeSet.deployment)
        : new Map<string, string>();
  const revertDrift = changeSet.revertDrift;
  const changes = diffStack(world, stack, template, changeSet.deployment, { revertDrift, imports });
  if (changeSet.type !== 'IMPORT') return changes;
  const others = [
    ...changes.filter(reachesMoreThanOrder).map((change) => change.logicalId),
    ...otherwiseOrdered(world, stack, template),
  ];
  if (others.length > 0) {
    throw new ImportRefusal(
      `You have modified resources [${others.join(', ')}] in your template that are not being imported. Update, create or delete operations cannot be executed during import operations.`,
    );
  }
  return changes;
}

/** What an import makes of `DependsOn` is a question of its own. */
function reachesMoreThanOrder({ action, scope, details }: Change): boolean {
  return action !== 'Import' && (action !== 'Modify' || scope.length + details.length > 0);
}

/**
 * Resources whose `DependsOn` an import would change, which is no change in an update
 * (https://github.com/aws/aws-cdk-cli/issues/1575).
 */
function otherwiseOrdered({ switches }: World, stack: Stack, template: Template): readonly string[] {
  const compared = switches.importComparesDependsOn;
  if (compared === 'nothing') return [];
  const order = (block: JsonObject | undefined): string => {
    const names = asList(member(block, 'DependsOn')).map(String);
    return (compared === 'order' ? names : names.toSorted()).join();
  };
  return stack.resources
    .filter(({ logicalId, block }) => order(template.resources.get(logicalId)) !== order(block))
    .map(({ logicalId }) => logicalId);
}

/** Outputs and stack tags make a change set without changes; Metadata by switch, Description never. */
function changesBesideResources(
  world: World,
  stack: Stack,
  changeSet: ChangeSet,
  template: Template,
): boolean {
  if (stack.deployment === undefined) return true;
  const old = deployedTemplate(stack.deployment);
  const metadata = (one: Template) => member(one.document, 'Metadata');
  return (
    !sameJson(old.outputs, template.outputs) ||
    JSON.stringify(stack.deployment.tags) !== JSON.stringify(changeSet.deployment.tags) ||
    (world.switches.templateMetadataIsChange && !sameJson(metadata(old), metadata(template)))
  );
}

function fail(changeSet: ChangeSet, reason: string): void {
  changeSet.status = 'FAILED';
  changeSet.statusReason = reason;
  if (changeSet.executionStatus !== 'OBSOLETE') changeSet.executionStatus = 'UNAVAILABLE';
}
