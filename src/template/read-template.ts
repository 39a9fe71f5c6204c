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
  readonly transforms: readonly { readonly name: string; readonly location: Location }[];
}

const EXAMPLE =
  'give the template that the vendor publishes, as YAML or JSON: it has "Resources:" at its top';

/** Transforms of AWS that leave the resources of IAM as they stand: the rest of them is said, not opened. */
const HARMLESS_TRANSFORMS =
  /^AWS::(?:Serverless-|LanguageExtensions$|CodeDeployBlueGreen$|SecretsManager-|Include$)/;

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
  const wrong = [...found, ...checkResources(root), ...checkTransforms(template)];
  return hasErrors(wrong) ? { diagnostics: wrong } : { template, diagnostics: wrong };
}

function checkTop(root: SourceMap): readonly Diagnostic[] {
  const own = entryOf(root, 'integration');
  if (own !== undefined && entryOf(root, 'Resources') === undefined) {
    const hint = 'put it into the folder of the desired state as it is';
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
    const message = `this is no CloudFormation template: it has ${keys.length === 0 ? 'nothing' : listOf(keys)} and no Resources`;
    return [errorAt(root.location, 'not-a-template', message, EXAMPLE)];
  }
  return resources.value.type === 'map' && resources.value.entries.length > 0
    ? []
    : [errorAt(resources.keyLocation, 'not-a-template', 'Resources has no resource in it', EXAMPLE)];
}

function checkResources(root: SourceMap): readonly Diagnostic[] {
  return entriesIn(root, 'Resources').flatMap(({ key, keyLocation, value }) => {
    if (key.startsWith('Fn::'))
      return [
        errorAt(
          keyLocation,
          'template-macro',
          `${key} makes resources that do not stand in the template`,
          processed('the stack'),
        ),
      ];
    if (textOf(value, 'Type') !== undefined) return [];
    const hint = 'give it a Type, as in "Type: AWS::IAM::Role"';
    return [errorAt(keyLocation, 'not-a-template', `the resource ${key} has no Type`, hint)];
  });
}

function checkTransforms({ transforms }: Template): readonly Diagnostic[] {
  return transforms
    .filter(({ name }) => !HARMLESS_TRANSFORMS.test(name))
    .map(({ name, location }) =>
      errorAt(
        location,
        'template-macro',
        `the macro ${show(name)} rewrites the whole template, and runs in the vendor's or your account only`,
        processed('a stack made with it'),
      ),
    );
}

function processed(what: string): string {
  return `give the template as CloudFormation processed it: aws cloudformation get-template --template-stage Processed --stack-name NAME prints that of ${what}`;
}

function transformsOf(root: SourceMap): Template['transforms'] {
  const node = entryOf(root, 'Transform')?.value ?? entryOf(root, 'Fn::Transform')?.value;
  const nodes = node?.type === 'list' ? itemsOf(node) : node === undefined ? [] : [node];
  return nodes.map((one) => ({
    name: one.type === 'scalar' ? scalarText(one) : (textOf(one, 'Name') ?? ''),
    location: one.location,
  }));
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
    properties: properties?.type === 'map' ? properties : { type: 'map', entries: [], location },
    dependsOn,
    location,
  };
}
