import { formatArn } from '../model/arn.ts';
import { createHash } from 'node:crypto';
import { show } from '../desired/diagnose.ts';
import { entryOf } from '../desired/source-tree.ts';
import { kindOfType } from '../kinds/registry.ts';
import { KIND_VALUES } from '../kinds/values.ts';
import type { KindSpec } from '../kinds/kind.ts';
import type { Location } from '../model/diagnostic.ts';
import { checkCharacters } from './check-answer.ts';
import { conditionNamed } from './evaluate-condition.ts';
import { answerTo, refuse, within, wrong, type Pass } from './pass.ts';
import { innerPass } from './inner-pass.ts';
import { processedTemplate, type TemplateResource } from './read-template.ts';
import { literal, plain, textValue, UNKNOWN, type TextValue, type Value } from './value.ts';

/** What `Ref` of a resource comes to. */
export function refTo(pass: Pass, id: string, location: Location): Value {
  const resource = pass.template.resources.get(id);
  if (resource === undefined) return notInTemplate(pass, 'resource', id, location);
  const spec = kindOfType(resource.type);
  if (isMade(pass, resource) === false) return notMade(pass, resource, location);
  if (spec !== undefined)
    return spec.physicalId === 'arn' ? arnOf(pass, spec, resource) : nameOf(pass, spec, resource);
  const policyName = entryOf(resource.properties, 'PolicyName')?.value;
  if (resource.type === 'AWS::IAM::Policy' && policyName !== undefined)
    return pass.evaluate(pass, policyName);
  if (resource.type === 'AWS::IAM::AccessKey') return keyOf(pass, resource, location);
  return outputOf(pass, resource, undefined, location);
}

/** What `Fn::GetAtt` comes to. */
export function attributeOf(pass: Pass, id: string, attribute: string, location: Location): Value {
  const resource = pass.template.resources.get(id);
  if (resource === undefined) return notInTemplate(pass, 'resource', id, location);
  const spec = kindOfType(resource.type);
  if (isMade(pass, resource) === false) return notMade(pass, resource, location);
  if (resource.type === 'AWS::IAM::AccessKey') return keyOf(pass, resource, location);
  if (spec === undefined)
    return nestedOutput(pass, resource, attribute, location) ?? outputOf(pass, resource, attribute, location);
  if (/^(?:Arn|PolicyArn)$/.test(attribute)) return arnOf(pass, spec, resource);
  return refuse(
    pass,
    location,
    `${attribute} of ${id} is known only after IAM has made it`,
    'write the policy with its ARN or name instead, in a copy of the template',
  );
}

/** Whether the conditions of the template let a resource be made; undefined while that depends on a question. */
export function isMade(pass: Pass, { condition, location }: TemplateResource): boolean | undefined {
  return condition === undefined ? true : conditionNamed(pass, condition, location);
}

/** The name of a resource of IAM, as the template gives it or as it is asked for. */
export function nameOf(pass: Pass, spec: KindSpec, resource: TemplateResource): Value {
  const { id, location, properties } = resource;
  return within(pass, `name of ${id}`, location, UNKNOWN, () => {
    const written = entryOf(properties, spec.nameProperty)?.value;
    const name = written === undefined ? undefined : pass.evaluate(pass, written);
    if (name !== undefined && name.type !== 'none') return name;
    const answer = answerTo(pass, {
      id: `${id}.${spec.nameProperty}`,
      asks: `a name for ${id}: CloudFormation would generate one, and a desired file needs it`,
      proposal: proposedName(pass.deployment.integration, id, spec),
      isProof: false,
      check: (text) =>
        KIND_VALUES[spec.kind].name.safeParse(text).success ? undefined : 'must be a name that IAM accepts',
      location,
    });
    return answer === undefined ? UNKNOWN : literal(answer, location);
  });
}

/** `datadog-ScannerRole`; one that is too long is cut, and stays another than every other one. */
function proposedName(integration: string, id: string, spec: KindSpec): string {
  const name = `${integration}-${id}`;
  if (KIND_VALUES[spec.kind].name.safeParse(name).success) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  const longest =
    [128, 64].find((most) => KIND_VALUES[spec.kind].name.safeParse('a'.repeat(most)).success) ?? 64;
  return `${name.slice(0, longest - hash.length - 1)}-${hash}`;
}

