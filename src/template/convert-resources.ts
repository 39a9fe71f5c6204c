import { entryOf, itemsOf } from '../desired/source-tree.ts';
import type { KindSpec } from '../kinds/kind.ts';
import { kindOfType } from '../kinds/registry.ts';
import { policyTypeOf } from '../kinds/shape.ts';
import { isJsonArray, isJsonObject, type Json } from '../model/json.ts';
import { evaluate } from './evaluate.ts';
import { isMade, nameOf } from './resource-values.ts';
import { aside, newPass, wrong, type Pass, type Refusal } from './pass.ts';
import { readTemplate, type TemplateResource } from './read-template.ts';
import {
  itemsIn,
  literal,
  plain,
  plainAt,
  textsIn,
  valueAt,
  withEntry,
  withoutEntries,
  type ListValue,
  type MapValue,
  type TextValue,
  type Value,
} from './value.ts';

/** A resource of IAM as the template makes it, under the names of CloudFormation. */
export interface Converted {
  readonly id: string;
  readonly spec: KindSpec;
  readonly name: TextValue;
  readonly properties: MapValue;
  /** Only services of AWS that the vendor's own machinery runs in may assume it. */
  readonly isPlumbing: boolean;
}

export interface ConvertedTemplate {
  readonly resources: readonly Converted[];
  /** Ids of what CloudFormation makes and the file does not have, with their types. */
  readonly others: readonly TemplateResource[];
  readonly notes: readonly Refusal[];
}

/** Policies of a role, user or group that CloudFormation has as resources of their own, and their list of holders. */
const FOLDED: Readonly<Record<string, readonly (readonly [property: string, list: string])[]>> = {
  'AWS::IAM::Policy': [
    ['Roles', 'roles'],
    ['Users', 'users'],
    ['Groups', 'groups'],
  ],
  'AWS::IAM::RolePolicy': [['RoleName', 'roles']],
  'AWS::IAM::UserPolicy': [['UserName', 'users']],
  'AWS::IAM::GroupPolicy': [['GroupName', 'groups']],
};

const HOLDERS = FOLDED['AWS::IAM::Policy'] ?? [];

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
    const isOurs =
      spec !== undefined || FOLDED[resource.type] !== undefined || NOTES[resource.type] !== undefined;
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
    } else if (FOLDED[resource.type] !== undefined) policies.push(resource);
    else if (resource.type === 'AWS::CloudFormation::StackSet') {
      others.push(resource);
      const opened = openStackSet(pass, resource);
      if (opened !== undefined) inner.push(opened);
    } else
      notes.push({
        location: resource.location,
        ...(NOTES[resource.type] ?? NO_NOTE),
        reason: `${resource.id}: ${NOTES[resource.type]?.reason ?? ''}`,
      });
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

const NO_NOTE = { reason: '', remedy: '' };

const NOTES: Readonly<Record<string, { readonly reason: string; readonly remedy: string }>> = {
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
};

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

/** An inline policy into each role, user and group of the template that it names. */
function fold(
  pass: Pass,
  resource: TemplateResource,
  all: readonly Converted[],
  notes: Refusal[],
): readonly Converted[] {
  const named = (FOLDED[resource.type] ?? []).flatMap(([property]) => {
    const node = entryOf(resource.properties, property)?.value;
    return node === undefined ? [] : textsIn(evaluate(aside(pass), node)).map(plain);
  });
  const machinery = all
    .filter((one) => one.isPlumbing && !pass.serviceRoles)
    .map(({ name: { pieces } }) => pieces.map(({ text }) => text).join(''));
  const isOfMachinery = named.length > 0 && named.every((one) => machinery.includes(one));
  const properties = evaluate(isOfMachinery ? aside(pass) : pass, resource.properties);
  if (isOfMachinery) return all;
  const name = properties.type === 'map' ? valueAt(properties, 'PolicyName') : undefined;
  const document = properties.type === 'map' ? valueAt(properties, 'PolicyDocument') : undefined;
  if (properties.type !== 'map' || name === undefined || document === undefined) {
    wrong(
      pass,
      resource.location,
      `${resource.id} has no PolicyName or no PolicyDocument`,
      'correct the template',
    );
    return all;
  }
  const location = resource.location;
  const policy: MapValue = {
    type: 'map',
    entries: [
      { key: 'PolicyName', keyLocation: location, value: name },
      { key: 'PolicyDocument', keyLocation: location, value: document },
    ],
    location,
  };
  let result = all;
  for (const [property, list] of FOLDED[resource.type] ?? []) {
    for (const holder of textsIn(valueAt(properties, property))) {
      const target = result.find(
        (one) => one.spec.list === list && plain(one.name).toLowerCase() === plain(holder).toLowerCase(),
      );
      const reason =
        target === undefined
          ? `${resource.id} is a policy of ${plain(holder)}, which this file does not have`
          : `${resource.id} becomes an inline policy of ${plain(holder)}`;
      notes.push({
        location,
        reason,
        remedy:
          target === undefined
            ? 'write it under Policies of that resource, in its file'
            : 'nothing: IAM keeps it so as well',
      });
      result = result.map((one) =>
        one === target ? { ...one, properties: withItem(one.properties, 'Policies', policy) } : one,
      );
    }
  }
  return result;
}

