import { AwsError, validationError } from '../aws-error.ts';
import type { Call, Handlers } from '../call.ts';
import { checkUpdatable, newStack } from './create-change-set.ts';
import { planChangeSet } from './plan-change-set.ts';
import { pseudoParameters, readDeployment } from './read-deployment.ts';
import type { ChangeSet, Stack } from './records.ts';
import { startChangeSet } from './start-operation.ts';
import { stackMissing } from './store.ts';
import { macrosOf, readSource } from './template.ts';

/** A change set that is planned and executed at once and that is never shown. */
function runDirectly(call: Call, stack: Stack, type: 'CREATE' | 'UPDATE', changeSet: ChangeSet): void {
  const { world, params } = call;
  const { template, capabilities } = changeSet.deployment;
  if (macrosOf(readSource(template)).length > 0 && !capabilities.includes('CAPABILITY_AUTO_EXPAND')) {
    const message = 'Requires capabilities : [CAPABILITY_AUTO_EXPAND]';
    throw new AwsError('InsufficientCapabilitiesException', 400, message);
  }
  planChangeSet(world, stack, changeSet);
  if (changeSet.validationFailures.length > 0) {
    throw validationError("Validation failure detected. See the operation's FAILED event for details.");
  }
  if (changeSet.status === 'FAILED') {
    const reason = changeSet.statusReason ?? '';
    const isSame = type === 'UPDATE' && /didn't contain changes|No updates/.test(reason);
    throw validationError(isSame ? 'No updates are to be performed.' : reason);
  }
  startChangeSet(world, stack, changeSet, {
    token: params.get('ClientRequestToken'),
    disableRollback: params.boolean('DisableRollback') ?? false,
    retainExceptOnCreate: params.boolean('RetainExceptOnCreate') ?? false,
    direct: true,
    by: call.caller.accessKeyId,
  });
}

function hiddenChangeSet(call: Call, stack: Stack, type: 'CREATE' | 'UPDATE'): ChangeSet {
  const { world, params } = call;
  const { deployment } = readDeployment(
    params,
    type === 'CREATE' ? undefined : stack,
    pseudoParameters(world.account, stack.region, stack.name),
  );
  const onFailure = params.get('OnFailure');
  const roleArn = params.get('RoleARN');
  return {
    id: `direct/${world.uuid()}`,
    name: 'direct',
    stackId: stack.id,
    type,
    createdAt: world.now(),
    deployment,
    resourcesToImport: [],
    importExisting: false,
    revertDrift: false,
    disableValidation: false,
    operationId: world.uuid(),
    status: 'CREATE_IN_PROGRESS',
    executionStatus: 'UNAVAILABLE',
    changes: [],
    validationFailures: [],
    ...(onFailure === undefined ? {} : { onStackFailure: onFailure }),
    ...(roleArn === undefined ? {} : { roleArn }),
  };
}

function createStack(call: Call) {
  const { world, params, region } = call;
  const name = params.require('StackName');
  const existing = world.cloudFormation.find(region, name);
  if (existing !== undefined && existing.status !== 'REVIEW_IN_PROGRESS') {
    throw new AwsError('AlreadyExistsException', 400, `Stack [${name}] already exists`);
  }
  readDeployment(params, undefined, pseudoParameters(world.account, region, name));
  const stack = existing ?? newStack(call, name);
  stack.terminationProtection = params.boolean('EnableTerminationProtection') ?? false;
  runDirectly(call, stack, 'CREATE', hiddenChangeSet(call, stack, 'CREATE'));
  return { StackId: stack.id };
}

function updateStack(call: Call) {
  const { world, params, region } = call;
  const name = params.require('StackName');
  const stack = world.cloudFormation.find(region, name);
  if (stack === undefined) throw stackMissing(name);
  checkUpdatable(stack);
  runDirectly(call, stack, 'UPDATE', hiddenChangeSet(call, stack, 'UPDATE'));
  return { StackId: stack.id };
}

/** CreateStack and UpdateStack: what people do in the console, and other tools without change sets. */
export const directHandlers: Handlers = { CreateStack: createStack, UpdateStack: updateStack };
