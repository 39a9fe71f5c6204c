import { AwsError, validationError } from '../aws-error.ts';
import type { Call } from '../call.ts';
import { checkImport } from './import-rules.ts';
import { pseudoParameters, readDeployment } from './read-deployment.ts';
import type { ChangeSet, ChangeSetType, ResourceToImport, Stack } from './records.ts';
import { isExecuted, stackMissing } from './store.ts';
import { stackEvent } from './events.ts';
import { deployedTemplate, typeOf, type Template } from './template.ts';

const UPDATABLE = [
  'CREATE_COMPLETE',
  'CREATE_FAILED',
  'UPDATE_COMPLETE',
  'UPDATE_FAILED',
  'UPDATE_ROLLBACK_COMPLETE',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
];

/** CreateChangeSet: everything that AWS checks before it answers; the rest happens in the ticks after. */
export function createChangeSet(call: Call) {
  const { world, params, region } = call;
  const name = checkedName(params.require('ChangeSetName'), 'changeSetName');
  const type = changeSetType(params.get('ChangeSetType') ?? 'UPDATE');
  const stackName = params.require('StackName');
  const existing = world.cloudFormation.find(region, stackName);
  const repeated = repeatedRequest(existing, params.get('ClientToken'));
  if (repeated !== undefined) return { Id: repeated.id, StackId: repeated.stackId };
  checkTarget(existing, stackName, type, name);
  const { deployment, template } = readDeployment(
    params,
    existing,
    pseudoParameters(world.account, region, existing?.name ?? stackName),
  );
  const resourcesToImport = readImports(call);
  checkMode(call, type, resourcesToImport);
  if (existing !== undefined) {
    refuseTypeChanges(existing, template);
    checkNameAndQuota(call, existing, name);
  }
  if (type === 'IMPORT') checkImport(existing, template, resourcesToImport, oldOutputs(existing));
  const stack = existing ?? newStack(call, stackName);
  const optional = {
    description: params.get('Description'),
    clientToken: params.get('ClientToken'),
    roleArn: params.get('RoleARN') ?? stack.roleArn,
    onStackFailure: params.get('OnStackFailure'),
  };
  const changeSet: ChangeSet = {
    id: `arn:aws:cloudformation:${region}:${world.account}:changeSet/${name}/${world.uuid()}`,
    name,
    stackId: stack.id,
    type,
    createdAt: world.now(),
    deployment,
    resourcesToImport,
    importExisting: params.boolean('ImportExistingResources') ?? false,
    revertDrift: params.get('DeploymentMode') === 'REVERT_DRIFT',
    disableValidation: params.boolean('DisableValidation') ?? false,
    operationId: world.uuid(),
    status: 'CREATE_PENDING',
    executionStatus: 'UNAVAILABLE',
    changes: [],
    validationFailures: [],
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
  stack.changeSets.push(changeSet);
  if (stack.operation === undefined) stack.tickedAt = Date.now();
  return { Id: changeSet.id, StackId: stack.id };
}

function repeatedRequest(stack: Stack | undefined, token: string | undefined): ChangeSet | undefined {
  return token === undefined ? undefined : stack?.changeSets.find((one) => one.clientToken === token);
}

function changeSetType(text: string): ChangeSetType {
  if (text === 'CREATE' || text === 'UPDATE' || text === 'IMPORT') return text;
  throw validationError(
    `1 validation error detected: Value '${text}' at 'changeSetType' failed to satisfy constraint: Member must satisfy enum value set: [IMPORT, UPDATE, CREATE]`,
  );
}

/** Whether this type of change set fits the stack as it is. */
function checkTarget(stack: Stack | undefined, stackName: string, type: ChangeSetType, name: string): void {
  const review = stack?.status === 'REVIEW_IN_PROGRESS';
  if (type === 'CREATE') {
    if (stack === undefined || review) return;
    throw validationError(
      `Stack [${stack.name}] already exists and cannot be created again with the changeSet [${name}].`,
    );
  }
  if (stack === undefined) {
    if (type === 'IMPORT' && !stackName.startsWith('arn:')) return;
    throw stackMissing(stackName);
  }
  if (type !== 'IMPORT' || !review) checkUpdatable(stack);
}

/** @throws AwsError for a stack that is busy, or that can only be deleted */
export function checkUpdatable(stack: Stack): void {
  if (UPDATABLE.includes(stack.status)) return;
  throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
}

/** Which combinations drift-aware change sets and failure options refuse. */
function checkMode({ params }: Call, type: ChangeSetType, imports: readonly ResourceToImport[]): void {
  const onStackFailure = params.get('OnStackFailure');
  if (onStackFailure === 'DELETE' && type !== 'CREATE') {
    throw validationError('OnStackFailure DELETE is valid for change sets of type CREATE only');
  }
  if (type !== 'IMPORT' && imports.length > 0) {
    throw validationError('ResourcesToImport is valid for change sets of type IMPORT only');
  }
  if (params.get('DeploymentMode') === undefined) return;
  if (params.get('DeploymentMode') !== 'REVERT_DRIFT') {
    throw validationError(
      `1 validation error detected: Value '${params.require('DeploymentMode')}' at 'deploymentMode' failed to satisfy constraint: Member must satisfy enum value set: [REVERT_DRIFT]`,
    );
  }
  if (type !== 'UPDATE') throw validationError(`DeploymentMode is not valid for ${type}`);
  for (const flag of ['ImportExistingResources', 'IncludeNestedStacks']) {
    if (params.boolean(flag) === true) throw validationError(`DeploymentMode is not valid with ${flag}`);
  }
  if (onStackFailure !== undefined && onStackFailure !== 'ROLLBACK') {
    throw validationError(`DeploymentMode is not valid with OnStackFailure ${onStackFailure}`);
  }
}

function checkNameAndQuota({ world }: Call, stack: Stack, name: string): void {
  const open = stack.changeSets.filter((one) => !isExecuted(one));
  if (open.some((one) => one.name === name)) {
    throw new AwsError('AlreadyExistsException', 400, `ChangeSet ${name} already exists`);
  }
  if (open.length >= world.switches.maxChangeSets) {
    throw new AwsError('LimitExceededException', 400, `ChangeSet limit exceeded for stack ${stack.id}`);
  }
}

function refuseTypeChanges(stack: Stack, template: Template): void {
  const changed = stack.resources.filter((resource) => {
    const block = template.resources.get(resource.logicalId);
    return block !== undefined && typeOf(block) !== resource.type;
  });
  if (changed.length > 0) {
    const ids = changed.map((resource) => resource.logicalId).join(', ');
    throw validationError(
      `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${ids}]`,
    );
  }
}

function readImports({ params }: Call): readonly ResourceToImport[] {
  return (params.structures('ResourcesToImport') ?? []).map((one) => ({
    type: one.require('ResourceType'),
    logicalId: one.require('LogicalResourceId'),
    identifier: one.map('ResourceIdentifier'),
  }));
}

function oldOutputs(stack: Stack | undefined): unknown {
  return stack?.deployment === undefined ? {} : deployedTemplate(stack.deployment).outputs;
}

/** A stack that exists for its first change set only. */
export function newStack({ world, region }: Call, name: string): Stack {
  checkedName(name, 'stackName');
  const stack: Stack = {
    id: `arn:aws:cloudformation:${region}:${world.account}:stack/${name}/${world.uuid()}`,
    name,
    region,
    createdAt: world.now(),
    status: 'REVIEW_IN_PROGRESS',
    statusReason: 'User Initiated',
    terminationProtection: false,
    disableRollback: false,
    resources: [],
    events: [],
    changeSets: [],
    lastOperations: [],
    tickedAt: Date.now(),
    staleReviewReads: world.switches.staleReviewReads,
  };
  const event = { operationId: world.uuid(), operationType: 'CREATE_STACK' } as const;
  stackEvent(world, stack, event, 'REVIEW_IN_PROGRESS', 'User Initiated');
  world.cloudFormation.stacks.push(stack);
  return stack;
}

function checkedName(value: string, field: 'stackName' | 'changeSetName'): string {
  if (value.length <= 128 && /^[a-zA-Z][-a-zA-Z0-9]*$/.test(value)) return value;
  const pattern =
    field === 'stackName' ? '[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*' : '[a-zA-Z][-a-zA-Z0-9]*';
  const constraint =
    value.length > 128
      ? 'Member must have length less than or equal to 128'
      : `Member must satisfy regular expression pattern: ${pattern}`;
  throw validationError(
    `1 validation error detected: Value '${value}' at '${field}' failed to satisfy constraint: ${constraint}`,
  );
}
