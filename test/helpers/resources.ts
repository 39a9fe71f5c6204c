import type { AppliedStack } from '../../src/model/applied.ts';
import type { DesiredResource, Integration, Scope, Settings } from '../../src/model/integration.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { Live, LiveResource } from '../../src/model/live.ts';
import type { Resource } from '../../src/model/resource.ts';
import type { Kind } from '../../src/model/address.ts';
import { blockOf } from '../../src/cloudformation/block.ts';
import { logicalIdOf } from '../../src/cloudformation/logical-id.ts';
import { arnOf } from '../../src/kinds/arn.ts';
import { normaliseResource } from '../../src/kinds/normalise.ts';
import { kindSpec } from '../../src/kinds/registry.ts';
import type { PlanInput } from '../../src/plan/input.ts';

export const ACCOUNT = '111122223333';
export const CONTEXT = { partition: 'aws', account: ACCOUNT };

export function settings(overrides: Partial<Settings> = {}): Settings {
  return {
    file: 'desired/rolekeeper.yaml',
    account: ACCOUNT,
    region: 'eu-west-1',
    partition: 'aws',
    stackPrefix: 'rolekeeper-',
    tags: {},
    ignoreTags: [],
    maxDeletes: 3,
    delete: [],
    release: [],
    ...overrides,
  };
}

export function resource(kind: Kind, name: string, properties: JsonObject = {}): Resource {
  const spec = kindSpec(kind);
  const required: Record<string, Json> = {
    ...(kind === 'role'
      ? { AssumeRolePolicyDocument: trustOf('AWS', 'arn:aws:iam::406095609952:root') }
      : {}),
    ...(kind === 'managed-policy' ? { PolicyDocument: allow('s3:GetObject', '*') } : {}),
    ...(kind === 'instance-profile' ? { Roles: [name] } : {}),
    ...(kind === 'oidc-provider' ? { ThumbprintList: ['a'.repeat(40)] } : {}),
  };
  return normaliseResource(spec, { ...required, ...properties, [spec.nameProperty]: name });
}

export function role(name: string, properties: JsonObject = {}): Resource {
  return resource('role', name, properties);
}

export function trustOf(type: string, principal: string, condition?: JsonObject): JsonObject {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { [type]: principal },
        Action: 'sts:AssumeRole',
        ...(condition === undefined ? {} : { Condition: condition }),
      },
    ],
  };
}

export function allow(action: Json, on: Json): JsonObject {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: on }] };
}

export function inline(name: string, document: JsonObject): JsonObject {
  return { PolicyName: name, PolicyDocument: document };
}

export function integration(
  name: string,
  resources: readonly Resource[],
  overrides: Partial<Integration> = {},
): Integration {
  return {
    name,
    description: '',
    file: `desired/${name}.yaml`,
    resources: resources.map((item, index) => desiredResource(item, name, index)),
    delete: [],
    release: [],
    overwrite: [],
    hold: [],
    ignore: [],
    observe: false,
    ...overrides,
  };
}

function desiredResource(item: Resource, name: string, index: number): DesiredResource {
  const location = { file: `desired/${name}.yaml`, line: 10 + index, column: 5 };
  return { resource: item, location, propertyLocations: {} };
}

export function scope(integrations: readonly Integration[], overrides: Partial<Settings> = {}): Scope {
  return { directory: 'desired', settings: settings(overrides), integrations, warnings: [] };
}

export function live(resources: readonly Resource[], overrides: Partial<Live> = {}): Live {
  return { found: resources.map(liveResource), unchecked: [], ...overrides };
}

export function liveResource(item: Resource): LiveResource {
  return {
    resource: item,
    arn: arnOf(item, CONTEXT),
    id: `ID${logicalIdOf(item)}`,
    uncheckedProperties: [],
    observations: [],
  };
}

export function stack(
  name: string,
  resources: readonly Resource[],
  overrides: Partial<AppliedStack> = {},
): AppliedStack {
  return {
    integration: name,
    stackName: `rolekeeper-${name}`,
    stackId: `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/rolekeeper-${name}/1`,
    status: 'UPDATE_COMPLETE',
    lastUpdated: '2026-01-01T00:00:00.000Z',
    ownership: { owner: 'ours' },
    resources: resources.map((item) => ({
      resource: item,
      logicalId: logicalIdOf(item),
      deletionPolicy: 'RetainExceptOnCreate',
      block: blockOf(item, resources, CONTEXT),
    })),
    placeholders: [],
    transient: [],
    ...overrides,
  };
}

export function planInput(
  sides: { scope: Scope; stacks?: readonly AppliedStack[]; live?: Live },
  overrides: Partial<PlanInput> = {},
): PlanInput {
  return {
    scope: sides.scope,
    applied: { known: true, stacks: sides.stacks ?? [] },
    live: sides.live ?? live([]),
    source: { kind: 'iam', endpoint: undefined },
    today: '2026-11-22',
    ownArns: [],
    ...overrides,
  };
}
