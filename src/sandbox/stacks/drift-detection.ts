import type { Call, Handlers } from '../call.ts';
import { member, type JsonObject } from '../json.ts';
import { namedDetails } from './details.ts';
import { look } from './drift.ts';
import { knownHandler } from './handlers/registry.ts';
import { nextPage } from './paging.ts';
import type { Stack, StackResource } from './records.ts';
import { stackMissing } from './store.ts';
import type { World } from '../world.ts';

function requested({ world, params, region }: Call): Stack {
  const name = params.require('StackName');
  const stack = world.cloudFormation.find(region, name);
  if (stack === undefined) throw stackMissing(name);
  return stack;
}

/**
 * The id is the stack's own UUID, 36 characters as the API allows: detection looks when it is asked, there is nothing to
 * wait for.
 */
function detectionIdOf({ id }: Stack): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

function driftOf(world: World, resource: StackResource) {
  const expected = resource.properties;
  const sight = look(world, resource, expected);
  const status =
    sight.kind === 'deleted' ? 'DELETED' : sight.kind === 'unsupported' ? 'NOT_CHECKED' : undefined;
  const actual: JsonObject = sight.kind === 'seen' ? sight.actual : {};
  const handler = knownHandler(resource.type);
  const details =
    status === undefined
      ? Object.keys(expected).flatMap((name) =>
          namedDetails(handler, name, member(expected, name), member(actual, name)),
        )
      : [];
  return { status: status ?? (details.length > 0 ? 'MODIFIED' : 'IN_SYNC'), expected, actual, details };
}

function describeDetection({ world, params }: Call) {
  const id = params.require('StackDriftDetectionId');
  const stack = world.cloudFormation.stacks.find((one) => detectionIdOf(one) === id);
  if (stack === undefined) throw stackMissing(id);
  const drifted = stack.resources.filter((one) => /MODIFIED|DELETED/.test(driftOf(world, one).status));
  return {
    StackId: stack.id,
    StackDriftDetectionId: id,
    StackDriftStatus: drifted.length > 0 ? 'DRIFTED' : 'IN_SYNC',
    DetectionStatus: 'DETECTION_COMPLETE',
    DriftedStackResourceCount: drifted.length,
    Timestamp: world.now(),
  };
}

const DIFFERENCES = {
  Add: 'ADD',
  Remove: 'REMOVE',
  Modify: 'NOT_EQUAL',
  SyncWithActual: 'NOT_EQUAL',
} as const;

function describeResourceDrifts(call: Call) {
  const { world, params } = call;
  const stack = requested(call);
  const filter = params.strings('StackResourceDriftStatusFilters') ?? [];
  const rows = stack.resources
    .map((resource) => ({ resource, drift: driftOf(world, resource) }))
    .filter(({ drift }) => filter.length === 0 || filter.includes(drift.status))
    .map(({ resource, drift }) => ({
      StackId: stack.id,
      LogicalResourceId: resource.logicalId,
      PhysicalResourceId: resource.physicalId,
      ResourceType: resource.type,
      ExpectedProperties: JSON.stringify(drift.expected),
      ActualProperties: drift.status === 'DELETED' ? undefined : JSON.stringify(drift.actual),
      PropertyDifferences: drift.details.map((detail) => ({
        PropertyPath: detail.path.slice('/Properties'.length),
        ExpectedValue: detail.before ?? 'null',
        ActualValue: detail.after ?? 'null',
        DifferenceType: DIFFERENCES[detail.changeType],
      })),
      StackResourceDriftStatus: drift.status,
      Timestamp: world.now(),
    }));
  const { items, NextToken } = nextPage(call, rows);
  return { StackResourceDrifts: items, NextToken };
}

export const driftDetectionHandlers: Handlers = {
  DetectStackDrift: (call) => ({ StackDriftDetectionId: detectionIdOf(requested(call)) }),
  DescribeStackDriftDetectionStatus: describeDetection,
  DescribeStackResourceDrifts: describeResourceDrifts,
};
