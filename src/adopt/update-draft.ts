import { parseDocument } from 'yaml';
import type { PlanEntry } from '../model/plan.ts';
import { isJsonArray, isJsonObject, type Json, asJson, textMembers } from '../model/json.ts';
import type { LiveResource } from '../model/live.ts';
import { kindSpec } from '../kinds/registry.ts';
import type { PolicyContext } from '../policy/policy-type.ts';
import { canonicalPolicyKey } from '../policy/canonical.ts';
import { literals } from './literal.ts';
import type { AdoptContext, Parameter } from './parameters.ts';
import { spellValue, type Spelling } from './spell.ts';
import { sameUnordered, updatedText, type PropertyEdit, type Reading } from './update-text.ts';

/** A file, one of its resources as it is live, and what of it differs. */
export interface Update {
  readonly text: string;
  readonly entry: Pick<PlanEntry, 'changes'>;
  readonly live: LiveResource;
  /** Managed policies of the file by name: their ARNs. */
  readonly policies: ReadonlyMap<string, string>;
  readonly context: AdoptContext;
  readonly policyContext: PolicyContext;
}

/**
 * The text of the file with what differs as it is live. Undefined where it cannot be edited: a template of JSON, or text that
 * the file cannot write without a new parameter. What the text says is for the caller to check.
 */
export function updatedFile({
  text,
  entry,
  live,
  policies,
  context,
  policyContext,
}: Update): string | undefined {
  const { kind, name, properties } = live.resource;
  const spec = kindSpec(kind);
  const fields = [...new Set(entry.changes.map(({ field }) => field))];
  const edits = fields.flatMap((property): readonly PropertyEdit[] => {
    const field = spec.fields.find((one) => one.property === property);
    if (field === undefined) return [];
    const value = properties[property];
    const isPreset =
      value === undefined || value === field.default || (isJsonArray(value) && value.length === 0);
    const written =
      isPreset && field.required !== true ? undefined : asInFile(field.shape, value ?? null, context);
    return [
      {
        list: spec.list,
        nameProperty: spec.nameProperty,
        name: `${spec.namePrefix ?? ''}${name}`,
        property,
        value: written,
      },
    ];
  });
  const values = parametersIn(text);
  const spelling: Spelling = { context, parameters: parametersOfFile(values), literals: literals() };
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': context.settings.account,
    'AWS::Partition': context.settings.partition,
    'AWS::Region': context.settings.region,
    ...values,
  };
  const reading: Reading = {
    resolve: (one) =>
      one.replaceAll(/\$\{([^{}]*)\}/g, (whole: string, key: string) =>
        Object.hasOwn(pseudo, key) ? (pseudo[key] ?? whole) : whole,
      ),
    same: (before, after) => isSame(before, after, policies, policyContext),
    spell: (value) => spellValue(value, '', spelling),
  };
  const updated = updatedText(text, edits, reading);
  return spelling.literals.characters.size === 0 ? updated : undefined;
}

/** Tags are a mapping in files, without those that rolekeeper.yaml gives to all. */
function asInFile(shape: string, value: Json, { settings }: AdoptContext): Json | undefined {
  if (shape !== 'tags' || !isJsonArray(value)) return value;
  const own = value
    .filter(isJsonObject)
    .filter(
      ({ Key, Value }) =>
        !(Object.hasOwn(settings.tags, textOf(Key)) && settings.tags[textOf(Key)] === Value),
    );
  return own.length === 0
    ? undefined
    : Object.fromEntries(own.map(({ Key, Value }) => [textOf(Key), Value ?? '']));
}

function isSame(
  before: Json,
  after: Json,
  policies: ReadonlyMap<string, string>,
  context: PolicyContext,
): boolean {
  if (typeof before === 'string' && policies.get(before) === after) return true;
  if (sameUnordered(before, after)) return true;
  const [one, other] = [asPolicy(before), asPolicy(after)];
  return (
    one !== undefined &&
    other !== undefined &&
    (['identity', 'trust'] as const).some(
      (type) => canonicalPolicyKey(one, type, context) === canonicalPolicyKey(other, type, context),
    )
  );
}

/** A document, or a statement as one of its own. */
function asPolicy(value: Json): Json | undefined {
  if (!isJsonObject(value)) return undefined;
  if (Object.hasOwn(value, 'Statement')) return value;
  return Object.hasOwn(value, 'Effect') ? { Version: '2012-10-17', Statement: [value] } : undefined;
}

function parametersIn(text: string): Readonly<Record<string, string>> {
  const file = asJson(parseDocument(text, { logLevel: 'error' }).toJS());
  return textMembers(isJsonObject(file) ? file['parameters'] : undefined);
}

function parametersOfFile(values: Readonly<Record<string, string>>): readonly Parameter[] {
  return Object.entries(values).flatMap(([name, value]): readonly Parameter[] =>
    /^\d{12}$/.test(value)
      ? [{ name, value, place: 'account' }]
      : [
          { name, value, place: 'bucket' },
          { name, value, place: 'external-id' },
        ],
  );
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
