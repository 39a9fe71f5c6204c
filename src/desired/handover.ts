import { addressKey, isAddress, parseAddress } from '../model/address.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { revealHandover, type Handover } from '../model/handover.ts';
import { kindSpec } from '../kinds/registry.ts';
import { errorAt, show } from './diagnose.ts';
import { LONGEST_HANDOVER, tooLong } from './exception-fields.ts';
import type { SourceResource } from './source-resource.ts';
import { entryOf, itemsOf, textOf, type SourceMap, type SourceNode } from './source-tree.ts';
import { addressIn, literalValues, REFERENCE, type PseudoParameters } from './substitute.ts';
import { suggest } from './suggest.ts';

/**
 * `handover:` with its references filled in; undefined where the file has none. External ids are kept apart, whether they
 * come by a parameter, within another one, or stand in the text itself.
 */
export function handoverOf(
  root: SourceMap,
  resources: readonly SourceResource[],
  pseudo: PseudoParameters,
): Handover | undefined {
  const text = textOf(root, 'handover');
  if (text === undefined) return undefined;
  const values = literalValues(root, pseudo);
  const secrets = externalIdsIn(root);
  return withoutSecrets(
    text.replace(REFERENCE, (reference: string, name: string) => {
      const address = addressIn(name);
      if (address === undefined) return values.get(name) ?? reference;
      const meant = resourceAt(address, resources);
      return meant === undefined ? reference : arnIn(meant, pseudo);
    }),
    secrets,
  );
}

/** References to resources that the file does not declare, and a text that its parameters make too long. */
export function checkHandover(
  root: SourceMap,
  resources: readonly SourceResource[],
  pseudo: PseudoParameters,
): readonly Diagnostic[] {
  const text = textOf(root, 'handover');
  const place = entryOf(root, 'handover')?.value.location;
  if (text === undefined || place === undefined) return [];
  const declared = resources.map(({ address }) => address);
  const unknown = [...text.matchAll(REFERENCE)].flatMap(([reference, name = '']) => {
    const address = addressIn(name);
    if (address === undefined || resourceAt(address, resources) !== undefined) return [];
    const near = suggest(address, declared);
    const hint = near === undefined ? 'write the address of a resource of this file, as in ${role/NAME.Arn}' : `did you mean \${${near}.Arn}?`;
    const what = parseAddress(address) === undefined ? `${show(address)} is no address` : `this file does not declare ${address}`;
    return [errorAt(place, 'unknown-address', `"${reference}": ${what}`, hint)];
  });
  const filled = handoverOf(root, resources, pseudo) ?? [];
  if (text.length > LONGEST_HANDOVER || revealHandover(filled).length <= LONGEST_HANDOVER) return unknown;
  const [message = '', hint] = tooLong(LONGEST_HANDOVER).split('\n');
  return [...unknown, errorAt(place, 'wrong-size', `handover, with its parameters filled in, ${message}`, hint)];
}

function resourceAt(address: string, resources: readonly SourceResource[]): SourceResource | undefined {
  if (!isAddress(address)) return undefined;
  return resources.find((one) => addressKey(one.address) === addressKey(address));
}

function arnIn({ spec, node, name }: SourceResource, { partition, account }: PseudoParameters): string {
  const path = textOf(node, 'Path') ?? '/';
  return `arn:${partition}:iam::${account}:${kindSpec(spec.kind).arnType}${path}${name}`;
}

/** Parameters that are called so: a pending role has no condition yet in which they would stand. */
const CALLED_EXTERNAL_ID = /external[_-]?id/i;

/** What a request is to show as `sts:ExternalId`, in any document of the file; and parameters that are called so. */
function externalIdsIn(root: SourceMap): readonly string[] {
  const parameters = entryOf(root, 'parameters')?.value;
  const called = parameters?.type === 'map' ? parameters.entries.filter(({ key }) => CALLED_EXTERNAL_ID.test(key)) : [];
  const all = [...called.flatMap(({ value }) => textsIn(value)), ...conditionValues(root)];
  // Wildcards alone are no secret.
  return [...new Set(all)].filter((value) => !/^[*?]*$/.test(value));
}

function conditionValues(node: SourceNode): readonly string[] {
  if (node.type === 'list') return node.items.flatMap(conditionValues);
  if (node.type === 'scalar') return [];
  return node.entries.flatMap(({ key, value }) =>
    key.toLowerCase() === 'sts:externalid' ? textsIn(value) : conditionValues(value),
  );
}

function textsIn(node: SourceNode): readonly string[] {
  if (node.type === 'scalar') return node.value === null ? [] : [String(node.value)];
  return itemsOf(node).flatMap(textsIn);
}

/** From this length on a value is no common word, and is taken for what it is within other words, too. */
const LONG = 16;

function withoutSecrets(text: string, secrets: readonly string[]): Handover {
  if (secrets.length === 0) return [text];
  const patterns = [...secrets]
    .sort((a, b) => b.length - a.length)
    .map((value) => {
      const literal = value.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
      return value.length >= LONG ? literal : `(?<![A-Za-z0-9])${literal}(?![A-Za-z0-9])`;
    });
  // A group that is split by stays in the result, at every second place.
  return text
    .split(new RegExp(`(${patterns.join('|')})`))
    .map((part, index) => (index % 2 === 0 ? part : { externalId: part }))
    .filter((part) => part !== '');
}
