import type { Diagnostic, Location } from '../model/diagnostic.ts';
import { errorAt, show } from './diagnose.ts';
import {
  entryOf,
  mapWithin,
  scalarsOf,
  type SourceEntry,
  type SourceMap,
  type SourceNode,
} from './source-tree.ts';
import { suggesting, type Suggesting } from './suggest.ts';

/** What `${AWS::…}` stands for. */
export interface PseudoParameters {
  readonly account: string;
  readonly partition: string;
  readonly region: string;
}

interface Substitution {
  readonly values: ReadonlyMap<string, string>;
  /** Another file may give parameters. */
  readonly included: boolean;
  readonly used: Set<string>;
  readonly diagnostics: Diagnostic[];
  readonly suggestFew: Suggesting;
  /** Characters that values may still put in. */
  left: number;
}

/** Not every reference of the file was replaced: what else is wrong with it is not known. */
export const PARAMETER_EXPLOSION = 'parameter-explosion';

/** As many as a file may have: no stack takes more, and a long value that stands in many places is no access to review. */
const MOST_PUT_IN = 1_048_576;

/** What a parameter may be called. */
export const PARAMETER = /^[A-Za-z][A-Za-z0-9]*$/;

export const REFERENCE = /\$\{([^{}]*)(\}?)/g;

/**
 * Replaces `${Name}` from the file's parameters, and `${AWS::AccountId|Partition|Region}`, in every key and value
 * outside `parameters`. IAM's own policy variables stay. Everything else that looks like a reference is an error, and so
 * is a parameter that nothing uses.
 */
export function substitute(
  root: SourceMap,
  pseudo: PseudoParameters,
  included = false,
  suggestFew: Suggesting = suggesting(),
): { readonly root: SourceMap; readonly diagnostics: readonly Diagnostic[] } {
  const parameters = entryOf(root, 'parameters')?.value;
  const declared = parameters?.type === 'map' ? parameters.entries : [];
  const values = literalValues(root, pseudo);
  const state: Substitution = {
    values,
    included,
    used: new Set(),
    diagnostics: [],
    suggestFew,
    left: MOST_PUT_IN,
  };
  const entries = root.entries.map((entry) => {
    if (entry.key === 'parameters') return entry;
    if (entry.key === 'handover') {
      // It is filled in once it is known which values are external ids.
      substituteNode(state, withoutAddresses(entry.value));
      return entry;
    }
    return { ...entry, value: substituteNode(state, entry.value) };
  });
  const unused = declared.filter(({ key }) => !state.used.has(key) && PARAMETER.test(key));
  return {
    root: { ...root, entries },
    diagnostics: [
      ...checkLiteral(parameters, 'a parameter'),
      ...state.diagnostics,
      ...unused.map(({ key, keyLocation }) =>
        errorAt(
          keyLocation,
          'unused-parameter',
          `nothing in ${keyLocation.file === root.location.file ? 'this file' : root.location.file} uses the parameter ${key}`,
          `write \${${key}} where it belongs, or remove it`,
        ),
      ),
    ],
  };
}

/** What each reference stands for, by its name. */
export function literalValues(
  root: SourceMap,
  { account, partition, region }: PseudoParameters,
): ReadonlyMap<string, string> {
  const parameters = entryOf(root, 'parameters')?.value;
  const declared = parameters?.type === 'map' ? parameters.entries : [];
  return new Map([
    ['AWS::AccountId', account],
    ['AWS::Partition', partition],
    ['AWS::Region', region],
    ...declared.map(({ key, value }): [string, string] => [
      key,
      value.type === 'scalar' ? String(value.value ?? '') : '',
    ]),
  ]);
}

/** `role/my-vendor.Arn`: the ARN of a resource of the file, which only a hand-over may name so. */
const ARN_OF = /^([a-z-]+\/.+)\.Arn$/;

/** The address whose ARN a reference means; undefined of every other reference. */
export function addressIn(name: string): string | undefined {
  return ARN_OF.exec(name)?.[1];
}

function withoutAddresses(node: SourceNode): SourceNode {
  if (node.type !== 'scalar' || typeof node.value !== 'string') return node;
  const value = node.value.replace(REFERENCE, (reference: string, name: string, end: string) =>
    end !== '' && addressIn(name) !== undefined ? '' : reference,
  );
  return { ...node, value };
}

