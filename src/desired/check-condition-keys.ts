import type { ActionCatalogue } from '../model/action-catalogue.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { listed } from './check-action-resources.ts';
import { isKnownKey, keyNames, type KnownKeys } from '../policy/condition-keys.ts';
import { show, warningAt } from './diagnose.ts';
import { entryOf, type SourceEntry, type SourceNode } from './source-tree.ts';
import type { Suggesting } from './suggest.ts';

/**
 * Condition keys that neither AWS's global list nor a service has: IAM takes them, and no request has them, so that the
 * line holds for none, or for all under an operator that is negated or ends with IfExists
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html). Not the
 * claims of identity providers, which each of them names itself.
 */
export function checkConditionKeys(
  document: SourceNode | undefined,
  { conditionKeys }: ActionCatalogue,
  suggestFew: Suggesting,
): readonly Diagnostic[] {
  if (conditionKeys === undefined) return [];
  return listed(entryOf(document, 'Statement')?.value)
    .flatMap((statement) => entriesOf(entryOf(statement, 'Condition')?.value))
    .flatMap(({ value }) => entriesOf(value))
    .flatMap((entry) => checkKey(entry, conditionKeys, suggestFew));
}

function entriesOf(node: SourceNode | undefined): readonly SourceEntry[] {
  return node?.type === 'map' ? node.entries : [];
}

function checkKey(
  { key, keyLocation }: SourceEntry,
  known: KnownKeys,
  suggestFew: Suggesting,
): readonly Diagnostic[] {
  // The prefix of a provider's claim is its address, or SAML.
  const [, prefix, name] = /^([a-z0-9-]+):(.+)$/i.exec(key) ?? [];
  if (prefix === undefined || name === undefined || prefix.toLowerCase() === 'saml') return [];
  if (isKnownKey(known, key)) return [];
  const near = nearKey(prefix, name, known, suggestFew);
  const hint =
    near === undefined
      ? 'if AWS has it, it is newer than the catalogue, and this warning can be left'
      : `did you mean ${show(near)}?`;
  return [warningAt(keyLocation, 'unknown-condition-key', `${show(key)} is not a known condition key`, hint)];
}

/** The key of the same prefix that is nearly so called; else the one so called of another, `aws` before all. */
function nearKey(prefix: string, name: string, known: KnownKeys, suggestFew: Suggesting): string | undefined {
  const [head = '', ...rest] = name.split('/');
  const tail = rest.length === 0 ? '<name>' : rest.join('/');
  const whole = (one: string): string => one.replace('*', tail);
  const sibling = suggestFew(head, () => keyNames(known, prefix).map(headOf));
  const own = keyNames(known, prefix).find((one) => headOf(one) === sibling);
  if (own !== undefined) return `${prefix}:${whole(own)}`;
  const nearest = suggestFew(prefix, () => Object.keys(known));
  const lower = head.toLowerCase();
  for (const other of ['aws', ...(nearest === undefined ? [] : [nearest]), 'sts', 'iam']) {
    const same = keyNames(known, other).find((one) => headOf(one).toLowerCase() === lower);
    if (same !== undefined) return `${other}:${whole(same)}`;
  }
  return undefined;
}

/** What stands before the part that the user chooses. */
function headOf(name: string): string {
  return name.split('/')[0] ?? name;
}
