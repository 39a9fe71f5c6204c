import { addressKey, type Address } from '../model/address.ts';
import { isTagAmong } from '../kinds/shape.ts';
import type { AppliedStack, StackOrigin } from '../model/applied.ts';
import type { Integration, Scope } from '../model/integration.ts';
import { addressOfResource, type Resource } from '../model/resource.ts';
import { compareFields, type FieldComparison } from '../plan/compare-fields.ts';
import type { PolicyContext } from '../policy/policy-type.ts';

/** What a commit declares of the integration's scope, or why that is not known. */
export type DeclaredThen =
  | {
      readonly known: true;
      readonly scope: Scope;
      /** Of integrations whose files the branch has otherwise by now: since when, where that is known. */
      readonly replacedAt?: ReadonlyMap<string, string>;
      /** The files that are looked at are older than that commit. */
      readonly isNewer?: true;
    }
  | {
      readonly known: false;
      readonly why: string;
      /** No apply can have written that: no commit is named, or none of this branch. */
      readonly isUntraced?: true;
    };

/** A run looks whether the branch has moved on just before it changes a stack; clocks differ by less. */
const SLACK_HOURS = 1;

/**
 * Whether a stack is what its recorded commit declares. The hash in a template has no key, so an edit of the stack can
 * bring a right one along; what a commit of the branch declares cannot be written into the account. An old template with
 * the commit of then can: its time tells.
 *
 * @param madeAt when the stack became as it is: at its last update, or before it where that was rolled back; undefined
 *   where that is not known
 */
export function stackOriginOf(
  stack: AppliedStack,
  then: DeclaredThen,
  context: PolicyContext,
  madeAt: string | undefined,
): StackOrigin {
  if (!then.known) return { origin: then.isUntraced === true ? 'untraced' : 'unknown', why: then.why };
  const commit = stack.audit?.commit ?? '';
  const integration = then.scope.integrations.find(({ name }) => name === stack.integration);
  const addresses = differing(stack, integration, then.scope.settings.ignoreTags, context);
  if (addresses.length > 0) return { origin: 'edited', commit, addresses };
  const replacedAt = then.replacedAt?.get(stack.integration);
  const asDeclared = {
    origin: 'as-declared',
    commit,
    ...(then.isNewer ? { isNewer: true as const } : {}),
  } as const;
  if (replacedAt === undefined) return asDeclared;
  const declared = `what the commit ${commit.slice(0, 7)} declares`;
  const since = `the branch had something else since ${replacedAt}`;
  if (madeAt === undefined) {
    const why = `it is ${declared}, and ${since}; its last update was rolled back, and the time of the one before is not known`;
    return { origin: 'unknown', why };
  }
  return isLater(madeAt, replacedAt)
    ? { origin: 'untraced', why: `it was changed at ${madeAt} to ${declared}, and ${since}` }
    : asDeclared;
}

function isLater(time: string, than: string): boolean {
  return Date.parse(time) > Date.parse(than) + SLACK_HOURS * 3_600_000;
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
