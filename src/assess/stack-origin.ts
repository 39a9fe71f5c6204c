import { addressKey, type Address } from '../model/address.ts';
import { isTagAmong } from '../kinds/shape.ts';
import type { AppliedStack, StackOrigin } from '../model/applied.ts';
import type { Integration, Scope } from '../model/integration.ts';
import { addressOfResource, type Resource } from '../model/resource.ts';
import { compareFields, type FieldComparison } from '../plan/compare-fields.ts';
import type { PolicyContext } from '../policy/policy-type.ts';

/** What a commit declares of the integration's scope, or why that is not known. */
export type DeclaredThen =
  { readonly known: true; readonly scope: Scope } | { readonly known: false; readonly why: string };

/**
 * Whether a stack is what its recorded commit declares. The hash in a template has no key, so an edit of the stack can
 * bring a right one along; what a commit of the branch declares cannot be written into the account.
 *
 * @param then what the recorded commit declares; undefined where the stack names no commit
 */
export function stackOriginOf(
  stack: AppliedStack,
  then: DeclaredThen | undefined,
  context: PolicyContext,
): StackOrigin {
  const commit = stack.audit?.commit;
  if (commit === undefined || then === undefined) {
    return { origin: 'unknown', why: 'the stack names no commit that it was applied from' };
  }
  if (!then.known) return { origin: 'unknown', why: then.why };
  const integration = then.scope.integrations.find(({ name }) => name === stack.integration);
  const addresses = differing(stack, integration, then.scope.settings.ignoreTags, context);
  return addresses.length === 0 ? { origin: 'as-declared', commit } : { origin: 'edited', commit, addresses };
}

function differing(
  stack: AppliedStack,
  integration: Integration | undefined,
  ignoreTags: readonly string[],
  context: PolicyContext,
): readonly Address[] {
  const applied = byAddress(stack.resources.map(({ resource }) => resource));
  const declared = byAddress((integration?.resources ?? []).map(({ resource }) => resource));
  const all = new Map([...declared, ...applied]);
  return [...all]
    .filter(([key]) => {
      const [was, is] = [declared.get(key), applied.get(key)];
      if (was === undefined || is === undefined) return true;
      const sides = { desired: was, applied: is, live: undefined };
      return compareFields(sides, context)
        .filter((field) => !isLeftAlone(key, field, integration, ignoreTags))
        .some(({ desired, applied }) => desired.text !== applied.text);
    })
    .map(([, resource]) => addressOfResource(resource))
    .sort();
}

/** What the file ignored or held then stays in the template as it was. */
function isLeftAlone(
  key: string,
  { spec, desired, key: member }: FieldComparison,
  integration: Integration | undefined,
  ignoreTags: readonly string[],
): boolean {
  const accepted = [...(integration?.ignore ?? []), ...(integration?.hold ?? [])];
  const isAccepted = accepted.some(
    ({ address, field }) => addressKey(address) === key && (field === undefined || field === spec.property),
  );
  const isForeignTag = spec.shape === 'tags' && desired.text === undefined && isTagAmong(ignoreTags, member);
  return isAccepted || isForeignTag;
}

function byAddress(resources: readonly Resource[]): ReadonlyMap<string, Resource> {
  return new Map(resources.map((one) => [addressKey(addressOfResource(one)), one]));
}
