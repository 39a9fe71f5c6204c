import { errorAt, listOf, show } from '../desired/diagnose.ts';
import { parseYaml } from '../desired/parse-yaml.ts';
import {
  entryOf,
  itemsOf,
  textOf,
  type SourceEntry,
  type SourceMap,
  type SourceNode,
} from '../desired/source-tree.ts';
import { hasErrors, type Diagnostic, type Location } from '../model/diagnostic.ts';
import { scalarText } from './value.ts';

/** `Parameters` of a template: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
export interface TemplateParameter {
  readonly name: string;
  readonly type: string;
  readonly preset?: string;
  readonly allowedValues?: readonly string[];
  readonly allowedPattern?: string;
  /** `MinLength`, `MaxLength`, `MinValue`, `MaxValue`. */
  readonly bounds: Readonly<Record<string, number>>;
  readonly noEcho: boolean;
  readonly description?: string;
  readonly constraint?: string;
  readonly location: Location;
}

export interface TemplateResource {
  readonly id: string;
  readonly type: string;
  readonly condition?: string;
  readonly properties: SourceMap;
  readonly dependsOn: readonly string[];
  readonly location: Location;
}

export interface Transform {
  readonly name: string;
  /** Where it takes text from. */
  readonly from?: string;
  readonly location: Location;
}

export interface Template {
  readonly file: string;
  readonly description?: string;
  readonly parameters: ReadonlyMap<string, TemplateParameter>;
  readonly mappings: SourceNode | undefined;
  readonly conditions: ReadonlyMap<string, SourceEntry>;
  readonly rules: readonly SourceEntry[];
  readonly resources: ReadonlyMap<string, TemplateResource>;
  readonly outputs: readonly SourceEntry[];
  /** Of `Transform:`, by name, with its place. */
  readonly transforms: readonly Transform[];
}

const EXAMPLE =
  'give the template that the vendor publishes, as YAML or JSON: it has "Resources:" at its top';

/** Transforms of AWS that leave the resources of IAM as they stand. */
const HARMLESS_TRANSFORMS = /^AWS::(?:Serverless-|LanguageExtensions$|CodeDeployBlueGreen$|SecretsManager-)/;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MOST_RESOURCES = 500;

/** The text of a template, or all that is wrong with it. Never throws. */
export function readTemplate(
  text: string,
  file: string,
): { readonly template?: Template; readonly diagnostics: readonly Diagnostic[] } {
  const { root, diagnostics } = parseYaml(text, file, 'a CloudFormation template', EXAMPLE, 'long form');
  if (root === undefined || hasErrors(diagnostics)) return { diagnostics };
  const found = [...diagnostics, ...checkTop(root)];
  if (hasErrors(found)) return { diagnostics: found };
  const description = textOf(root, 'Description');
  const template: Template = {
    file,
    ...(description === undefined ? {} : { description }),
    parameters: new Map(entriesIn(root, 'Parameters').map((entry) => [entry.key, parameterOf(entry)])),
    mappings: entryOf(root, 'Mappings')?.value,
    conditions: new Map(entriesIn(root, 'Conditions').map((entry) => [entry.key, entry])),
    rules: entriesIn(root, 'Rules'),
    resources: new Map(entriesIn(root, 'Resources').map((entry) => [entry.key, resourceOf(entry)])),
    outputs: entriesIn(root, 'Outputs'),
    transforms: transformsOf(root),
  };
  const wrong = [...found, ...checkMacros(root), ...checkResources(root), ...checkTransforms(template)];
  return hasErrors(wrong) ? { diagnostics: wrong } : { template, diagnostics: wrong };
}

function checkTop(root: SourceMap): readonly Diagnostic[] {
  const own = entryOf(root, 'integration');
  if (own !== undefined && entryOf(root, 'Resources') === undefined) {
    const hint = 'put it into the folder of the desired state';
    return [errorAt(own.keyLocation, 'not-a-template', 'this is a desired file already', hint)];
  }
  const version = entryOf(root, 'AWSTemplateFormatVersion')?.value;
  if (version?.type === 'scalar' && scalarText(version) !== '2010-09-09') {
    const message = `AWSTemplateFormatVersion ${show(version.value)} is not known: the only one is 2010-09-09`;
    return [errorAt(version.location, 'not-a-template', message, EXAMPLE)];
  }
  const resources = entryOf(root, 'Resources');
  if (resources === undefined) {
    const keys = root.entries.map(({ key }) => key).slice(0, 5);
    const message = `this is not a CloudFormation template: it has ${keys.length === 0 ? 'nothing' : listOf(keys)} and no Resources`;
    return [errorAt(root.location, 'not-a-template', message, EXAMPLE)];
  }
  const count = resources.value.type === 'map' ? resources.value.entries.length : 0;
  if (count === 0)
    return [errorAt(resources.keyLocation, 'not-a-template', 'Resources has no resource in it', EXAMPLE)];
  if (count <= MOST_RESOURCES) return [];
  const message = `Resources has ${count} resources: CloudFormation takes ${MOST_RESOURCES}`;
  return [
    errorAt(
      resources.keyLocation,
      'not-a-template',
      message,
      'give the templates of the stacks that it is made as',
    ),
  ];
}

