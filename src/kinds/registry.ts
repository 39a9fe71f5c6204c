import { addressOf, kindFacts, type Address, type Kind } from '../model/address.ts';
import { groupReader } from './group/read.ts';
import { groupSchema } from './group/schema.ts';
import { instanceProfileReader } from './instance-profile/read.ts';
import { instanceProfileSchema } from './instance-profile/schema.ts';
import type { KindSpec } from './kind.ts';
import { managedPolicyReader } from './managed-policy/read.ts';
import { managedPolicySchema } from './managed-policy/schema.ts';
import { oidcProviderReader } from './oidc-provider/read.ts';
import { oidcProviderSchema } from './oidc-provider/schema.ts';
import { roleReader } from './role/read.ts';
import { roleSchema } from './role/schema.ts';
import { userReader } from './user/read.ts';
import { userSchema } from './user/schema.ts';

/** Every kind of resource that rolekeeper keeps. */
const REGISTRY: Readonly<Record<Kind, KindSpec>> = {
  role: { ...roleSchema, ...roleReader },
  'managed-policy': { ...managedPolicySchema, ...managedPolicyReader },
  user: { ...userSchema, ...userReader },
  group: { ...groupSchema, ...groupReader },
  'instance-profile': { ...instanceProfileSchema, ...instanceProfileReader },
  'oidc-provider': { ...oidcProviderSchema, ...oidcProviderReader },
};

export const KIND_SPECS: readonly KindSpec[] = Object.values(REGISTRY);

/** The kind that takes in the document that is too long for its holder. */
export const MANAGED_POLICY: KindSpec = REGISTRY['managed-policy'];

export function kindSpec(kind: Kind): KindSpec {
  return REGISTRY[kind];
}

/** The kind behind a CloudFormation resource type; undefined when it is none of ours. */
export function kindOfType(cloudFormationType: string): KindSpec | undefined {
  return KIND_SPECS.find((spec) => spec.cloudFormationType === cloudFormationType);
}

/** The address of what a field has the name of; undefined when the field has no names: `Groups`, `Roles`. */
export function namedIn(property: string, name: string): Address | undefined {
  const field = KIND_SPECS.flatMap((spec) => spec.fields).find(
    (one) => one.property === property && one.names !== undefined,
  );
  return field?.names === undefined ? undefined : addressOf(field.names.kind, name);
}

/** What CloudFormation knows a resource by. */
export function physicalIdOf(kind: Kind, name: string, arn: string): string {
  return REGISTRY[kind].physicalId === 'arn' ? arn : name;
}

/** Whether CloudFormation's id is that of the resource; an ARN may have the resource's path in it. */
export function isPhysicalIdOf(kind: Kind, name: string, physicalId: string): boolean {
  if (kindFacts(kind).names === 'exact') {
    return physicalId === name || physicalId.endsWith(`:${REGISTRY[kind].arnType}/${name}`);
  }
  return physicalId.split('/').at(-1)?.toLowerCase() === name.toLowerCase();
}
