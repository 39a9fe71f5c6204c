import type { ActionCatalogue } from '../model/action-catalogue.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { listed } from './check-action-resources.ts';
import { show, warningAt } from './diagnose.ts';
import { entryOf, type SourceEntry, type SourceNode } from './source-tree.ts';
import { suggest } from './suggest.ts';

/**
 * Condition keys that nothing of AWS sends, as far as is known. IAM takes any key; a request lacks one that does not
 * exist, so an Allow with it allows nothing, and a Deny with it denies nothing
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html). A service may
 * have keys that its table leaves out: of its own, only what looks like a slip of the pen is told. Keys of identity
 * providers are theirs.
 */
export function checkConditionKeys(
  document: SourceNode | undefined,
  catalogue: ActionCatalogue,
): readonly Diagnostic[] {
  return keysIn(document).flatMap((entry) => checkKey(entry, catalogue));
}

function keysIn(document: SourceNode | undefined): readonly SourceEntry[] {
  return listed(entryOf(document, 'Statement')?.value)
    .flatMap((statement) => entriesOf(entryOf(statement, 'Condition')?.value))
    .flatMap((operator) => entriesOf(operator.value));
}

function entriesOf(node: SourceNode | undefined): readonly SourceEntry[] {
  return node?.type === 'map' ? node.entries : [];
}

function checkKey({ key, keyLocation }: SourceEntry, catalogue: ActionCatalogue): readonly Diagnostic[] {
  const [prefix = ''] = key.toLowerCase().split(':');
  const { globalKeys = [] } = catalogue;
  const isGlobal = prefix === 'aws';
  // Some keys of one service are sent to all.
  const keys = [...globalKeys, ...(catalogue.services[prefix]?.keys ?? [])].filter((one) =>
    one.toLowerCase().startsWith(`${prefix}:`),
  );
  if (keys.length === 0 || keys.some((known) => isOf(key, known))) return [];
  const near = nearest(key, keys);
  if (near === undefined && !isGlobal) return [];
  const message = `${show(key)} is no condition key that is known: no request has it`;
  const hint =
    near === undefined
      ? 'if AWS has it, it is newer than the catalogue, and this warning can be left'
      : `did you mean ${show(near)}?`;
  return [warningAt(keyLocation, 'unknown-condition-key', message, hint)];
}

/** IAM does not regard the case of keys. */
function isOf(key: string, known: string): boolean {
  const [own, other] = [key.toLowerCase(), known.toLowerCase()];
  const [before = '', after] = other.split('*');
  if (after === undefined) return own === other;
  return own.length > before.length && own.startsWith(before) && own.endsWith(after);
}

/** The key that was meant most probably; the name of a tag is kept. */
function nearest(key: string, keys: readonly string[]): string | undefined {
  const [head = '', ...rest] = key.split('/');
  const candidates = new Map(keys.map((known) => [known.split('/')[0] ?? '', known]));
  const near = suggest(head, [...candidates.keys()]);
  if (near === undefined) return undefined;
  const known = candidates.get(near) ?? near;
  return known.endsWith('/*') ? `${near}/${rest.length === 0 ? '…' : rest.join('/')}` : known;
}