/** Errors for `${…}` in a place where nothing is replaced. */
export function checkLiteral(node: SourceNode | undefined, what: string): readonly Diagnostic[] {
  if (node === undefined) return [];
  return scalarsOf(node).flatMap(({ value, location }) =>
    [...String(value).matchAll(REFERENCE)]
      .filter((match) => !isPolicyVariable(match[1] ?? ''))
      .map(([reference]) => {
        const message = `"${reference}" is not replaced in ${what}`;
        return errorAt(location, 'reference-not-replaced', message, 'write the value itself');
      }),
  );
}

function substituteNode(state: Substitution, node: SourceNode): SourceNode {
  if (node.type === 'list') return mapWithin(node, (item) => substituteNode(state, item));
  if (node.type === 'scalar') {
    const value =
      typeof node.value === 'string' ? substituteText(state, node.value, node.location) : node.value;
    return value === node.value ? node : { ...node, value };
  }
  const entries = node.entries.map((entry) => {
    const key = substituteText(state, entry.key, entry.keyLocation);
    const value = substituteNode(state, entry.value);
    return key === entry.key && value === entry.value ? entry : { ...entry, key, value };
  });
  if (entries.every((entry, index) => entry === node.entries[index])) return node;
  const seen = new Map<string, SourceEntry>();
  for (const entry of entries) {
    const first = seen.get(entry.key);
    if (first === undefined) seen.set(entry.key, entry);
    else state.diagnostics.push(sameKey(entry, first.keyLocation.line));
  }
  return { ...node, entries };
}

function sameKey({ key, keyLocation }: SourceEntry, line: number): Diagnostic {
  const message = `with its parameters replaced, this key is ${show(key)}, as on line ${line} already`;
  return errorAt(keyLocation, 'duplicate-key', message, 'put both values into one list');
}

function substituteText(state: Substitution, text: string, location: Location): string {
  if (!text.includes('${')) return text;
  return text.replace(REFERENCE, (reference: string, name: string, end: string) => {
    const value = end === '' ? undefined : state.values.get(name);
    if (value !== undefined) {
      state.used.add(name);
      return putIn(state, value, location);
    }
    if (end === '' || !isPolicyVariable(name)) {
      state.diagnostics.push(unknownReference(state, reference, name, end, location));
    }
    return reference;
  });
}

/** The value of a parameter, as long as there is room; the first that has none is told, and nothing is put in after it. */
function putIn(state: Substitution, value: string, location: Location): string {
  if (state.left >= value.length) {
    state.left -= value.length;
    return value;
  }
  if (state.left >= 0) {
    const message = `with the parameters up to this place replaced, their values alone have more than ${MOST_PUT_IN} characters`;
    const hint = 'shorten the values, or name them in fewer places';
    state.diagnostics.push(errorAt(location, PARAMETER_EXPLOSION, message, hint));
  }
  state.left = -1;
  return '';
}

/**
 * `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, `${*}`: replaced by IAM when a request is judged
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html).
 */
export function isPolicyVariable(name: string): boolean {
  if (/^aws:(accountid|partition|region)$/i.test(name)) return false;
  return /^[*?$]$/.test(name) || /^[A-Za-z0-9.-]+:(?!:)[^:]+$/.test(name.split(',')[0] ?? '');
}

function unknownReference(
  state: Substitution,
  reference: string,
  name: string,
  end: string,
  location: Location,
): Diagnostic {
  if (end === '') {
    return errorAt(location, 'unknown-reference', `"${reference}" is not closed`, 'close it with }');
  }
  const near = state.suggestFew(name.replace(/^aws::?/i, 'AWS::'), () => [...state.values.keys()]);
  const declare = PARAMETER.test(name)
    ? `add ${name}: "…" under "parameters:"${state.included ? ', here or where the file is included' : ''}`
    : /^[a-z-]+\//.test(name)
      ? 'the ARN of a resource is ${role/NAME.Arn}, in a hand-over only; elsewhere write the ARN itself'
      : 'write ${Name} of a parameter, ${AWS::AccountId}, ${AWS::Partition} or ${AWS::Region}';
  return errorAt(
    location,
    'unknown-reference',
    name.startsWith('AWS::')
      ? `"${reference}" is not known: of CloudFormation's pseudo parameters, AccountId, Partition and Region are`
      : `"${reference}" is neither a parameter of this file nor a variable of IAM`,
    near === undefined ? declare : `did you mean \${${near}}?`,
  );
}
