import { member, sameJson, textMember, type JsonObject } from '../json.ts';
import type { Switches } from '../switches.ts';
import type { World } from '../world.ts';
import { attributeDetails, namedDetails, propertyDetails, valueText } from './details.ts';
import { look } from './drift.ts';
import type { ResourceHandler } from './handlers/handler.ts';
import { knownHandler } from './handlers/registry.ts';
import type { Change, ChangeDetail, Deployment, Stack, StackResource } from './records.ts';
import { effectiveProperties } from './scope.ts';
import { hasLeft } from './store.ts';
import { typeOf, type Template } from './template.ts';

export interface DiffOptions {
  readonly revertDrift: boolean;
  /** Logical id → physical id of resources that are to be imported. */
  readonly imports: ReadonlyMap<string, string>;
}

/** What a template would change in a stack, in template order, removals last. */
export function diffStack(
  world: World,
  stack: Stack,
  template: Template,
  deployment: Deployment,
  options: DiffOptions,
): readonly Change[] {
  const present = (id: string) => stack.resources.find((one) => one.logicalId === id && isPresent(one));
  const kept = [...template.resources].flatMap(([logicalId, block]) => {
    const resource = present(logicalId);
    const after = effectiveProperties(world, stack, deployment, block);
    if (resource === undefined) return [addition(logicalId, block, after, options.imports.get(logicalId))];
    const change = options.revertDrift
      ? compareThree(world, resource, block, after)
      : compareTwo(world.switches, resource, block, after);
    return change === undefined ? [] : [change];
  });
  const removed = stack.resources
    .filter((one) => isPresent(one) && !template.resources.has(one.logicalId))
    .map((one) => removal(one, world.switches.unsaidPolicyAction));
  return [...kept, ...removed];
}

/** A resource that was never made is made by the next deployment. */
function isPresent(resource: StackResource): boolean {
  return !hasLeft(resource) && resource.physicalId !== '';
}

function addition(
  logicalId: string,
  block: JsonObject,
  after: JsonObject,
  imported: string | undefined,
): Change {
  const common = { logicalId, type: typeOf(block), scope: [], details: [], after: context(block, after) };
  if (imported === undefined) return { action: 'Add', ...common };
  // An import carries Replacement True. https://github.com/aws/aws-cdk-cli/pull/447
  return { action: 'Import', physicalId: imported, replacement: 'True', ...common };
}

function removal(resource: StackResource, unsaid: Switches['unsaidPolicyAction']): Change {
  const policy = textMember(resource.block, 'DeletionPolicy') ?? 'Delete';
  const policyAction = policy === 'Delete' ? 'Delete' : 'Retain';
  const isUnsaid = unsaid === 'always' || (unsaid === 'retain' && policyAction === 'Retain');
  return {
    action: 'Remove',
    logicalId: resource.logicalId,
    type: resource.type,
    physicalId: resource.physicalId,
    ...(isUnsaid ? {} : { policyAction }),
    scope: [],
    details: [],
    before: context(resource.block, resource.properties),
  };
}

function compareTwo(
  switches: Switches,
  resource: StackResource,
  block: JsonObject,
  after: JsonObject,
): Change | undefined {
  const handler = knownHandler(resource.type);
  const properties = propertyDetails(handler, resource.properties, after);
  return modification(switches, resource, block, after, properties);
}

/** Actual, previous and desired state. Drift of what cannot be updated in place is left alone. */
function compareThree(
  world: World,
  resource: StackResource,
  block: JsonObject,
  after: JsonObject,
): Change | undefined {
  const { switches } = world;
  const handler = knownHandler(resource.type);
  const sight = look(world, resource, after);
  if (sight.kind === 'deleted') return deletedResource(switches, resource, block, after);
  if (sight.kind === 'unsupported') {
    const plain = compareTwo(switches, resource, block, after);
    return plain && { ...plain, driftStatus: 'UNSUPPORTED' };
  }
  const previous = resource.properties;
  const actual = { ...sight.actual };
  for (const name of handler.createOnly) restore(actual, previous, name);
  const names = [...new Set([...Object.keys(previous), ...Object.keys(after)])];
  const details = names.flatMap((name) => threeWayDetails(handler, name, previous, actual, after));
  const sightOfPrevious = look(world, resource, previous);
  const inSync = sightOfPrevious.kind === 'seen' && sameJson(sightOfPrevious.actual, previous);
  const change = modification(switches, resource, block, after, details);
  if (change === undefined) return undefined;
  const dropped = Object.entries(previous).filter(([name]) => member(after, name) === undefined);
  return {
    ...change,
    driftStatus: inSync ? 'IN_SYNC' : 'MODIFIED',
    actual: { ...Object.fromEntries(dropped), ...actual },
    before: context(resource.block, actual),
    previous: context(resource.block, previous),
  };
}

