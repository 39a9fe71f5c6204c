import type { Diagnostic } from '../model/diagnostic.ts';
import { KIND_SPECS } from '../kinds/registry.ts';
import { errorAt } from './diagnose.ts';
import type { SourceResource } from './source-resource.ts';
import { entryOf, type SourceEntry, type SourceMap, type SourceNode } from './source-tree.ts';

/** The key of a role whose vendor has not named its principal yet. */
export const PENDING = 'pending';

/**
 * The tree with a trust policy in each role that is pending. A role needs one, and without an Allow it lets no principal
 * in (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html):
 * the Deny is there because a policy needs a statement, and says to a reader of the account what is meant. `*` names no
 * principal that could be deleted. No page of AWS says that IAM takes it; others make roles with it on AWS
 * (https://github.com/sous-chefs/aws/blob/main/test/fixtures/cookbooks/aws_test/recipes/iam_role.rb), and the probe asks.
 * Where IAM refuses it, the stack is rolled back and no role is there.
 */
export function withPendingTrust(root: SourceMap): SourceMap {
  const lists = KIND_SPECS.filter(({ trustField }) => trustField !== undefined);
  return {
    ...root,
    entries: root.entries.map((entry) => {
      const trustField = lists.find(({ list }) => list === entry.key)?.trustField;
      if (trustField === undefined || entry.value.type !== 'list') return entry;
      const items = entry.value.items.map((item) => (isPending(item) ? withTrust(item, trustField) : item));
      return { ...entry, value: { ...entry.value, items } };
    }),
  };
}

/** Whether a resource says `pending: true`. */
export function isPending(node: SourceNode): node is SourceMap {
  const value = entryOf(node, PENDING)?.value;
  return value?.type === 'scalar' && value.value === true;
}

/** A role with a trust policy of its own is not pending. */
export function checkPending(resources: readonly SourceResource[]): readonly Diagnostic[] {
  return resources.flatMap(({ spec, node, address }) => {
    const key = entryOf(node, PENDING);
    const trust = spec.trustField === undefined ? undefined : entryOf(node, spec.trustField);
    // The trust policy that is made stands where the key stands.
    if (key === undefined || trust === undefined || !isPending(node) || trust.keyLocation === key.keyLocation)
      return [];
    const message = `${address} is pending, and its trust policy is on line ${trust.keyLocation.line} already`;
    const hint = `remove "${PENDING}: true" once it is known which principal to trust; until then, remove ${trust.key}`;
    return [errorAt(key.keyLocation, 'contradiction', message, hint)];
  });
}

function withTrust(role: SourceMap, trustField: string): SourceMap {
  const key = entryOf(role, PENDING);
  if (key === undefined || entryOf(role, trustField) !== undefined) return role;
  const location = key.keyLocation;
  const text = (value: string): SourceNode => ({ type: 'scalar', value, source: value, location });
  const map = (members: Readonly<Record<string, SourceNode>>): SourceNode => ({
    type: 'map',
    location,
    entries: Object.entries(members).map(([name, value]): SourceEntry => ({
      key: name,
      keyLocation: location,
      value,
    })),
  });
  const statement = map({
    Effect: text('Deny'),
    Principal: map({ AWS: text('*') }),
    Action: text('sts:AssumeRole'),
  });
  const document = map({
    Version: text('2012-10-17'),
    Statement: { type: 'list', items: [statement], location },
  });
  return { ...role, entries: [...role.entries, { key: trustField, keyLocation: location, value: document }] };
}
