import { addressKey } from '../model/address.ts';
import type { Applied, AppliedResource, AppliedStack } from '../model/applied.ts';
import type { Json } from '../model/json.ts';
import type { LiveResource } from '../model/live.ts';
import { addressOfResource } from '../model/resource.ts';
import { kindSpec } from '../kinds/registry.ts';
import { readinessOf } from './stack-state.ts';

/** More than CloudFormation takes for a template of IAM resources: what is made later is not made by the stack. */
const LONGEST_OPERATION = 15 * 60_000;

/**
 * Fills in what the bulk calls leave out and IAM fixes when a resource is made: the Description of a managed policy
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_Policy.html). It is that of the template by which the resource
 * was made or adopted, as long as it is the same resource: one that was made anew since has a later creation date than
 * the last operation of its stack. Of all others it has to be asked.
 *
 * DescribeStacks says when an operation began. It went on at least until it had made the last of its other resources.
 */
export function fromTemplates(applied: Applied): (found: readonly LiveResource[]) => readonly LiveResource[] {
  const known = new Map(
    (applied.known ? applied.stacks : [])
      .filter(isWhole)
      .flatMap((stack) =>
        stack.resources.map(
          (item) => [addressKey(addressOfResource(item.resource)), { stack, item }] as const,
        ),
      ),
  );
  return (found) => {
    const made = new Map(found.map((live) => [addressKey(addressOfResource(live.resource)), live.createdAt]));
    return found.map((live) => {
      const own = known.get(addressKey(addressOfResource(live.resource)));
      if (own === undefined || live.uncheckedProperties.length === 0) return live;
      return isSameResource(live, own.stack, made) ? withCreateOnly(live, own.item) : live;
    });
  };
}

/** While a stack is changed, or a repair is under way, its template does not say what the account has. */
function isWhole({ ownership, transient, status }: AppliedStack): boolean {
  return ownership.owner === 'ours' && transient.length === 0 && readinessOf(status) === 'ready';
}

function isSameResource(
  { resource, createdAt }: LiveResource,
  { lastUpdated, resources }: AppliedStack,
  made: ReadonlyMap<string, string | undefined>,
): boolean {
  const begin = Date.parse(lastUpdated);
  const others = resources
    .map((item) => addressKey(addressOfResource(item.resource)))
    .filter((key) => key !== addressKey(addressOfResource(resource)))
    .map((key) => Date.parse(made.get(key) ?? ''))
    .filter((time) => time <= begin + LONGEST_OPERATION);
  return createdAt !== undefined && Date.parse(createdAt) <= Math.max(begin, ...others);
}

function withCreateOnly(live: LiveResource, { resource }: AppliedResource): LiveResource {
  const fields = kindSpec(live.resource.kind).fields.filter(
    ({ createOnly, property }) => createOnly === true && live.uncheckedProperties.includes(property),
  );
  if (fields.length === 0) return live;
  const names = new Set(fields.map(({ property }) => property));
  const values = [...names].flatMap((name): [string, Json][] => {
    const value = resource.properties[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ...live,
    resource: {
      ...live.resource,
      properties: { ...live.resource.properties, ...Object.fromEntries(values) },
    },
    uncheckedProperties: live.uncheckedProperties.filter((name) => !names.has(name)),
  };
}
