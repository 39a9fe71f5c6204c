import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { FieldChange, PlanEntry } from '../model/plan.ts';
import { kindSpec } from '../kinds/registry.ts';
import type { FieldSpec } from '../kinds/kind.ts';
import { withinTagLimit } from './tag-limit.ts';

/** Stands in for an extra inline policy: it allows what everybody may do anyway. */
const HARMLESS: JsonObject = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:GetCallerIdentity', Resource: '*' }],
};

/** Stands in for a boundary that is to be written again: for the moment it caps everything. */
const DENY_ALL = 'arn:aws:iam::aws:policy/AWSDenyAll';

export interface StandIn {
  readonly block: JsonObject;
  /** The stand-in grants something else than what is desired, and a second change set must take it out. */
  readonly transient: boolean;
  /** Drift that no template can make CloudFormation repair. */
  readonly unrepaired: readonly FieldChange[];
}

/**
 * A block that makes CloudFormation write what it does not know to be different: it compares templates, and so does not
 * see an edit in the account. What is extra is put into the template, to be taken out by the next change set;
 * a document is written again by a change of its Sid, which means nothing; a value goes through another one.
 *
 * Live content never gets into it: of what is extra, only its name does.
 *
 * @param block the desired block
 * @param appliedBlock the block that the last change set had, whose texts the new ones must differ from
 */
export function standIn(entry: PlanEntry, block: JsonObject, appliedBlock: JsonObject | undefined): StandIn {
  const properties: Record<string, Json> = { ...objectAt(block, 'Properties') };
  const applied = objectAt(appliedBlock ?? block, 'Properties');
  const unrepaired: FieldChange[] = [];
  let transient = false;
  for (const change of entry.changes) {
    if (change.cause === 'change' || change.held !== undefined) continue;
    const spec = kindSpec(entry.kind).fields.find((field) => field.property === change.field);
    const written = spec === undefined ? undefined : standInValue(change, spec, properties, applied);
    if (written === undefined) {
      unrepaired.push(change);
      continue;
    }
    properties[change.field] = written.value;
    transient ||= written.transient;
  }
  const missing = entry.changes.filter(({ before }) => before === undefined);
  const limited = withinTagLimit(properties, missing);
  return { block: { ...block, Properties: limited }, transient, unrepaired };
}

interface Written {
  readonly value: Json;
  readonly transient: boolean;
}

function standInValue(
  change: FieldChange,
  { shape, property, takesOne }: FieldSpec,
  properties: JsonObject,
  applied: JsonObject,
): Written | undefined {
  const list = listAt(properties, property);
  const { member, after } = change;
  switch (shape) {
    case 'trust-policy':
    case 'identity-policy':
      return after === undefined ? undefined : { value: relabel(after, applied[property]), transient: false };
    case 'inline-policies':
      return inlineStandIn(list, member ?? '', after, listAt(applied, property));
    case 'arns':
    case 'texts':
    case 'names':
      // What is missing cannot be attached by a template that already says that it is.
      if (after !== undefined || takesOne === true) return undefined;
      return { value: [...list, member ?? ''], transient: true };
    case 'tags': {
      const others = list.filter((tag) => !isJsonObject(tag) || tag['Key'] !== member);
      return { value: [...others, { Key: member ?? '', Value: after === '' ? '-' : '' }], transient: true };
    }
    case 'number':
      return { value: after === 3600 ? 7200 : 3600, transient: true };
    case 'text':
    case 'arn':
      return textStandIn(property, change);
  }
}

function inlineStandIn(
  list: readonly Json[],
  name: string,
  after: Json | undefined,
  applied: readonly Json[],
): Written {
  const isNamed = (policy: Json): boolean => isJsonObject(policy) && policy['PolicyName'] === name;
  const others = list.filter((policy) => !isNamed(policy));
  if (after === undefined) {
    return { value: [...others, { PolicyName: name, PolicyDocument: HARMLESS }], transient: true };
  }
  const before = applied.find(isNamed);
  const document = relabel(after, isJsonObject(before) ? before['PolicyDocument'] : undefined);
  return { value: [...others, { PolicyName: name, PolicyDocument: document }], transient: false };
}

function textStandIn(property: string, { before, after }: FieldChange): Written | undefined {
  switch (property) {
    case 'Description':
      return { value: after === undefined || after === '' ? '-' : '', transient: true };
    case 'PermissionsBoundary':
      return { value: after === undefined ? (before ?? DENY_ALL) : DENY_ALL, transient: true };
    case 'Path':
      return { value: after === '/' ? '/rolekeeper/' : '/', transient: true };
    default:
      return undefined;
  }
}

/** The same document with another Sid on its first statement than the applied text has. */
function relabel(document: Json, applied: Json | undefined): Json {
  if (!isJsonObject(document)) return document;
  const statements = statementsOf(document);
  const used = new Set(
    [...statements, ...statementsOf(applied ?? null)].map((statement) => statement['Sid']),
  );
  const [first, ...rest] = statements;
  if (first === undefined) return document;
  const own = typeof first['Sid'] === 'string' ? first['Sid'] : '';
  const label = [1, 2, 3, 4]
    .map((number) => `${own.slice(0, 100)}Repair${number}`)
    .find((sid) => !used.has(sid));
  return { ...document, Statement: [{ ...first, Sid: label ?? 'Repair' }, ...rest] };
}

function statementsOf(document: Json): readonly JsonObject[] {
  const statement = isJsonObject(document) ? document['Statement'] : undefined;
  if (isJsonArray(statement)) return statement.filter(isJsonObject);
  return isJsonObject(statement) ? [statement] : [];
}

function objectAt(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return isJsonObject(value) ? value : {};
}

function listAt(object: JsonObject, key: string): readonly Json[] {
  const value = object[key];
  return isJsonArray(value) ? value : [];
}
