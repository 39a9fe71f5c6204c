import { AwsError, validationError } from '../aws-error.ts';
import type { Call, Handlers } from '../call.ts';
import { changeAnswer } from './change-answer.ts';
import { createChangeSet } from './create-change-set.ts';
import { nextPage } from './paging.ts';
import type { ChangeSet, Stack } from './records.ts';
import { startChangeSet } from './start-operation.ts';
import { changeSetMissing, isExecuted, stackMissing } from './store.ts';

/** The change set that a request names, by ARN or by name and stack. */
function requested(call: Call): [Stack, ChangeSet] {
  const { world, params, region } = call;
  const name = params.require('ChangeSetName');
  const found = findRequested(call);
  if (found === undefined) throw changeSetMissing(name);
  return world.cloudFormation.findChangeSet(region, name, params.get('StackName')) ?? found;
}

function findRequested({ world, params, region }: Call): [Stack, ChangeSet] | undefined {
  const name = params.require('ChangeSetName');
  const stackName = params.get('StackName');
  if (!name.startsWith('arn:') && stackName === undefined) {
    throw validationError('StackName must be specified if ChangeSetName is not specified as an ARN.');
  }
  if (stackName !== undefined && world.cloudFormation.find(region, stackName) === undefined) {
    throw stackMissing(stackName);
  }
  return world.cloudFormation.findChangeSet(region, name, stackName);
}

function describeChangeSet(call: Call) {
  const [stack, changeSet] = requested(call);
  const withValues = call.params.boolean('IncludePropertyValues') ?? false;
  const complete = changeSet.status === 'CREATE_COMPLETE';
  // https://github.com/aws/aws-cdk-cli/issues/1780
  const dropped = new Set(
    withValues && complete
      ? changeSet.changes.map((one) => one.logicalId).filter((id) => call.world.faults.dropsValuesOf(id))
      : [],
  );
  const warnings = [...dropped].map((id) => `Logical Id: ${id}, failed property validation`).join('; ');
  const shown = changeSet.changes.filter((change) => !dropped.has(change.logicalId));
  const { items, NextToken } = nextPage(call, shown);
  return {
    ChangeSetName: changeSet.name,
    ChangeSetId: changeSet.id,
    StackId: stack.id,
    StackName: stack.name,
    Description: changeSet.description,
    Parameters: parametersAnswer(changeSet.deployment.parameters),
    CreationTime: changeSet.createdAt,
    ExecutionStatus: changeSet.executionStatus,
    Status: changeSet.status,
    StatusReason:
      warnings === ''
        ? changeSet.statusReason
        : `[WARN] --include-property-values option can return incomplete ChangeSet data because: ${warnings}`,
    StackDriftStatus: changeSet.revertDrift && complete ? stackDriftStatus(changeSet) : undefined,
    NotificationARNs: [],
    RollbackConfiguration: {},
    Capabilities: changeSet.deployment.capabilities,
    Tags: changeSet.deployment.tags.map((tag) => ({ Key: tag.key, Value: tag.value })),
    Changes: items.map((change) => changeAnswer(changeSet, change, withValues)),
    NextToken,
    IncludeNestedStacks: false,
    OnStackFailure: changeSet.onStackFailure,
    ImportExistingResources: changeSet.importExisting,
    DeploymentMode: changeSet.revertDrift ? 'REVERT_DRIFT' : undefined,
  };
}

function stackDriftStatus(changeSet: ChangeSet): string {
  const drifted = changeSet.changes.some(
    (one) => one.driftStatus === 'MODIFIED' || one.driftStatus === 'DELETED',
  );
  return drifted ? 'DRIFTED' : 'IN_SYNC';
}

export function parametersAnswer(parameters: Readonly<Record<string, string>>) {
  return Object.entries(parameters).map(([key, value]) => ({ ParameterKey: key, ParameterValue: value }));
}

function executeChangeSet(call: Call) {
  const { world, params } = call;
  const [stack, changeSet] = requested(call);
  const token = params.get('ClientRequestToken');
  const repeated = token !== undefined && stack.events.some((event) => event.token === token);
  if (repeated && isExecuted(changeSet)) return {};
  if (repeated) {
    throw new AwsError(
      'TokenAlreadyExistsException',
      400,
      `The client request token ${token} already exists.`,
    );
  }
  if (changeSet.status !== 'CREATE_COMPLETE' || changeSet.executionStatus !== 'AVAILABLE') {
    const status =
      changeSet.status === 'CREATE_COMPLETE'
        ? `execution status of [${changeSet.executionStatus}]`
        : `status of [${changeSet.status}]`;
    throw new AwsError(
      'InvalidChangeSetStatus',
      400,
      `ChangeSet [${changeSet.id}] cannot be executed in its current ${status}`,
    );
  }
  if (stack.operation !== undefined) {
    throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
  }
  if (params.get('DisableRollback') !== undefined && changeSet.onStackFailure !== undefined) {
    throw validationError('DisableRollback cannot be specified when OnStackFailure was given.');
  }
  changeSet.executionStatus = 'EXECUTE_IN_PROGRESS';
  // The others were made for a stack that is no more.
  stack.changeSets = stack.changeSets.filter((one) => one === changeSet || isExecuted(one));
  startChangeSet(world, stack, changeSet, {
    by: call.caller.accessKeyId,
    token,
    disableRollback: params.boolean('DisableRollback') ?? false,
    retainExceptOnCreate: params.boolean('RetainExceptOnCreate') ?? false,
  });
  return {};
}

function deleteChangeSet(call: Call) {
  const found = findRequested(call);
  if (found === undefined) {
    if (call.params.get('StackName') === undefined)
      throw changeSetMissing(call.params.require('ChangeSetName'));
    return {};
  }
  const [stack, changeSet] = found;
  if (changeSet.executionStatus === 'EXECUTE_IN_PROGRESS') {
    throw new AwsError(
      'InvalidChangeSetStatus',
      400,
      `ChangeSet [${changeSet.id}] cannot be deleted in its current status of [${changeSet.executionStatus}]`,
    );
  }
  stack.changeSets = stack.changeSets.filter((one) => one !== changeSet || isExecuted(one));
  return {};
}

function listChangeSets(call: Call) {
  const name = call.params.require('StackName');
  const stack = call.world.cloudFormation.find(call.region, name);
  if (stack === undefined) throw stackMissing(name);
  const { items, NextToken } = nextPage(
    call,
    stack.changeSets.filter((one) => !isExecuted(one)),
  );
  const summaries = items.map((changeSet) => ({
    StackId: stack.id,
    StackName: stack.name,
    ChangeSetId: changeSet.id,
    ChangeSetName: changeSet.name,
    ExecutionStatus: changeSet.executionStatus,
    Status: changeSet.status,
    StatusReason: changeSet.statusReason,
    CreationTime: changeSet.createdAt,
    Description: changeSet.description,
    IncludeNestedStacks: false,
    ImportExistingResources: changeSet.importExisting,
  }));
  return { Summaries: summaries, NextToken };
}

export const changeSetHandlers: Handlers = {
  CreateChangeSet: createChangeSet,
  DescribeChangeSet: describeChangeSet,
  ExecuteChangeSet: executeChangeSet,
  DeleteChangeSet: deleteChangeSet,
  ListChangeSets: listChangeSets,
};
