import { iamArn } from '../model/arn.ts';
import { addressKey, isAddress, parseAddress } from '../model/address.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { revealHandover, type Handover } from '../model/handover.ts';
import { kindSpec } from '../kinds/registry.ts';
import { errorAt, show } from './diagnose.ts';
import { LONGEST_HANDOVER, tooLong } from './exception-fields.ts';
import type { SourceResource } from './source-resource.ts';
import { entryOf, itemsOf, textOf, type SourceMap, type SourceNode } from './source-tree.ts';
import { addressIn, literalValues, REFERENCE, type PseudoParameters } from './substitute.ts';
import { suggesting, type Suggesting } from './suggest.ts';

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
  return withoutSecrets(fill(text, literalValues(root, pseudo), resources, pseudo), externalIdsIn(root));
}

/** The text, and which parts of it rolekeeper wrote: an external id may be chosen to equal an account id. */
interface Filled {
  readonly text: string;
  readonly own: readonly (readonly [start: number, end: number])[];
}

function fill(
  template: string,
  values: ReadonlyMap<string, string>,
  resources: readonly SourceResource[],
  pseudo: PseudoParameters,
): Filled {
  const own: [number, number][] = [];
  let text = '';
  let end = 0;
  for (const match of template.matchAll(REFERENCE)) {
    const [reference, name = ''] = match;
    const address = addressIn(name);
    const meant = address === undefined ? undefined : resourceAt(address, resources);
    const value = (address === undefined ? values.get(name) : meant && arnIn(meant, pseudo)) ?? reference;
    text += template.slice(end, match.index);
    if (meant !== undefined || name.startsWith('AWS::')) own.push([text.length, text.length + value.length]);
    text += value;
    end = match.index + reference.length;
  }
  return { text: text + template.slice(end), own };
}

/** References to resources that the file does not declare, and a text that its parameters make too long. */
export function checkHandover(
  root: SourceMap,
  resources: readonly SourceResource[],
  pseudo: PseudoParameters,
  suggestFew: Suggesting = suggesting(),
): readonly Diagnostic[] {
  const text = textOf(root, 'handover');
  const place = entryOf(root, 'handover')?.value.location;
  if (text === undefined || place === undefined) return [];
  const declared = resources.map(({ address }) => address);
  const unknown = [...text.matchAll(REFERENCE)].flatMap(([reference, name = '']) => {
    const address = addressIn(name);
    if (address === undefined || resourceAt(address, resources) !== undefined) return [];
    const near = suggestFew(address, () => declared);
    const hint =
      near === undefined
        ? 'write the address of a resource of this file, as in ${role/NAME.Arn}'
        : `did you mean \${${near}.Arn}?`;
    const what =
      parseAddress(address) === undefined
        ? `${show(address)} is not an address`
        : `this file does not declare ${address}`;
    return [errorAt(place, 'unknown-address', `"${reference}": ${what}`, hint)];
  });
  const filled = handoverOf(root, resources, pseudo) ?? [];
  if (text.length > LONGEST_HANDOVER || revealHandover(filled).length <= LONGEST_HANDOVER) return unknown;
  const [message = '', hint] = tooLong(LONGEST_HANDOVER).split('\n');
  return [
    ...unknown,
    errorAt(place, 'wrong-size', `handover, with its parameters filled in, ${message}`, hint),
  ];
}

function resourceAt(address: string, resources: readonly SourceResource[]): SourceResource | undefined {
  if (!isAddress(address)) return undefined;
  return resources.find((one) => addressKey(one.address) === addressKey(address));
}

function arnIn({ spec, node, name }: SourceResource, place: PseudoParameters): string {
  const path = textOf(node, 'Path') ?? '/';
  return iamArn(place, `${kindSpec(spec.kind).arnType}${path}${name}`);
}

/** Parameters that are called so: a pending role has no condition yet in which they would stand. */
const CALLED_EXTERNAL_ID = /external[_-]?id/i;

/** What a request is to show as `sts:ExternalId`, in any document of the file; and parameters that are called so. */
function externalIdsIn(root: SourceMap): readonly string[] {
  const parameters = entryOf(root, 'parameters')?.value;
  const called =
    parameters?.type === 'map' ? parameters.entries.filter(({ key }) => CALLED_EXTERNAL_ID.test(key)) : [];
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

function withoutSecrets({ text, own }: Filled, secrets: readonly string[]): Handover {
  if (secrets.length === 0) return [text];
  const patterns = [...secrets]
    .sort((a, b) => b.length - a.length)
    .map((value) => {
      const literal = value.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
      return value.length >= LONG ? literal : `(?<![A-Za-z0-9])${literal}(?![A-Za-z0-9])`;
    });
  const parts: (string | { readonly externalId: string })[] = [];
  let end = 0;
  for (const match of text.matchAll(new RegExp(patterns.join('|'), 'g'))) {
    const [externalId] = match;
    const last = match.index + externalId.length;
    if (own.some(([from, to]) => from <= match.index && last <= to)) continue;
    parts.push(text.slice(end, match.index), { externalId });
    end = last;
  }
  return [...parts, text.slice(end)].filter((part) => part !== '');
}
