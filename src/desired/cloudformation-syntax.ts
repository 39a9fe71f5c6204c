import type { Diagnostic, Location } from '../model/diagnostic.ts';
import { errorAt, listOf, show } from './diagnose.ts';
import {
  entryOf,
  mapWithin,
  textOf,
  toJson,
  type SourceMap,
  type SourceNode,
  type SourceScalar,
} from './source-tree.ts';
import { KIND_SPECS, kindOfType } from '../kinds/registry.ts';

/** Short forms of CloudFormation's functions: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
const FUNCTIONS = [
  'And',
  'Base64',
  'Cidr',
  'Condition',
  'Contains',
  'EachMemberEquals',
  'EachMemberIn',
  'Equals',
  'FindInMap',
  'ForEach',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'Ref',
  'RefAll',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
  'ValueOf',
  'ValueOfAll',
];

const STANDARD_TAGS = ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'];

/** Is a tag one of YAML's own that give plain JSON? No tag is. */
export function isStandardTag(tag: string | undefined): boolean {
  return tag === undefined || STANDARD_TAGS.some((name) => tag === `tag:yaml.org,2002:${name}`);
}

/** `Fn::Sub` for `!Sub`, `Ref` for `!Ref`; undefined for what is no function of CloudFormation. */
export function functionOfTag(tag: string): string | undefined {
  const name = tag.replace(/^!/, '');
  if (!tag.startsWith('!') || !FUNCTIONS.includes(name.split('::')[0] ?? '')) return undefined;
  return name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
}

/** What to say about a tag that is not YAML's own, e.g. `!Sub`, on a value. */
export function explainTag(tag: string, value: unknown, location: Location): Diagnostic {
  const name = tag.replace(/^!/, '');
  if (tag.startsWith('!') && FUNCTIONS.includes(name.split('::')[0] ?? '')) {
    return functionDiagnostic(tag, name, value, location);
  }
  return errorAt(
    location,
    'unknown-tag',
    `the YAML tag "${tag.replace(/^tag:yaml\.org,2002:/, '!!')}" is not supported`,
    'write the value without it',
  );
}

/** The functions of CloudFormation in their long form (`Ref: x`, `Fn::Sub: …`) anywhere below a node. */
export function checkFunctions(node: SourceNode): readonly Diagnostic[] {
  if (node.type === 'scalar') return [];
  if (node.type === 'list') return node.items.flatMap(checkFunctions);
  return node.entries.flatMap((entry) => {
    const name = functionName(entry.key);
    if (name === undefined) return checkFunctions(entry.value);
    const value = entry.value.type === 'scalar' ? entry.value.value : undefined;
    return [functionDiagnostic(entry.key, name, value, entry.keyLocation)];
  });
}

/** The same tree with a text in the place of every function, so that nothing else complains about its shape. */
export function replaceFunctions(node: SourceNode): SourceNode {
  if (node.type === 'scalar') return node;
  const call =
    node.type === 'list' ? undefined : node.entries.find(({ key }) => functionName(key) !== undefined);
  if (call !== undefined) {
    const argument = toJson(call.value);
    const text = typeof argument === 'string' ? argument : JSON.stringify(argument);
    return replacedFunction(call.key, text, call.keyLocation);
  }
  return mapWithin(node, replaceFunctions);
}

/** What stands in the place of a function: a `Ref` becomes the reference that the user is told to write. */
export function replacedFunction(name: string, argument: string, location: Location): SourceScalar {
  const value = /^!?Ref$/.test(name) ? `\${${argument}}` : argument;
  return { type: 'scalar', value, source: argument, location };
}

function functionName(key: string): string | undefined {
  return key === 'Ref' ? 'Ref' : /^Fn::(\w+)/.exec(key)?.[1];
}

/** Templates of CloudFormation pasted as a whole, at the top or below a key. */
export function checkTemplates(node: SourceNode): readonly Diagnostic[] {
  if (node.type === 'scalar') return [];
  if (node.type === 'list') return node.items.flatMap(checkTemplates);
  const entry = templateEntry(node);
  if (entry === undefined) return node.entries.flatMap(({ value }) => checkTemplates(value));
  return [
    errorAt(
      entry.keyLocation,
      'cloudformation-template',
      'this is a CloudFormation template, not an integration',
      templateHint(node.location.file, entryOf(node, 'Resources')?.value),
    ),
  ];
}

/** Is a map a whole CloudFormation template? */
export function isTemplate(node: SourceNode): boolean {
  return node.type === 'map' && templateEntry(node) !== undefined;
}

function templateEntry(node: SourceMap): SourceMap['entries'][number] | undefined {
  return entryOf(node, 'AWSTemplateFormatVersion') ?? entryOf(node, 'Resources');
}

function templateHint(file: string, resources: SourceNode | undefined): string {
  const places = (resources?.type === 'map' ? resources.entries : []).map(({ key, value }) => {
    const type = textOf(value, 'Type');
    const list = type === undefined ? undefined : kindOfType(type)?.list;
    return list === undefined ? `${key} is not allowed here` : `those of ${key} under "${list}:"`;
  });
  const lists = listOf(KIND_SPECS.map((spec) => `"${spec.list}:"`));
  return `move it out of the folder and run rolekeeper init --from-template ${file.split('/').at(-1) ?? file}, which writes the integration; by hand, write each resource's Properties, without Type, as an item of a list: ${places.length > 0 ? listOf(places) : lists}; Parameters become "parameters:" with their values`;
}

function functionDiagnostic(written: string, name: string, value: unknown, location: Location): Diagnostic {
  return errorAt(
    location,
    'cloudformation-function',
    `${show(written)} is a function of CloudFormation: a desired file has literal values only`,
    functionHint(name, typeof value === 'string' ? value : undefined),
  );
}

function functionHint(name: string, value: string | undefined): string {
  if (value !== undefined && /^AWS::Stack(Name|Id)$|\$\{AWS::Stack(Name|Id)\}/.test(value)) {
    return 'write a name: the stack, and what it is called, are those of rolekeeper';
  }
  if (name === 'Sub' && value !== undefined) {
    return `write the text without it, ${show(value)}: \${Name} is replaced from "parameters:"`;
  }
  if (name === 'Ref' && value !== undefined) {
    if (value.startsWith('AWS::')) return `write "\${${value}}"`;
    return `write "\${${value}}" with ${value} under "parameters:", or, for a resource, its name`;
  }
  if (name === 'GetAtt') {
    return 'write the ARN itself, as in "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/my-role"';
  }
  return 'write the resulting value; ${Name} is replaced from "parameters:"';
}