function restore(actual: Record<string, JsonObject[string]>, previous: JsonObject, name: string): void {
  const value = member(previous, name);
  if (value === undefined) delete actual[name];
  else actual[name] = value;
}

function threeWayDetails(
  handler: ResourceHandler,
  name: string,
  previous: JsonObject,
  actual: JsonObject,
  after: JsonObject,
): readonly ChangeDetail[] {
  const [old, live, wanted] = [member(previous, name), member(actual, name), member(after, name)];
  if (wanted === undefined) return namedDetails(handler, name, old, undefined);
  const drifted = !sameJson(old, live);
  if (sameJson(live, wanted)) {
    return namedDetails(handler, name, old, wanted).map((detail) => ({
      ...detail,
      changeType: 'SyncWithActual',
    }));
  }
  const details = namedDetails(handler, name, live, wanted);
  if (!drifted) return details;
  const [previousText, actualText] = [valueText(old), valueText(live)];
  const drift = {
    ...(previousText === undefined ? {} : { previous: previousText }),
    ...(actualText === undefined ? {} : { actual: actualText }),
  };
  return details.map((detail) => ({ ...detail, drift }));
}

function deletedResource(
  switches: Switches,
  resource: StackResource,
  block: JsonObject,
  after: JsonObject,
): Change | undefined {
  const { logicalId, type, physicalId } = resource;
  const plain = compareTwo(switches, resource, block, after);
  if (switches.revertDriftDeleted === 'ignore') return plain && { ...plain, driftStatus: 'DELETED' };
  const common = {
    logicalId,
    type,
    physicalId,
    driftStatus: 'DELETED',
    after: context(block, after),
  } as const;
  return switches.revertDriftDeleted === 'recreate'
    ? { action: 'Add', scope: [], details: [], ...common }
    : {
        action: 'Modify',
        scope: ['Properties'],
        replacement: 'False',
        details: plain?.details ?? [],
        ...common,
      };
}

function modification(
  switches: Switches,
  resource: StackResource,
  block: JsonObject,
  after: JsonObject,
  properties: readonly ChangeDetail[],
): Change | undefined {
  const attributes = attributeDetails(resource.block, block);
  const details = [...properties, ...attributes];
  if (!details.some((detail) => counts(switches, detail))) return undefined;
  const syncs = details.every((detail) => detail.changeType === 'SyncWithActual');
  const replaced = properties.some(
    (detail) => detail.recreation === 'Always' && detail.changeType !== 'SyncWithActual',
  );
  const keeps = (textMember(block, 'UpdateReplacePolicy') ?? 'Delete') === 'Retain';
  return {
    action: syncs ? 'SyncWithActual' : 'Modify',
    logicalId: resource.logicalId,
    type: resource.type,
    physicalId: resource.physicalId,
    ...(replaced ? { policyAction: keeps ? 'ReplaceAndRetain' : 'ReplaceAndDelete' } : {}),
    replacement: replaced ? 'True' : 'False',
    scope: scopeOf(switches, details),
    details: details.filter((detail) => detail.attribute !== 'DependsOn'),
    before: context(resource.block, resource.properties),
    after: context(block, after),
  };
}

/** The attributes that a change reaches; `DependsOn` is none of them (ResourceAttribute of the API). */
function scopeOf(switches: Switches, details: readonly ChangeDetail[]): readonly string[] {
  const attributes = details.map((detail): string => detail.attribute);
  // https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1185
  const wide = switches.metadataWidensScope && attributes.includes('Metadata');
  const scope = [...attributes, ...(wide ? ['UpdatePolicy', 'CreationPolicy'] : [])];
  return [...new Set(scope)].filter((attribute) => attribute !== 'DependsOn');
}

/** Whether a difference is enough to make a change set. */
function counts(switches: Switches, detail: ChangeDetail): boolean {
  const enough: Readonly<Record<ChangeDetail['attribute'], boolean>> = {
    Properties: true,
    Metadata: switches.resourceMetadataIsChange,
    DeletionPolicy: switches.deletionPolicyIsChange,
    UpdateReplacePolicy: switches.deletionPolicyIsChange,
    UpdatePolicy: switches.deletionPolicyIsChange,
    CreationPolicy: switches.deletionPolicyIsChange,
    DependsOn: switches.dependsOnIsChange,
  };
  return enough[detail.attribute];
}

/** BeforeContext and AfterContext: the properties and the attributes beside them. */
function context(block: JsonObject, properties: JsonObject): JsonObject {
  const attributes = ['Metadata', 'DeletionPolicy', 'UpdateReplacePolicy'];
  const beside = attributes.flatMap((name) => {
    const value = member(block, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { Properties: properties, ...Object.fromEntries(beside) };
}
