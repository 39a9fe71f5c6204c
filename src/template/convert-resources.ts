import { entryOf, itemsOf } from '../desired/source-tree.ts';
import type { KindSpec } from '../kinds/kind.ts';
import { kindOfType } from '../kinds/registry.ts';
import { policyTypeOf } from '../kinds/shape.ts';
import { attachPolicies, fold, FOLDED, HOLDERS } from './attach-policies.ts';
import type { Converted } from './converted.ts';
import { evaluate } from './evaluate.ts';
import { isMade, nameOf } from './resource-values.ts';
import { aside, newPass, type Pass, type Refusal } from './pass.ts';
import { readTemplate, type TemplateResource } from './read-template.ts';
import { itemsIn, literal, plain, plainAt, textsIn, valueAt, type MapValue, type Value } from './value.ts';

export interface ConvertedTemplate {
  readonly resources: readonly Converted[];
  /** Ids of what CloudFormation makes and the file does not have, with their types. */
  readonly others: readonly TemplateResource[];
  readonly notes: readonly Refusal[];
}

/** Services in which a vendor's template runs what it brings along itself; others run what the customer starts. */
const PLUMBING =
  /^(?:lambda|edgelambda|cloudformation|resources\.cloudformation|states|events|scheduler|pipes|firehose|streams\.metrics\.cloudwatch|logs|delivery\.logs|codebuild|codepipeline|apigateway|sns|cloudtrail|config|ssm|s3|member\.org\.stacksets\.cloudformation|stacksets\.cloudformation)(?:\.[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/;

/** Every resource of IAM that the template makes, each with the policies that are its own. */
export function convertResources(pass: Pass): ConvertedTemplate {
  const notes: Refusal[] = [];
  const others: TemplateResource[] = [];
  const converted: Converted[] = [];
  const policies: TemplateResource[] = [];
  const inner: ConvertedTemplate[] = [];
  for (const resource of pass.template.resources.values()) {
    const spec = kindOfType(resource.type);
    const note = NOTES.get(resource.type);
    const isOurs = spec !== undefined || FOLDED.has(resource.type) || note !== undefined;
    if (!isOurs && resource.type !== 'AWS::CloudFormation::StackSet') {
      if (isMade(aside(pass), resource)) others.push(resource);
    } else if (!isMade(pass, resource)) {
      const reason = `${resource.id} (${resource.type}) is not made: its condition ${resource.condition ?? ''} does not hold`;
      notes.push({ location: resource.location, reason, remedy: 'other answers make it' });
    } else if (spec !== undefined) {
      const one = unlessRefused(pass, resource, notes, () =>
        convertOne(isLeftOut(pass, spec, resource) ? aside(pass) : pass, spec, resource, notes),
      );
      if (one !== undefined) converted.push(one);
    } else if (FOLDED.has(resource.type)) policies.push(resource);
    else if (resource.type === 'AWS::CloudFormation::StackSet') {
      others.push(resource);
      const opened = openStackSet(pass, resource);
      if (opened !== undefined) inner.push(opened);
    } else if (note !== undefined)
      notes.push({ ...note, location: resource.location, reason: `${resource.id}: ${note.reason}` });
  }
  const folded = policies.reduce<readonly Converted[]>(
    (all, resource) => unlessRefused(pass, resource, notes, () => fold(pass, resource, all, notes)) ?? all,
    converted,
  );
  const attached = attachPolicies(folded, notes);
  const own = new Set(attached.map(keyOf));
  const fromSets = inner
    .flatMap(({ resources }) => resources)
    .filter((one) => {
      if (!own.has(keyOf(one))) return true;
      notes.push({
        location: one.name.location,
        reason: `the inner template of the StackSet makes ${plain(one.name)} again, in each of its accounts`,
        remedy: 'give each account a folder of its own: docs/accounts.md',
      });
      return false;
    });
  return {
    resources: [...attached, ...fromSets],
    others: [...others, ...inner.flatMap((one) => one.others)],
    notes: [...notes, ...inner.flatMap((one) => one.notes)],
  };
}

const NOTES: ReadonlyMap<string, Omit<Refusal, 'location'>> = new Map(
  Object.entries({
    'AWS::IAM::AccessKey': {
      reason: 'an access key is refused: its secret would stand in the stack, and no review sees who has it',
      remedy: 'ask the vendor for access by a role; else make the key by hand and hand it over',
    },
    'AWS::IAM::ServiceLinkedRole': {
      reason: 'a service-linked role is made by AWS alone',
      remedy: 'aws iam create-service-linked-role',
    },
    'AWS::IAM::UserToGroupAddition': {
      reason: 'memberships stand at the user in a desired file',
      remedy: 'write the group under Groups of the user',
    },
  }),
);

function keyOf({ spec, name }: Converted): string {
  return `${spec.list} ${plain(name).toLowerCase()}`;
}

function unlessRefused<T>(
  pass: Pass,
  resource: TemplateResource,
  notes: Refusal[],
  convert: () => T,
): T | undefined {
  const before = pass.refusals.length;
  const result = convert();
  const refused = pass.refusals.slice(before);
  notes.push(...refused.map((one) => ({ ...one, reason: `${resource.id} is left out: ${one.reason}` })));
  return refused.length === 0 ? result : undefined;
}

function convertOne(
  pass: Pass,
  spec: KindSpec,
  resource: TemplateResource,
  notes: Refusal[],
): Converted | undefined {
  const name = nameOf(pass, spec, resource);
  const entries = resource.properties.entries.flatMap(
    ({ key, keyLocation, value: node }): MapValue['entries'] => {
      if (key === spec.nameProperty) return [];
      const field = spec.fields.find(({ property }) => property === key);
      const isHolder = HOLDERS.some(([property]) => property === key) && field === undefined;
      if (field === undefined && !isHolder) {
        notes.push({
          location: keyLocation,
          reason: `${key} of ${resource.id} is left out: a desired file has no such field`,
          remedy: 'set it by hand, where the vendor needs it',
        });
        return [];
      }
      const isTrust = spec.trustField === key;
      if (isTrust) pass.open.push('trust');
      const value =
        field === undefined || policyTypeOf(field.shape) === undefined
          ? evaluate(pass, node)
          : evaluateDocuments(pass, node);
      if (isTrust) pass.open.pop();
      return value.type === 'none' ? [] : [{ key, keyLocation, value }];
    },
  );
  const properties: MapValue = { type: 'map', entries, location: resource.location };
  const trust = spec.trustField === undefined ? undefined : valueAt(properties, spec.trustField);
  if (name.type !== 'text' && !isPlumbing(trust)) return undefined;
  return {
    id: resource.id,
    spec,
    name: name.type === 'text' ? name : literal(resource.id, resource.location),
    properties,
    isPlumbing: isPlumbing(trust),
  };
}

/** Whether nothing of a role is of interest but that it is there. */
function isLeftOut(pass: Pass, spec: KindSpec, { properties }: TemplateResource): boolean {
  const trust = spec.trustField === undefined ? undefined : entryOf(properties, spec.trustField)?.value;
  return !pass.serviceRoles && trust !== undefined && isPlumbing(evaluate(aside(pass), trust));
}

/** What stands under `Condition` of a statement proves who comes: no default decides it. */
function evaluateDocuments(pass: Pass, node: Parameters<typeof evaluate>[1]): Value {
  if (!pass.open.includes('trust')) return evaluate(pass, node);
  if (node.type === 'list') {
    const items = node.items
      .map((item) => evaluateDocuments(pass, item))
      .filter(({ type }) => type !== 'none');
    return { type: 'list', items, location: node.location };
  }
  if (node.type === 'scalar' || node.entries.some(({ key }) => key === 'Ref' || key.startsWith('Fn::')))
    return evaluate(pass, node);
  const entries = node.entries.flatMap(({ key, keyLocation, value: inner }): MapValue['entries'] => {
    if (key === 'Condition') pass.proof += 1;
    const value = evaluateDocuments(pass, inner);
    if (key === 'Condition') pass.proof -= 1;
    return value.type === 'none' ? [] : [{ key, keyLocation, value }];
  });
  return { type: 'map', entries, location: node.location };
}

function isPlumbing(trust: Value | undefined): boolean {
  if (trust?.type !== 'map') return false;
  const principals = itemsIn(valueAt(trust, 'Statement')).map((statement) =>
    statement.type === 'map' ? valueAt(statement, 'Principal') : undefined,
  );
  return (
    principals.length > 0 &&
    principals.every(
      (principal) =>
        principal?.type === 'map' &&
        principal.entries.every(({ key }) => key === 'Service') &&
        textsIn(valueAt(principal, 'Service')).every((service) => PLUMBING.test(plain(service))),
    )
  );
}

/** The template within a StackSet, with the parameters that the outer one gives it. */
function openStackSet(pass: Pass, resource: TemplateResource): ConvertedTemplate | undefined {
  const body = entryOf(resource.properties, 'TemplateBody')?.value;
  const text = body === undefined ? undefined : evaluate(pass, body);
  if (text?.type !== 'text') return undefined;
  const { template, diagnostics } = readTemplate(plain(text), `${pass.template.file} (${resource.id})`);
  pass.diagnostics.push(...diagnostics);
  if (template === undefined) return undefined;
  const given = itemsOf(entryOf(resource.properties, 'Parameters')?.value).map((item) =>
    evaluate(pass, item),
  );
  const answers = new Map(pass.answers);
  const parameters = new Map(template.parameters);
  for (const item of given) {
    const key = plainAt(item, 'ParameterKey');
    const value = item.type === 'map' ? valueAt(item, 'ParameterValue') : undefined;
    if (key === undefined || value?.type !== 'text') continue;
    answers.set(key, plain(value));
    const parameter = parameters.get(key);
    // A secret of the outer template is one in the inner template, too.
    if (parameter !== undefined && value.pieces.some(({ secret }) => secret === true))
      parameters.set(key, { ...parameter, noEcho: true });
  }
  const inner = newPass(
    { ...template, parameters },
    pass.deployment,
    answers,
    pass.takes,
    pass.serviceRoles,
    evaluate,
  );
  const result = convertResources({
    ...inner,
    questions: pass.questions,
    taken: pass.taken,
    used: pass.used,
    diagnostics: pass.diagnostics,
    omissions: pass.omissions,
  });
  const note = {
    location: resource.location,
    reason: `the StackSet ${resource.id} makes ${result.resources.map(({ name }) => plain(name)).join(', ') || 'nothing of IAM'} in each of its accounts, and this file in the account ${pass.deployment.account} alone`,
    remedy: 'give each account a folder of its own: docs/accounts.md',
  };
  return { ...result, notes: [note, ...result.notes] };
}
