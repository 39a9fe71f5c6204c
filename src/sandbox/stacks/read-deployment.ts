import { AwsError, validationError } from '../aws-error.ts';
import { type JsonObject, isObject, member, textMember } from '../json.ts';
import type { Params } from '../query.ts';
import { knownHandler } from './handlers/registry.ts';
import { propertiesOf } from './intrinsics.ts';
import type { Deployment, Stack } from './records.ts';
import { type Template, readSource, readTemplate, typeOf } from './template.ts';

/** Reads template, parameters, tags and capabilities of a request and refuses what does not fit together. */
export function readDeployment(
  params: Params,
  stack: Stack | undefined,
  pseudo: Readonly<Record<string, string>>,
): { readonly deployment: Deployment; readonly template: Template } {
  const text = templateText(params, stack);
  const declared = member(readSource(text), 'Parameters');
  const parameters = readParameters(params, isObject(declared) ? declared : {}, stack);
  const lists = Object.entries(isObject(declared) ? declared : {})
    .filter(([, one]) => /CommaDelimitedList|List</.test((isObject(one) && textMember(one, 'Type')) || ''))
    .map(([name]) => name);
  const template = readTemplate(text, { ...parameters, ...pseudo });
  const capabilities = params.strings('Capabilities') ?? [];
  checkCapabilities(template, capabilities);
  const tags = params
    .structures('Tags')
    ?.map((tag) => ({ key: tag.require('Key'), value: tag.require('Value') }));
  const reserved = tags?.find((tag) => tag.key.startsWith('aws:'));
  if (reserved !== undefined)
    throw validationError(`aws: prefixed tag key names are not allowed for external use.`);
  const deployment = {
    template: text,
    parameters,
    lists,
    pseudo,
    tags: tags ?? stack?.deployment?.tags ?? [],
    capabilities,
  };
  return { deployment, template };
}

function templateText(params: Params, stack: Stack | undefined): string {
  if (params.boolean('UsePreviousTemplate') === true) {
    const previous = stack?.deployment?.template;
    if (previous === undefined) throw validationError('Previous template cannot be used: there is none.');
    return previous;
  }
  if (params.get('TemplateURL') !== undefined) throw validationError('TemplateURL must be a supported URL.');
  const body = params.get('TemplateBody');
  if (body === undefined || body === '') {
    throw validationError('Either Template URL or Template Body must be specified.');
  }
  if (Buffer.byteLength(body) > 51_200) {
    throw validationError(
      `1 validation error detected: Value '${body.slice(0, 200)}…' at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200`,
    );
  }
  return body;
}

function readParameters(
  params: Params,
  declared: JsonObject,
  stack: Stack | undefined,
): Record<string, string> {
  const given = new Map<string, string>();
  for (const one of params.structures('Parameters') ?? []) {
    const key = one.require('ParameterKey');
    const previous = one.boolean('UsePreviousValue') === true;
    const value = previous ? stack?.deployment?.parameters[key] : one.get('ParameterValue');
    if (value !== undefined) given.set(key, value);
  }
  const unknown = [...given.keys()].filter((key) => member(declared, key) === undefined);
  if (unknown.length > 0) {
    throw validationError(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  }
  for (const [key, parameter] of Object.entries(declared)) {
    const fallback = isObject(parameter) ? textMember(parameter, 'Default') : undefined;
    if (!given.has(key) && fallback !== undefined) given.set(key, fallback);
  }
  const missing = Object.keys(declared).filter((key) => !given.has(key));
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(', ')}] must have values`);
  return Object.fromEntries(given);
}

/** What a template's conditions may ask for, of the stack that it is for. */
export function pseudoParameters(account: string, region: string, stackName: string): Record<string, string> {
  return {
    'AWS::AccountId': account,
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::StackName': stackName,
    'AWS::URLSuffix': 'amazonaws.com',
  };
}

/**
 * IAM resources have to be acknowledged, custom names with the stronger capability.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html
 */
function checkCapabilities(template: Template, capabilities: readonly string[]): void {
  const iam = [...template.resources.values()].filter((block) => typeOf(block).startsWith('AWS::IAM::'));
  const named = iam.some((block) => {
    const { nameProperty } = knownHandler(typeOf(block));
    return nameProperty !== undefined && member(propertiesOf(block), nameProperty) !== undefined;
  });
  const enough =
    capabilities.includes('CAPABILITY_NAMED_IAM') || (!named && capabilities.includes('CAPABILITY_IAM'));
  if (iam.length === 0 || enough) return;
  const needed = named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM';
  throw new AwsError('InsufficientCapabilitiesException', 400, `Requires capabilities : [${needed}]`);
}