function withItem(properties: MapValue, key: string, item: Value): MapValue {
  const there = valueAt(properties, key);
  const list: ListValue = { type: 'list', items: [...itemsIn(there), item], location: properties.location };
  return withEntry(properties, key, list);
}

/** `Roles:` of a managed policy as attachments of the roles; ARNs of policies of the file as their names. */
function attachPolicies(all: readonly Converted[], notes: Refusal[]): readonly Converted[] {
  let result = all;
  for (const policy of all.filter(({ properties }) =>
    HOLDERS.some(([property]) => valueAt(properties, property) !== undefined && isPolicy(properties)),
  )) {
    for (const [property, list] of HOLDERS) {
      for (const holder of textsIn(valueAt(policy.properties, property))) {
        const target = result.find(
          (one) => one.spec.list === list && plain(one.name).toLowerCase() === plain(holder).toLowerCase(),
        );
        if (target === undefined)
          notes.push({
            location: holder.location,
            reason: `${plain(policy.name)} is attached to ${plain(holder)}, which this file does not have`,
            remedy: 'attach it where that one is declared',
          });
        result = result.map((one) =>
          one === target
            ? { ...one, properties: withItem(one.properties, 'ManagedPolicyArns', policy.name) }
            : one,
        );
      }
    }
    result = result.map((one) =>
      one.id === policy.id
        ? {
            ...one,
            properties: withoutEntries(
              one.properties,
              HOLDERS.map(([property]) => property),
            ),
          }
        : one,
    );
  }
  const named = new Map(
    result.filter(({ properties }) => isPolicy(properties)).map((one) => [arnTail(one), one.name]),
  );
  return result.map((one) => ({ ...one, properties: withNames(one.properties, named) }));
}

function isPolicy(properties: MapValue): boolean {
  return valueAt(properties, 'PolicyDocument') !== undefined;
}

function arnTail({ spec, properties, name }: Converted): string {
  return `${spec.arnType}${plainAt(properties, 'Path') ?? '/'}${plain(name)}`;
}

function withNames(properties: MapValue, named: ReadonlyMap<string, TextValue>): MapValue {
  const renamed = (value: Value): Value => {
    if (value.type === 'list') return { ...value, items: value.items.map(renamed) };
    const tail = value.type === 'text' ? /^arn:[^:]+:iam::\d{12}:(.*)$/.exec(plain(value))?.[1] : undefined;
    return (tail === undefined ? undefined : named.get(tail)) ?? value;
  };
  return {
    ...properties,
    entries: properties.entries.map((entry) =>
      entry.key === 'ManagedPolicyArns' || entry.key === 'PermissionsBoundary'
        ? { ...entry, value: renamed(entry.value) }
        : entry,
    ),
  };
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
  for (const item of given) {
    const key = plainAt(item, 'ParameterKey');
    const value = plainAt(item, 'ParameterValue');
    if (key !== undefined && value !== undefined) answers.set(key, value);
  }
  const inner = newPass(template, pass.deployment, answers, pass.takes, pass.serviceRoles, evaluate);
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

/** JSON as a value, all of it at one place. */
export function fromJson(json: Json, location: TextValue['location']): Value {
  if (isJsonArray(json))
    return { type: 'list', items: json.map((item) => fromJson(item, location)), location };
  if (isJsonObject(json)) {
    const entries = Object.entries(json).map(([key, item]) => ({
      key,
      keyLocation: location,
      value: fromJson(item, location),
    }));
    return { type: 'map', entries, location };
  }
  return literal(typeof json === 'string' ? json : JSON.stringify(json), location);
}
