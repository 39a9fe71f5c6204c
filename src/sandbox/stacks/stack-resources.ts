import { validationError } from '../aws-error.ts';
import type { Call, Handlers } from '../call.ts';
import { member } from '../json.ts';
import { nextPage } from './paging.ts';
import type { Stack, StackResource } from './records.ts';
import { hasLeft, stackWithIdMissing } from './store.ts';

function requestedStack({ world, params, region }: Call): Stack {
  const name = params.require('StackName');
  const stack = world.cloudFormation.find(region, name);
  if (stack === undefined) throw validationError(`Stack '${name}' does not exist`);
  return stack;
}

/** The stack of a physical id; ids of different types may be the same, then any of their stacks. */
function owningStack({ world, params, region }: Call): Stack {
  const id = params.get('PhysicalResourceId');
  const owner = world.cloudFormation
    .inRegion(region)
    .find((stack) => present(stack).some((resource) => resource.physicalId === id));
  if (owner === undefined) throw validationError(`Stack for ${String(id)} does not exist`);
  return owner;
}

function present(stack: Stack): readonly StackResource[] {
  return stack.resources.filter((one) => !hasLeft(one));
}

function describeStackResources(call: Call) {
  const { params } = call;
  const stack = params.get('StackName') === undefined ? owningStack(call) : requestedStack(call);
  const logicalId = params.get('LogicalResourceId');
  const listed = stack.resources.filter((one) => logicalId === undefined || one.logicalId === logicalId);
  return {
    StackResources: listed.map((one) => ({
      StackName: stack.name,
      StackId: stack.id,
      LogicalResourceId: one.logicalId,
      PhysicalResourceId: one.physicalId,
      ResourceType: one.type,
      Timestamp: one.updatedAt,
      ResourceStatus: one.status,
      ResourceStatusReason: one.statusReason,
      DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
    })),
  };
}

function describeStackResource(call: Call) {
  const stack = requestedStack(call);
  const logicalId = call.params.require('LogicalResourceId');
  const one = stack.resources.find((resource) => resource.logicalId === logicalId);
  if (one === undefined) {
    throw validationError(`Resource ${logicalId} does not exist for stack ${stack.name}`);
  }
  return {
    StackResourceDetail: {
      StackName: stack.name,
      StackId: stack.id,
      LogicalResourceId: one.logicalId,
      PhysicalResourceId: one.physicalId,
      ResourceType: one.type,
      LastUpdatedTimestamp: one.updatedAt,
      ResourceStatus: one.status,
      ResourceStatusReason: one.statusReason,
      Metadata: JSON.stringify(member(one.block, 'Metadata') ?? {}),
      DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
    },
  };
}

function listStackResources(call: Call) {
  const name = call.params.require('StackName');
  const stack = call.world.cloudFormation.find(call.region, name);
  if (stack === undefined) throw stackWithIdMissing(name);
  const { items, NextToken } = nextPage(call, stack.resources);
  const summaries = items.map((one) => ({
    LogicalResourceId: one.logicalId,
    PhysicalResourceId: one.physicalId,
    ResourceType: one.type,
    LastUpdatedTimestamp: one.updatedAt,
    ResourceStatus: one.status,
    ResourceStatusReason: one.statusReason,
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  }));
  return { StackResourceSummaries: summaries, NextToken };
}

export const stackResourceHandlers: Handlers = {
  DescribeStackResources: describeStackResources,
  DescribeStackResource: describeStackResource,
  ListStackResources: listStackResources,
};
