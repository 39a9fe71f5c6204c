import { kindFacts } from '../model/address.ts';
import { parseArn, iamArn, isArn } from '../model/arn.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { errorAt, show } from './diagnose.ts';
import type { SourceResource } from './source-resource.ts';
import { entryOf, textOf, type SourceMap, type SourceNode, type SourceScalar } from './source-tree.ts';
import type { PseudoParameters } from './substitute.ts';
import { suggesting, type Suggesting } from './suggest.ts';

const REFERENCING = ['ManagedPolicyArns', 'PermissionsBoundary'];
const LITERAL = 'for one of AWS write its ARN, as in "arn:aws:iam::aws:policy/AmazonAthenaFullAccess"';

/** ARNs of the managed policies that a file declares, by name in lower case. */
export type DeclaredPolicies = ReadonlyMap<string, { readonly name: string; readonly arn: string }>;

export function declaredPolicies(
  resources: readonly SourceResource[],
  { account, partition }: PseudoParameters,
): DeclaredPolicies {
  return new Map(
    resources
      .filter(({ spec }) => kindFacts(spec.kind).heldBy === 'attachment')
      .map(({ name, node }) => {
        const path = textOf(node, 'Path') ?? '/';
        return [name.toLowerCase(), { name, arn: iamArn({ partition, account }, `policy${path}${name}`) }];
      }),
  );
}

/** The literal ARN behind an entry of `ManagedPolicyArns` or `PermissionsBoundary`; undefined for an unknown name. */
export function resolveReference(reference: string, policies: DeclaredPolicies): string | undefined {
  return isArn(reference) ? reference : policies.get(reference.toLowerCase())?.arn;
}

/** The tree of a resource with literal ARNs in the place of names; names that are not known stay. */
export function resolveReferences(node: SourceMap, policies: DeclaredPolicies): SourceMap {
  return {
    ...node,
    entries: node.entries.map((entry) =>
      REFERENCING.includes(entry.key) ? { ...entry, value: resolveNode(entry.value, policies) } : entry,
    ),
  };
}

function resolveNode(node: SourceNode, policies: DeclaredPolicies): SourceNode {
  if (node.type === 'list') return { ...node, items: node.items.map((item) => resolveNode(item, policies)) };
  if (node.type === 'map' || typeof node.value !== 'string') return node;
  return { ...node, value: resolveReference(node.value, policies) ?? node.value };
}

/** References to managed policies that do not exist, or that IAM refuses because they are another account's. */
export function checkReferences(
  resources: readonly SourceResource[],
  policies: DeclaredPolicies,
  pseudo: PseudoParameters,
  suggestFew: Suggesting = suggesting(),
): readonly Diagnostic[] {
  return resources.flatMap(({ node }) =>
    REFERENCING.flatMap((property) => {
      const value = entryOf(node, property)?.value;
      const items = value?.type === 'list' ? value.items : value === undefined ? [] : [value];
      return items.flatMap((item) =>
        item.type === 'scalar' ? checkReference(property, item, policies, pseudo, suggestFew) : [],
      );
    }),
  );
}

function checkReference(
  property: string,
  { value, location }: SourceScalar,
  policies: DeclaredPolicies,
  { account, partition }: PseudoParameters,
  suggestFew: Suggesting,
): readonly Diagnostic[] {
  if (typeof value !== 'string') return [];
  if (!isArn(value)) {
    if (policies.has(value.toLowerCase())) return [];
    const near = suggestFew(value, () => [...policies.values()].map(({ name }) => name));
    const message = `${show(value)} is not a managed policy of this file`;
    const hint =
      near === undefined ? `declare it under "managedPolicies:"; ${LITERAL}` : `did you mean ${show(near)}?`;
    return [errorAt(location, 'unknown-managed-policy', message, hint)];
  }
  const { partition: ownPartition = '', account: owner = '' } = parseArn(value) ?? {};
  if (ownPartition !== partition) {
    const message = `${show(value)} is an ARN of the partition ${show(ownPartition)}; this account is in ${show(partition)}`;
    return [errorAt(location, 'wrong-partition', message, 'write "arn:${AWS::Partition}:…"')];
  }
  if (owner === 'aws' || owner === account) return [];
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-temporary-delegation-partner-guide.html
  if (owner === 'partner' && property === 'PermissionsBoundary') return [];
  if (owner === 'partner') {
    const message = `${show(value)} is a boundary of a partner of AWS, which cannot be attached`;
    return [errorAt(location, 'foreign-policy', message, 'write it as PermissionsBoundary')];
  }
  const message = `${show(value)} is a policy of the account ${owner}; IAM attaches only its own account's and those of AWS`;
  return [
    errorAt(location, 'foreign-policy', message, 'declare it under "managedPolicies:" and write its name'),
  ];
}
