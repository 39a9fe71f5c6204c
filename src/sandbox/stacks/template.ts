import { isAlias, isMap, isPair, isScalar, isSeq, parseDocument, type Document } from 'yaml';
import { validationError } from '../aws-error.ts';
import {
  asList,
  isObject,
  member,
  textMember,
  type Json,
  type JsonObject,
  parseObject,
  parseJson,
} from '../json.ts';
import { handlerOf } from './handlers/registry.ts';
import { referencesIn } from './intrinsics.ts';
import type { Deployment } from './records.ts';
import { withoutConditions, type KnownValues } from './static-functions.ts';

/** A template, read and checked. */
export interface Template {
  readonly text: string;
  readonly document: JsonObject;
  /** In template order. */
  readonly resources: ReadonlyMap<string, JsonObject>;
  readonly parameters: JsonObject;
  readonly outputs: JsonObject;
}

const SECTIONS = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Resources',
  'Outputs',
];
/** Sections of CloudFormation that the sandbox does not model. */
const UNSUPPORTED = ['Hooks'];
/** Macros whose own functions the sandbox does not have: it knows that they are there, and what a processed template is. */
const MACROS = ['AWS::LanguageExtensions'];
const ATTRIBUTES = [
  'Type',
  'Version',
  'Properties',
  'DependsOn',
  'Metadata',
  'DeletionPolicy',
  'UpdateReplacePolicy',
];
const POLICIES = ['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot'];

/** The template of a deployment, as its parameters decide it; read once, however often a stack looks into it. */
export function deployedTemplate(deployment: Deployment): Template {
  const { template, parameters, pseudo } = deployment;
  const known = DEPLOYED.get(deployment);
  // What looks into the world may write into it.
  if (known?.text === template && known.from.parameters === parameters && known.from.pseudo === pseudo)
    return known;
  const read = { ...readTemplate(template, { ...parameters, ...pseudo }), from: { parameters, pseudo } };
  freeze(read.document);
  DEPLOYED.set(deployment, read);
  return read;
}

/** With what it was read of. */
interface ReadFrom extends Template {
  readonly from: { readonly parameters: Deployment['parameters']; readonly pseudo: Deployment['pseudo'] };
}

const DEPLOYED = new WeakMap<Deployment, ReadFrom>();

function freeze(value: Json): void {
  if (typeof value !== 'object' || value === null) return;
  Object.freeze(value);
  Object.values(value).forEach(freeze);
}

/** A template body, JSON or YAML, as it stands. */
export function readSource(text: string): JsonObject {
  return text.trimStart().startsWith('{') ? readJson(text) : readYaml(text);
}

/** The macros over the whole of a template. */
export function macrosOf(source: JsonObject): readonly string[] {
  const named = member(source, 'Transform');
  return named === undefined
    ? []
    : asList(named).map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
}

/** The template as its macros leave it: without them. */
export function withoutMacros(source: JsonObject): JsonObject {
  const unknown = macrosOf(source).find((name) => !MACROS.includes(name));
  if (unknown !== undefined)
    throw validationError(`Template error: the sandbox does not support the transform ${unknown}`);
  const { Transform: _, ...rest } = source;
  return rest;
}

/** Reads a template body, and refuses what CloudFormation refuses synchronously. */
export function readTemplate(text: string, known: KnownValues = {}): Template {
  const document = withoutConditions(withoutMacros(readSource(text)), known);
  for (const section of Object.keys(document)) {
    if (UNSUPPORTED.includes(section)) {
      throw validationError(`Template error: the sandbox does not support the section ${section}`);
    }
    if (!SECTIONS.includes(section)) {
      throw validationError(`Invalid template property or properties [${section}]`);
    }
  }
  refuseNulls(document, '');
  const blocks = member(document, 'Resources');
  if (!isObject(blocks) || Object.keys(blocks).length === 0) {
    throw validationError('Template format error: At least one Resources member must be defined.');
  }
  const resources = new Map(Object.entries(blocks).map(([id, block]) => [id, checkResource(id, block)]));
  if (resources.size > 500) {
    throw validationError(
      'Template format error: Number of resources, 501, is greater than maximum allowed, 500',
    );
  }
  const section = (name: string) => {
    const value = member(document, name);
    return isObject(value) ? value : {};
  };
  const template = {
    text,
    document,
    resources,
    parameters: section('Parameters'),
    outputs: section('Outputs'),
  };
  checkReferences(template);
  return template;
}

/** Logical ids that a resource waits for: DependsOn, Ref, Fn::GetAtt, Fn::Sub. */
export function dependenciesOf(template: Template, logicalId: string): readonly string[] {
  const block = template.resources.get(logicalId);
  const explicit = asList(member(block, 'DependsOn')).map(String);
  const implicit = referencesIn(member(block, 'Properties') ?? {});
  return [...new Set([...explicit, ...implicit])].filter(
    (id) => template.resources.has(id) && id !== logicalId,
  );
}

