import { entryOf } from '../desired/source-tree.ts';
import type { KindSpec } from '../kinds/kind.ts';
import { kindOfType } from '../kinds/registry.ts';
import { policyTypeOf } from '../kinds/shape.ts';
import { HOLDERS, PART_TYPES } from '../kinds/part-types.ts';
import { attachPolicies, foldPart } from './attach-policies.ts';
import type { Converted } from './converted.ts';
import { evaluate } from './evaluate.ts';
import { innerPass, nestedFile, NESTING, sayUnopened, templateUrl } from './inner-pass.ts';
import { isPlumbing, machineryOf } from './machinery.ts';
import { aside, refuse, type Pass, type Refusal } from './pass.ts';
import { processedTemplate, type TemplateResource } from './read-template.ts';
import { isMade, nameOf } from './resource-values.ts';
import { literal, plain, valueAt, type MapValue, type Value } from './value.ts';

export interface ConvertedTemplate {
  readonly resources: readonly Converted[];
  /** Ids of what CloudFormation makes and the file does not have, with their types. */
  readonly others: readonly TemplateResource[];
  readonly notes: readonly Refusal[];
}

/** Every resource of IAM that the template makes, each with the policies that are its own. */
export function convertResources(pass: Pass): ConvertedTemplate {
  const { resources, parts, others, notes } = collect(pass);
  const more: Refusal[] = [];
  const folded = parts.reduce<readonly Converted[]>(
    (all, part) =>
      unlessRefused(part.pass, part.resource, more, () => foldPart(part.pass, part.resource, all, more)) ??
      all,
    resources,
  );
  return { resources: attachPolicies(folded, more), others, notes: [...notes, ...more] };
}

interface Collected extends ConvertedTemplate {
  /** What is a part of other resources in IAM, which may be those of another template. */
  readonly parts: readonly { readonly pass: Pass; readonly resource: TemplateResource }[];
}

/** What stands in the template and in those within it. */
function collect(pass: Pass): Collected {
  const notes: Refusal[] = [];
  const others: TemplateResource[] = [];
  const converted: Converted[] = [];
  const parts: Collected['parts'][number][] = [];
  const inner: Collected[] = [];
  const machinery = machineryOf(pass);
  for (const resource of pass.template.resources.values()) {
    const { id, type, location } = resource;
    const spec = kindOfType(type);
    const note = NOTES.get(type);
    // Nothing is asked about what is left out anyway.
    const way = machinery.has(id) ? aside(pass) : pass;
    if (spec === undefined && !PART_TYPES.has(type) && note === undefined && !NESTING.includes(type)) {
      if (isMade(aside(pass), resource) === false) continue;
      others.push(resource);
      notes.push(...sayServerless(resource));
      continue;
    }
    if (NESTING.includes(type)) {
      const opened = openNested(pass, resource, notes, others);
      if (opened !== undefined) inner.push(opened);
      continue;
    }
    const made = isMade(way, resource);
    // Which questions it has is known when it is known whether it is made.
    if (made === undefined && way === pass) {
      pass.undecided.push(resource);
      continue;
    }
    if (made === false) {
      if (way === pass) notes.push(sayNotMade(resource));
    } else if (spec !== undefined) {
      const one = unlessRefused(pass, resource, notes, () =>
        convertOne(way, spec, resource, way === pass ? notes : []),
      );
      if (one !== undefined) converted.push(one);
    } else if (note === undefined) {
      if (way === pass) parts.push({ pass, resource });
    } else notes.push({ ...note, location, reason: `${id}: ${note.reason}` });
  }
  const own = new Set(converted.map(keyOf));
  const within = inner
    .flatMap(({ resources }) => resources)
    .filter((one) => {
      if (!own.has(keyOf(one))) return true;
      notes.push({
        location: one.name.location,
        reason: `the template within makes ${plain(one.name)} again: that one is left out`,
        remedy: 'of a stack set, give each account a folder of its own: docs/accounts.md',
      });
      return false;
    });
  return {
    resources: [...converted, ...within],
    parts: [...parts, ...inner.flatMap((one) => one.parts)],
    others: [...others, ...inner.flatMap((one) => one.others)],
    notes: [...notes, ...inner.flatMap((one) => one.notes)],
  };
}

