import fc from 'fast-check';
import type { DesiredResource, Integration } from '../../../src/model/integration.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../src/model/json.ts';
import type { Kind } from '../../../src/model/address.ts';
import type { Resource } from '../../../src/model/resource.ts';
import { arnOf } from '../../../src/kinds/arn.ts';
import { CONTEXT, resource, trustOf } from '../resources.ts';
import { INTEGRATIONS, type IntegrationName } from './names.ts';

/** Something of one file that a resource of another file names. */
export interface Reference {
  readonly from: IntegrationName;
  readonly to: IntegrationName;
  readonly names: keyof typeof SORTS;
  /** Whether it stands there from the first apply on. */
  readonly since: 'before' | 'after';
}

interface Sort {
  /** Kinds of which the first that the file declares gets the reference. */
  readonly holders: readonly Kind[];
  readonly target: { readonly kind: Kind; readonly name: string };
  readonly add: (properties: JsonObject, target: Resource) => JsonObject;
}

const SORTS = {
  policy: {
    holders: ['role', 'user', 'group'],
    target: { kind: 'managed-policy', name: 'p1' },
    add: (properties, target) => withMember(properties, 'ManagedPolicyArns', arnOf(target, CONTEXT)),
  },
  boundary: {
    holders: ['role', 'user'],
    target: { kind: 'managed-policy', name: 'p1' },
    add: (properties, target) => ({ ...properties, PermissionsBoundary: arnOf(target, CONTEXT) }),
  },
  group: {
    holders: ['user'],
    target: { kind: 'group', name: 'g1' },
    add: (properties, target) => withMember(properties, 'Groups', target.name),
  },
  'role of a profile': {
    holders: ['instance-profile'],
    target: { kind: 'role', name: 'r1' },
    add: (properties, target) => ({ ...properties, Roles: [target.name] }),
  },
  principal: {
    holders: ['role'],
    target: { kind: 'role', name: 'r2' },
    add: (properties, target) => withStatement(properties, trustOf('AWS', arnOf(target, CONTEXT))),
  },
  'identity provider': {
    holders: ['role'],
    target: { kind: 'oidc-provider', name: 'o1' },
    add: (properties, target) => withStatement(properties, trustOf('Federated', arnOf(target, CONTEXT))),
  },
} as const satisfies Readonly<Record<string, Sort>>;

const name = fc.constantFrom(...INTEGRATIONS);

export const anyReferences: fc.Arbitrary<readonly Reference[]> = fc
  .array(
    fc.record({
      from: name,
      to: name,
      names: fc.constantFrom(...(Object.keys(SORTS) as (keyof typeof SORTS)[])),
      since: fc.constantFrom('before' as const, 'after' as const),
    }),
    { maxLength: 4 },
  )
  .map((all) => all.filter(({ from, to }) => from !== to));

/**
 * Files with what they name of each other. A reference to what its file does not declare is left out, and so is one out
 * of a suspended file: that gives nobody anything.
 */
export function withReferences(
  files: readonly Integration[],
  references: readonly Reference[],
): readonly Integration[] {
  const added = new Map(files.map((file) => [file.name, file]));
  for (const { from, to, names } of references) {
    const sort: Sort = SORTS[names];
    const [file, other] = [added.get(from), added.get(to)];
    if (file === undefined || file.suspended === true) continue;
    const target = other?.resources.find(
      ({ resource: one }) => one.kind === sort.target.kind && one.name === `${to}-${sort.target.name}`,
    );
    const holder = file.resources.find(({ resource: one }) => sort.holders.includes(one.kind));
    if (target === undefined || holder === undefined) continue;
    const referring = withProperties(holder, (properties) => sort.add(properties, target.resource));
    const resources = file.resources.map((one) => (one === holder ? referring : one));
    added.set(from, { ...file, resources });
  }
  return files.map((file) => added.get(file.name) ?? file);
}

function withProperties(
  desired: DesiredResource,
  edit: (properties: JsonObject) => JsonObject,
): DesiredResource {
  const { kind, name: own, properties } = desired.resource;
  return { ...desired, resource: resource(kind, own, edit(properties)) };
}

function withMember(properties: JsonObject, key: string, member: string): JsonObject {
  const had = properties[key];
  return { ...properties, [key]: [...(had !== undefined && isJsonArray(had) ? had : []), member] };
}

function withStatement(properties: JsonObject, trust: JsonObject): JsonObject {
  const key = 'AssumeRolePolicyDocument';
  const had = properties[key];
  return {
    ...properties,
    [key]: { ...trust, Statement: [...statementsOf(had), ...statementsOf(trust)] },
  };
}

function statementsOf(document: Json | undefined): readonly Json[] {
  const statements = document !== undefined && isJsonObject(document) ? document['Statement'] : undefined;
  return statements !== undefined && isJsonArray(statements) ? statements : [];
}
