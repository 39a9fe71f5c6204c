import { shownDigest } from '../model/digest.ts';
import { addressKey, type Address } from '../model/address.ts';
import type { AppliedStack } from '../model/applied.ts';
import type { Location } from '../model/diagnostic.ts';
import type { PlanEntry } from '../model/plan.ts';
import type { Settings } from '../model/integration.ts';
import { addressOfResource, type Resource } from '../model/resource.ts';
import { logicalIdOf } from '../cloudformation/logical-id.ts';
import { readinessOf } from '../plan/stack-state.ts';
import { standInsOf, type UnderRepair } from './edited-stand-in.ts';
import type { IntegrationState } from './integration-state.ts';

/** The integration that a step is for, with what its messages need. */
export interface ChangeSetContext {
  readonly integration: string;
  readonly stackName: string;
  /** First 16 hex of the plan's digest. */
  readonly digest: string;
  /** The ARN of the role that CloudFormation assumes. */
  readonly roleArn: string | undefined;
  /** False if this change set creates the stack; the stack is then deleted with a discarded change set. */
  readonly stackExists: boolean;
  /** The stack that the step begins with: the one that its move was worked out from, and what earlier steps made of it. */
  readonly startsFrom: AppliedStack | undefined;
  readonly settings: Settings;
  /** What a repair, or an earlier step of the same move, has put in the place of resources, by address key. */
  readonly standIns: ReadonlyMap<string, UnderRepair>;
  /** Resources as they were last seen in IAM, by address key. */
  readonly seen: ReadonlyMap<string, Resource>;
  /** What the plan says of each resource, by address key. */
  readonly entries: ReadonlyMap<string, PlanEntry>;
  /** Address and place in the YAML of each resource, by logical id. */
  readonly resources: ReadonlyMap<string, TargetResource>;
}

export interface TargetResource {
  readonly address: Address;
  readonly location?: Location;
  /** By CloudFormation property name. */
  readonly propertyLocations?: Readonly<Record<string, Location>>;
}

export function changeSetContextOf({
  plan,
  integration,
  stack,
  settings,
  found,
}: IntegrationState): ChangeSetContext {
  const applied = (stack?.resources ?? []).map(
    ({ logicalId, resource }) => [logicalId, { address: addressOfResource(resource) }] as const,
  );
  const desired = (integration?.resources ?? []).map(
    ({ resource, location, propertyLocations }) =>
      [logicalIdOf(resource), { address: addressOfResource(resource), location, propertyLocations }] as const,
  );
  return {
    integration: plan.integration,
    stackName: plan.stackName,
    digest: shownDigest(plan.digest),
    roleArn: settings.cloudFormationRole,
    stackExists: stack !== undefined && readinessOf(stack.status) !== 'absent',
    startsFrom: stack,
    settings,
    standIns: standInsOf(stack),
    seen: new Map(found.map(({ resource }) => [addressKey(addressOfResource(resource)), resource])),
    entries: new Map(plan.entries.map((entry) => [addressKey(entry.address), entry] as const)),
    resources: new Map([...applied, ...desired]),
  };
}
