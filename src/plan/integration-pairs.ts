import { addressKey } from '../model/address.ts';
import type { AppliedStack } from '../model/applied.ts';
import type { Integration } from '../model/integration.ts';
import { addressOfResource } from '../model/resource.ts';
import type { PlanInput } from './input.ts';

/** One integration as both sides know it: by its file, its stack, or both. */
export interface IntegrationPair {
  readonly name: string;
  readonly integration: Integration | undefined;
  readonly stack: AppliedStack | undefined;
}

/** Every integration that has a file or a stack, sorted by name. */
export function allPairs({ scope, applied }: PlanInput): readonly IntegrationPair[] {
  const stacks = new Map((applied.known ? applied.stacks : []).map((stack) => [stack.integration, stack]));
  const declared = new Map(scope.integrations.map((integration) => [integration.name, integration]));
  const names = [...new Set([...declared.keys(), ...stacks.keys()])].sort();
  return names.map((name) => ({ name, integration: declared.get(name), stack: stacks.get(name) }));
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

/** The keys of everything that a file declares or a stack of ours has. */
export function managedKeys(input: PlanInput): ReadonlySet<string> {
  const declared = input.scope.integrations.flatMap((integration) =>
    integration.resources.map((item) => addressKey(addressOfResource(item.resource))),
  );
  return new Set([...declared, ...appliedIn(input).keys()]);
}