function sayNotMade({ id, type, condition = '', location }: TemplateResource): Refusal {
  const reason = `${id} (${type}) is not made: its condition ${condition} does not hold`;
  return { location, reason, remedy: 'other answers make it' };
}

/** What SAM makes of a resource beside what it is called: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html */
const SERVERLESS: ReadonlyMap<string, (id: string) => string> = new Map([
  ['AWS::Serverless::Function', (id) => `the role ${id}Role, which lambda.amazonaws.com assumes`],
  ['AWS::Serverless::StateMachine', (id) => `the role ${id}Role, which states.amazonaws.com assumes`],
  ['AWS::Serverless::Connector', (id) => `policies of what ${id} connects`],
  ['AWS::Serverless::Application', (id) => `everything in the application of ${id}`],
]);

function sayServerless({ id, type, properties, location }: TemplateResource): readonly Refusal[] {
  const made = SERVERLESS.get(type)?.(id);
  if (made === undefined || entryOf(properties, 'Role') !== undefined) return [];
  const remedy = processedTemplate('a stack made with it');
  return [{ location, reason: `for ${id}, SAM makes ${made}: it is not in this file`, remedy }];
}

const NOTES: ReadonlyMap<string, Omit<Refusal, 'location'>> = new Map(
  Object.entries({
    'AWS::IAM::AccessKey': {
      reason: 'an access key is refused: its secret would be in the stack',
      remedy: 'ask the vendor to use a role; if it cannot, create the key by hand',
    },
    'AWS::IAM::ServiceLinkedRole': {
      reason: 'only AWS creates service-linked roles',
      remedy: 'aws iam create-service-linked-role',
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
  const macro = resource.properties.entries.find(({ key }) => key === 'Fn::Transform');
  if (macro !== undefined) {
    const reason = 'Fn::Transform can set any property of it, and its result is not in the template';
    refuse(pass, macro.keyLocation, reason, processedTemplate('a stack made with it'));
    return undefined;
  }
  const name = nameOf(pass, spec, resource);
  const entries = resource.properties.entries.flatMap(
    ({ key, keyLocation, value: node }): MapValue['entries'] => {
      if (key === spec.nameProperty) return [];
      const field = spec.fields.find(({ property }) => property === key);
      const isHolder = HOLDERS.some(({ property }) => property === key) && field === undefined;
      if (field === undefined && !isHolder) {
        notes.push({
          location: keyLocation,
          reason: `${key} of ${resource.id} is left out: a desired file has no such field`,
          remedy: 'set it by hand if the vendor needs it',
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

/** The template within a stack or a stack set, where it is at hand. */
function openNested(
  pass: Pass,
  resource: TemplateResource,
  notes: Refusal[],
  others: TemplateResource[],
): Collected | undefined {
  const { id, type, location } = resource;
  const url = templateUrl(pass, resource);
  const file = url === undefined ? undefined : nestedFile(pass.template.file, url);
  const isAtHand =
    entryOf(resource.properties, 'TemplateBody') !== undefined ||
    (file !== undefined && pass.nested.has(file));
  const made = isMade(isAtHand ? pass : aside(pass), resource);
  if (made === false) notes.push(sayNotMade(resource));
  if (made === undefined && isAtHand) pass.undecided.push(resource);
  if (made === false || (made === undefined && isAtHand)) return undefined;
  const inner = isAtHand ? innerPass(pass, resource) : undefined;
  if (inner === undefined || type !== 'AWS::CloudFormation::Stack') others.push(resource);
  if (inner === undefined) {
    notes.push(sayUnopened(resource, url));
    return undefined;
  }
  const result = collect(inner);
  const names = result.resources.map(({ name }) => plain(name)).join(', ') || 'nothing of IAM';
  notes.push(
    type === 'AWS::CloudFormation::Stack'
      ? {
          location,
          reason: `the nested stack ${id} makes ${names}: it is in this file, and needs no stack`,
          remedy: 'nothing: it has the same effect in IAM',
        }
      : {
          location,
          reason: `the StackSet ${id} makes ${names} in each of its accounts, and this file only in the account ${pass.deployment.account}`,
          remedy: 'give each account a folder of its own: docs/accounts.md',
        },
  );
  return result;
}
