import { addressKey, type Address } from '../model/address.ts';
import type { Applied, AppliedStack } from '../model/applied.ts';
import type { Integration } from '../model/integration.ts';
import { addressOfResource } from '../model/resource.ts';
import type { PlanInput } from './input.ts';

/** One integration as both sides know it: by its file, its stack, or both. */
export interface IntegrationPair {
  readonly name: string;
  readonly integration: Integration | undefined;
  readonly stack: AppliedStack | undefined;
  /** What was to be deleted and nothing manages: where it exists, a deletion has not come to its end. */
  readonly leftovers: readonly Address[];
}

/** Every integration that has a file or a stack, sorted by name. */
export function allPairs({ scope, applied }: PlanInput): readonly IntegrationPair[] {
  const stacks = new Map((applied.known ? applied.stacks : []).map((stack) => [stack.integration, stack]));
  const declared = new Map(scope.integrations.map((integration) => [integration.name, integration]));
  const names = [...new Set([...declared.keys(), ...stacks.keys()])].sort();
  const managed = keysOf(scope.integrations, applied);
  return names.map((name) => {
    const integration = declared.get(name);
    const stack = stacks.get(name);
    const leftovers = doomedIn(integration, stack).filter((address) => !managed.has(addressKey(address)));
    return { name, integration, stack, leftovers };
  });
}

/** By its file; where that is gone, by what its stack was to delete. */
export function doomedIn(
  integration: Integration | undefined,
  stack: AppliedStack | undefined,
): readonly Address[] {
  if (integration === undefined) return stack?.doomed ?? [];
  return integration.observe ? [] : integration.delete;
}

/** Those that the command is about. */
export function comparedPairs(input: PlanInput): readonly IntegrationPair[] {
  const { only } = input;
  return allPairs(input).filter(({ name }) => only === undefined || only.includes(name));
}

/** The integration whose stack has a resource, by address key. */
export function appliedIn(input: PlanInput): ReadonlyMap<string, string> {
  return new Map(
    allPairs(input).flatMap(({ name, stack }) =>
      (stack?.resources ?? []).map((item) => [addressKey(addressOfResource(item.resource)), name]),
    ),
  );
}

/** The keys of everything that a file declares, also in another folder for the account, or a stack of ours has. */
export function managedKeys({ scope, applied }: PlanInput): ReadonlySet<string> {
  const elsewhere = (scope.neighbours ?? []).flatMap(({ addresses }) => addresses.map(addressKey));
  return new Set([...keysOf(scope.integrations, applied), ...elsewhere]);
}

function keysOf(integrations: readonly Integration[], applied: Applied): ReadonlySet<string> {
  const resources = [
    ...integrations.flatMap((integration) => integration.resources),
    ...(applied.known ? applied.stacks.flatMap((stack) => stack.resources) : []),
  ];
  return new Set(resources.map(({ resource }) => addressKey(addressOfResource(resource))));
}