export function typeOf(block: JsonObject): string {
  return textMember(block, 'Type') ?? '';
}

function readJson(text: string): JsonObject {
  try {
    return parseObject(text);
  } catch (error) {
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    const before = text.slice(0, position === undefined ? text.length : Number(position)).split('\n');
    const column = (before.at(-1) ?? '').length + 1;
    throw validationError(
      `Template format error: JSON not well-formed. (line ${String(before.length)}, column ${String(column)})`,
    );
  }
}

function readYaml(text: string): JsonObject {
  const document = parseDocument(text, { logLevel: 'error' });
  if (document.errors.length > 0) throw validationError('Template format error: YAML not well-formed.');
  const value = fromYaml(document.contents, document);
  if (!isObject(value)) throw validationError('Template format error: unsupported structure.');
  // Through JSON: what YAML can say and JSON cannot never reaches the world.
  return parseObject(JSON.stringify(value));
}

function fromYaml(node: unknown, document: Document): Json {
  if (isAlias(node)) return fromYaml(node.resolve(document), document);
  if (isScalar(node)) return inLongForm(node.tag, parseJson(JSON.stringify(node.value ?? null)));
  if (isSeq(node))
    return inLongForm(
      node.tag,
      node.items.map((item) => fromYaml(item, document)),
    );
  if (!isMap(node)) return null;
  const entries = node.items
    .filter(isPair)
    .map((pair) => [keyText(fromYaml(pair.key, document)), fromYaml(pair.value, document)] as const);
  return inLongForm(node.tag, Object.fromEntries(entries));
}

function keyText(key: Json): string {
  return typeof key === 'string' ? key : JSON.stringify(key);
}

/** `!Ref X` → `{ "Ref": "X" }`, `!GetAtt X.Arn` → `{ "Fn::GetAtt": ["X", "Arn"] }`, `!Sub …` → `{ "Fn::Sub": … }`. */
function inLongForm(tag: string | undefined, value: Json): Json {
  if (tag === undefined || !tag.startsWith('!') || tag === '!') return value;
  const name = tag.slice(1);
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  return { [`Fn::${name}`]: name === 'GetAtt' && typeof value === 'string' ? value.split('.') : value };
}

function refuseNulls(value: Json, path: string): void {
  if (value === null) throw validationError(`[${path}] 'null' values are not allowed in templates`);
  if (typeof value !== 'object') return;
  for (const [key, item] of Object.entries(value)) refuseNulls(item, `${path}/${key}`);
}

function checkResource(id: string, block: Json): JsonObject {
  if (!/^[A-Za-z0-9]+$/.test(id)) {
    throw validationError(`Template format error: Resource name ${id} is non alphanumeric.`);
  }
  const type = isObject(block) ? textMember(block, 'Type') : undefined;
  if (!isObject(block) || type === undefined) {
    throw validationError(
      `Template format error: [/Resources/${id}] Every Resources object must contain a Type member.`,
    );
  }
  for (const key of Object.keys(block)) {
    if (!ATTRIBUTES.includes(key)) throw validationError(`Invalid template resource property '${key}'`);
  }
  for (const key of ['DeletionPolicy', 'UpdateReplacePolicy']) {
    const policy = textMember(block, key);
    const allowed = key === 'DeletionPolicy' ? POLICIES : POLICIES.filter((one) => !one.includes('Except'));
    if (policy !== undefined && !allowed.includes(policy)) {
      throw validationError(`Template error: Unrecognized ${key} ${policy} for resource ${id}`);
    }
  }
  if (handlerOf(type) === undefined) {
    throw validationError(
      type.startsWith('AWS::IAM::')
        ? `Template error: the sandbox has no handler for ${type}`
        : `Template format error: Unrecognized resource types: [${type}]`,
    );
  }
  return block;
}

function checkReferences(template: Template): void {
  const known = (id: string) =>
    template.resources.has(id) || member(template.parameters, id) !== undefined || id.startsWith('AWS::');
  for (const [id, block] of template.resources) {
    const wanted = [
      ...asList(member(block, 'DependsOn')).map(String),
      ...referencesIn(member(block, 'Properties')),
    ];
    const unknown = wanted.filter((one) => !known(one));
    if (unknown.length > 0) {
      throw validationError(
        `Template format error: Unresolved resource dependencies [${unknown.join(', ')}] in the Resources block of the template`,
      );
    }
    if (reaches(template, id, id, new Set())) {
      throw validationError(
        `Circular dependency between resources: [${[...template.resources.keys()].join(', ')}]`,
      );
    }
  }
}

function reaches(template: Template, from: string, goal: string, seen: Set<string>): boolean {
  return dependenciesOf(template, from).some((next) => {
    if (next === goal) return true;
    if (seen.has(next)) return false;
    seen.add(next);
    return reaches(template, next, goal, seen);
  });
}
