import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  Scalar,
  visit,
  type Document,
  type YAMLMap,
} from 'yaml';
import { asJson, isJsonArray, isJsonObject } from '../../model/json.ts';
import { replaceSubVariables } from '../../model/sub-variables.ts';

/** What stands in a template for a resource that leaves it. */
export interface LiteralsOf {
  /** What `Ref` gives. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives, by attribute. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** An edited template, or why it cannot be edited. */
export type Edited = { readonly text: string } | { readonly refused: string };

/** Left in a template of which nothing else is left. */
const PLACEHOLDER = 'RolekeeperPlaceholder';

/** Beside a resource: that it is on its way out. `DeletionPolicy` alone is no change where CloudFormation takes it for none. */
const MARK = 'RolekeeperAdoption';

/** In a template's metadata: what was taken out of it, for a run that was ended in between. */
const TAKEN = 'RolekeeperAdopted';

/**
 * The template in which some resources stay in the account whatever happens to them in the stack. All else stays as it is
 * written.
 */
export function retained(text: string, ids: readonly string[]): Edited {
  return edited(text, (document) => {
    for (const id of ids) {
      document.setIn(['Resources', id, 'DeletionPolicy'], 'Retain');
      document.setIn(['Resources', id, 'UpdateReplacePolicy'], 'Retain');
      document.setIn(['Resources', id, 'Metadata', MARK], 'retained');
    }
    return undefined;
  });
}

/** Of some resources those that a template does not retain yet. */
export function unretained(text: string, ids: readonly string[]): readonly string[] {
  const document = read(text);
  return ids.filter((id) => document.getIn(['Resources', id, 'DeletionPolicy']) !== 'Retain');
}

/** Whether CloudFormation runs something over the template at every update, which may bring changes of its own. */
export function hasTransform(text: string): boolean {
  const document = read(text);
  let found = document.has('Transform');
  const note = (_key: unknown, { tag }: { readonly tag?: string }): void => {
    found ||= tag === '!Transform';
  };
  visit(document, {
    Map: note,
    Seq: note,
    Pair: (_key, { key }) => {
      found ||= isScalar(key) && key.value === 'Fn::Transform';
    },
  });
  return found;
}

/** What a template says was taken out of it. */
export function takenOutOf(text: string): readonly string[] {
  const template = asJson(read(text).toJS());
  const metadata = isJsonObject(template) ? template['Metadata'] : undefined;
  const taken = isJsonObject(metadata) ? metadata[TAKEN] : undefined;
  return isJsonArray(taken) ? taken.filter((item) => typeof item === 'string') : [];
}

/**
 * The template without some resources: what refers to them has their names and ARNs as text.
 *
 * @param taken addresses of what is taken out
 * @param isEmpty nothing else is in the stack, whatever the template has under a condition that does not hold
 */
export function removed(
  text: string,
  literals: ReadonlyMap<string, LiteralsOf>,
  taken: readonly string[],
  isEmpty: boolean,
): Edited {
  return edited(text, (document) => {
    const resources = document.get('Resources');
    if (!isMap(resources)) return 'it has no resources';
    for (const id of literals.keys()) resources.delete(id);
    if (isEmpty || resources.items.length === 0)
      document.setIn(['Resources', PLACEHOLDER], { Type: 'AWS::CloudFormation::WaitConditionHandle' });
    document.setIn(['Metadata', TAKEN], taken);
    for (const block of resources.items) dropDependencies(block.value, literals);
    return replaceReferences(document, literals);
  });
}

/** Logical ids and plain texts that a property of a resource has: what a policy is attached to. */
export function namedBy(text: string, id: string, property: string): readonly string[] {
  const node = read(text).getIn(['Resources', id, 'Properties', property], true);
  const names: string[] = [];
  const note = (value: unknown, tag?: string): void => {
    if (typeof value === 'string') names.push(tag === '!GetAtt' ? (value.split('.')[0] ?? value) : value);
  };
  if (isScalar(node)) note(node.value, node.tag);
  else if (isSeq(node) || isMap(node)) visit(node, { Scalar: (_key, one) => note(one.value, one.tag) });
  return names;
}

function edited(text: string, edit: (document: Document) => string | undefined): Edited {
  const document = read(text);
  if (document.errors.length > 0) return { refused: 'it is neither JSON nor YAML that can be edited' };
  if (hasAlias(document)) return { refused: 'it has YAML aliases: one text is used in several places' };
  const refused = edit(document);
  if (refused !== undefined) return { refused };
  if (text.trimStart().startsWith('{'))
    return { text: `${JSON.stringify(asJson(document.toJS()), null, 2)}\n` };
  return { text: document.toString({ lineWidth: 0 }) };
}

function read(text: string): Document {
  return parseDocument(text, { logLevel: 'error' });
}

function hasAlias(document: Document): boolean {
  let found = false;
  visit(document, {
    Alias: () => {
      found = true;
      return visit.BREAK;
    },
  });
  return found || isAlias(document.contents);
}

function dropDependencies(block: unknown, literals: ReadonlyMap<string, LiteralsOf>): void {
  if (!isMap(block)) return;
  const waits = block.get('DependsOn', true);
  if (isScalar(waits) && literals.has(String(waits.value))) block.delete('DependsOn');
  if (!isSeq(waits)) return;
  waits.items = waits.items.filter((item) => !(isScalar(item) && literals.has(String(item.value))));
  if (waits.items.length === 0) block.delete('DependsOn');
}

/** @returns why a reference cannot be written as text */
function replaceReferences(
  document: Document,
  literals: ReadonlyMap<string, LiteralsOf>,
): string | undefined {
  let refused: string | undefined;
  const attribute = (path: readonly string[]): string | undefined => {
    const [id = '', ...rest] = path;
    const found = literals.get(id);
    if (found === undefined) return undefined;
    const value = found.attributes[rest.join('.')];
    if (value === undefined) refused ??= `${path.join('.')} is used elsewhere in it, and is not known`;
    return value;
  };
  const substituted = (text: string, own: readonly string[]): string =>
    replaceSubVariables(text, (name, whole) => {
      if (name === '' || name.startsWith('!') || own.includes(name)) return whole;
      const value = name.includes('.') ? attribute(name.split('.')) : literals.get(name)?.ref;
      return value === undefined ? whole : value.replaceAll('${', '${!');
    });
  const replacement = (name: string, node: unknown): Scalar | undefined => {
    if (name === 'Ref' && isScalar(node)) {
      const found = literals.get(String(node.value));
      return found === undefined ? undefined : new Scalar(found.ref);
    }
    if (name === 'Fn::GetAtt') {
      const value = attribute(pathOf(node));
      return value === undefined ? undefined : new Scalar(value);
    }
    if (name === 'Fn::Sub') {
      const [text, own] = isSeq(node) ? node.items : [node, undefined];
      if (isScalar(text) && typeof text.value === 'string')
        text.value = substituted(text.value, isMap(own) ? keysOf(own) : []);
    }
    return undefined;
  };
  visit(document, {
    Scalar: (_key, node) => (isFunction(node.tag) ? replacement(longName(node.tag), node) : undefined),
    Seq: (_key, node) => (isFunction(node.tag) ? replacement(longName(node.tag), node) : undefined),
    Map: (_key, node) => {
      const [pair, ...others] = node.items;
      if (!isPair(pair) || others.length > 0 || !isScalar(pair.key)) return undefined;
      return replacement(String(pair.key.value), pair.value);
    },
  });
  return refused;
}

function isFunction(tag: string | undefined): tag is string {
  return tag !== undefined && /^![A-Z]/.test(tag);
}

function longName(tag: string): string {
  return tag === '!Ref' ? 'Ref' : `Fn::${tag.slice(1)}`;
}

function pathOf(node: unknown): readonly string[] {
  if (isScalar(node)) return String(node.value).split('.');
  return isSeq(node) ? node.items.map((item) => (isScalar(item) ? String(item.value) : '')) : [];
}

function keysOf(map: YAMLMap): readonly string[] {
  return map.items.map(({ key }) => (isScalar(key) ? String(key.value) : ''));
}