/** Sections whose entries decide what is made of IAM. */
const SECTIONS = ['Parameters', 'Mappings', 'Conditions', 'Rules', 'Resources'];

/** `Fn::ForEach::…` and `Fn::Transform` in the place of entries: what they make does not stand in the template. */
function checkMacros(root: SourceMap): readonly Diagnostic[] {
  return SECTIONS.flatMap((section) =>
    entriesIn(root, section)
      .filter(({ key }) => key.startsWith('Fn::'))
      .map(({ key, keyLocation }) =>
        errorAt(
          keyLocation,
          'template-macro',
          `${key} makes ${section} that are not in the template`,
          processedTemplate('the stack'),
        ),
      ),
  );
}

function checkResources(root: SourceMap): readonly Diagnostic[] {
  return entriesIn(root, 'Resources').flatMap(({ key, keyLocation, value }) => {
    if (key.startsWith('Fn::') || textOf(value, 'Type') !== undefined) return [];
    const hint = 'give it a Type, as in "Type: AWS::IAM::Role"';
    return [errorAt(keyLocation, 'not-a-template', `the resource ${key} has no Type`, hint)];
  });
}

function checkTransforms({ transforms }: Template): readonly Diagnostic[] {
  return transforms
    .filter(({ name }) => !HARMLESS_TRANSFORMS.test(name))
    .map(({ name, location, from }) =>
      name === 'AWS::Include'
        ? errorAt(
            location,
            'template-macro',
            `AWS::Include inserts a part of the template from ${from === undefined ? 'elsewhere' : show(from)}`,
            `write that part in its place into a copy of the template${from === undefined ? '' : `, as "aws s3 cp" prints it`}; or ${processedTemplate('a stack made with it')}`,
          )
        : errorAt(
            location,
            'template-macro',
            `the macro ${show(name)} rewrites the whole template, and runs in the vendor's or your account only`,
            processedTemplate('a stack made with it'),
          ),
    );
}

/** What to give instead of a template that CloudFormation rewrites. */
export function processedTemplate(what: string): string {
  return `convert the processed template: aws cloudformation get-template --template-stage Processed --stack-name NAME prints that of ${what}`;
}

function transformsOf(root: SourceMap): Template['transforms'] {
  const node = entryOf(root, 'Transform')?.value ?? entryOf(root, 'Fn::Transform')?.value;
  const nodes = node?.type === 'list' ? itemsOf(node) : node === undefined ? [] : [node];
  return nodes.map((one) => {
    const parameters = entryOf(one, 'Parameters')?.value;
    const from = parameters === undefined ? undefined : textOf(parameters, 'Location');
    return {
      name: one.type === 'scalar' ? scalarText(one) : (textOf(one, 'Name') ?? ''),
      ...(from === undefined ? {} : { from }),
      location: one.location,
    };
  });
}

function entriesIn(root: SourceMap, section: string): readonly SourceEntry[] {
  const value = entryOf(root, section)?.value;
  return value?.type === 'map' ? value.entries : [];
}

function textIn(node: SourceNode, key: string): string | undefined {
  const value = entryOf(node, key)?.value;
  return value?.type === 'scalar' ? scalarText(value) : undefined;
}

const BOUNDS = ['MinLength', 'MaxLength', 'MinValue', 'MaxValue'];

function parameterOf({ key: name, keyLocation: location, value: node }: SourceEntry): TemplateParameter {
  const allowed = itemsOf(entryOf(node, 'AllowedValues')?.value).filter((item) => item.type === 'scalar');
  const optional = {
    preset: textIn(node, 'Default'),
    allowedPattern: textIn(node, 'AllowedPattern'),
    description: textIn(node, 'Description'),
    constraint: textIn(node, 'ConstraintDescription'),
    ...(allowed.length === 0 ? {} : { allowedValues: allowed.map(scalarText) }),
  };
  const bounds = BOUNDS.flatMap((bound) => {
    const text = textIn(node, bound);
    return text === undefined || Number.isNaN(Number(text)) ? [] : [[bound, Number(text)] as const];
  });
  return {
    name,
    type: textIn(node, 'Type') ?? 'String',
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    bounds: Object.fromEntries(bounds),
    noEcho: textIn(node, 'NoEcho') === 'true',
    location,
  };
}

function resourceOf({ key: id, keyLocation: location, value: node }: SourceEntry): TemplateResource {
  const properties = entryOf(node, 'Properties')?.value;
  const condition = textIn(node, 'Condition');
  const after = entryOf(node, 'DependsOn')?.value;
  const dependsOn = (after?.type === 'list' ? after.items : after === undefined ? [] : [after]).flatMap(
    (one) => (one.type === 'scalar' ? [scalarText(one)] : []),
  );
  return {
    id,
    type: textIn(node, 'Type') ?? '',
    ...(condition === undefined ? {} : { condition }),
    properties: withTransform(
      properties?.type === 'map' ? properties : { type: 'map', entries: [], location },
      node,
    ),
    dependsOn,
    location,
  };
}

/** A macro beside `Properties` may bring any of them: it is read as one of them. */
function withTransform(properties: SourceMap, block: SourceNode): SourceMap {
  const entry = entryOf(block, 'Fn::Transform');
  return entry === undefined ? properties : { ...properties, entries: [...properties.entries, entry] };
}