export function arnOf(pass: Pass, spec: KindSpec, resource: TemplateResource): Value {
  const { partition, account } = pass.deployment;
  const name = nameOf(pass, spec, resource);
  const written = entryOf(resource.properties, 'Path')?.value;
  const path = written === undefined ? undefined : pass.evaluate(pass, written);
  if (name.type !== 'text' || path?.type === 'unknown') return UNKNOWN;
  const stem = withoutPrefix(name, spec.namePrefix ?? '');
  return textValue(
    resource.location,
    { text: 'arn:' },
    { text: partition, parameter: 'AWS::Partition' },
    { text: ':iam::' },
    { text: account, parameter: 'AWS::AccountId' },
    { text: `:${spec.arnType}` },
    ...(path?.type === 'text' && plain(path) !== '' ? path.pieces : [{ text: '/' }]),
    ...stem.pieces,
  );
}

function withoutPrefix(name: TextValue, prefix: string): TextValue {
  const text = plain(name);
  return prefix !== '' && text.startsWith(prefix) ? literal(text.slice(prefix.length), name.location) : name;
}

/** What another resource of the template gives back: only the one who made it knows. */
function outputOf(
  pass: Pass,
  resource: TemplateResource,
  attribute: string | undefined,
  location: Location,
): Value {
  const { id, type } = resource;
  const proposal = bucketOutput(pass, resource, attribute);
  const answer = answerTo(pass, {
    id: attribute === undefined ? id : `${id}.${attribute}`,
    asks: isCustom(type)
      ? `what the vendor gives back for ${id} (${type}${attribute === undefined ? '' : `, ${attribute}`}): its console, or its support, tells`
      : `${attribute ?? 'the name or id'} of ${id} (${type}), which the template makes and this file does not`,
    ...(proposal === undefined ? {} : { proposal }),
    isProof: pass.proof > 0,
    check: (text) => checkCharacters(text) ?? (text === '' ? 'must not be empty' : undefined),
    location,
  });
  if (answer === undefined) return UNKNOWN;
  return textValue(location, {
    text: answer,
    parameter: `${id}${(attribute ?? '').replaceAll(/[^A-Za-z0-9]/g, '')}`,
  });
}

/** `Outputs.X` of a nested stack whose template was found. */
function nestedOutput(
  pass: Pass,
  resource: TemplateResource,
  attribute: string,
  location: Location,
): Value | undefined {
  const name = /^Outputs\.(.+)$/.exec(attribute)?.[1];
  const inner = resource.type === 'AWS::CloudFormation::Stack' ? innerPass(pass, resource) : undefined;
  if (name === undefined || inner === undefined) return undefined;
  const output = inner.template.outputs.find(({ key }) => key === name);
  const value = output === undefined ? undefined : entryOf(output.value, 'Value')?.value;
  if (value === undefined) {
    const hint = 'correct the template: CloudFormation refuses it as well';
    return wrong(pass, location, `${inner.template.file} has no output ${show(name)}`, hint);
  }
  return within(pass, `output ${resource.id}.${name}`, location, UNKNOWN, () => inner.evaluate(inner, value));
}

/** A bucket with a name of its own is known before it is made. */
function bucketOutput(
  pass: Pass,
  resource: TemplateResource,
  attribute: string | undefined,
): string | undefined {
  if (resource.type !== 'AWS::S3::Bucket' || (attribute !== undefined && attribute !== 'Arn'))
    return undefined;
  const written = entryOf(resource.properties, 'BucketName')?.value;
  const name = written === undefined ? undefined : pass.evaluate(pass, written);
  if (name?.type !== 'text') return undefined;
  return attribute === undefined
    ? plain(name)
    : formatArn({
        partition: pass.deployment.partition,
        service: 's3',
        region: '',
        account: '',
        resource: plain(name),
      });
}

export function isCustom(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}

function keyOf(pass: Pass, { id }: TemplateResource, location: Location): Value {
  return refuse(
    pass,
    location,
    `the access key ${id} is a secret, which does not belong in a repository`,
    'ask the vendor to use a role',
  );
}

/** SAM makes resources that the template does not have, such as the role of a function. */
export function notInTemplate(pass: Pass, what: string, name: string, location: Location): Value {
  const { transforms } = pass.template;
  if (transforms.some((one) => one.name.startsWith('AWS::Serverless-')))
    return refuse(
      pass,
      location,
      `${show(name)} is not in the template: SAM makes it`,
      processedTemplate('a stack made with it'),
    );
  const hint = 'correct the template: CloudFormation refuses it as well';
  return wrong(pass, location, `the template has no ${what} ${show(name)}`, hint);
}

function notMade(pass: Pass, { id, condition = '' }: TemplateResource, location: Location): Value {
  const message = `${id} is not created, because its condition ${condition} does not hold, and is needed here`;
  return wrong(pass, location, message, 'give other answers, or correct the template');
}
