import { isJsonArray, isJsonObject, type Json, type JsonObject, asJson, withTexts } from '../model/json.ts';
import type { AssessedPlan } from '../model/assessment.ts';
import { LONG_EXTERNAL_ID, maskExternalId, type ExternalIdView } from '../model/mask-external-id.ts';

/**
 * The plan with every external id masked: the values of `sts:ExternalId` conditions in documents and in statements,
 * and wherever prose repeats them (messages, observations, descriptions, tags). Nothing else is touched: an external id
 * that is chosen to equal an ARN must not hide that ARN.
 */
export function maskExternalIds(plan: AssessedPlan): AssessedPlan {
  const shown = externalIdMasker(plan, plan.hideExternalIds === true ? 'fingerprint' : 'ends')(plan);
  if (plan.undeclaredInventory === undefined) return shown;
  // The ends serve the review of a change; an inventory proposes none.
  return { ...shown, undeclaredInventory: externalIdMasker(plan, 'fingerprint')(plan.undeclaredInventory) };
}

/** The same of any plain data. */
export function maskExternalIdsIn<T>(data: T, view: ExternalIdView): T {
  return externalIdMasker(data, view)(data);
}

/** Masks in any plain data the external ids that others have: error texts repeat them without a condition around them. */
export function externalIdMasker(known: unknown, view: ExternalIdView): <T>(data: T) => T {
  const values = new Set<string>();
  collect(asJson(known), values);
  const masks = masksOf(values, view);
  return (data) => (values.size === 0 ? data : withTexts(data, (json) => mask(json, masks)));
}

interface Masks {
  readonly show: (value: string) => string;
  /** Matches long values anywhere in prose. */
  readonly inProse: RegExp | undefined;
  /** Matches all values, in text that says it is about an external id. */
  readonly inCondition: RegExp | undefined;
}

/** Members whose text people write or read as prose. */
const PROSE = new Set(['message', 'hint', 'text', 'reason', 'description', 'unclear']);
/** Fields whose value is free text. */
const FREE_TEXT_FIELDS: readonly (Json | undefined)[] = ['Description', 'Tags'];

function isExternalIdKey(key: Json | undefined): boolean {
  return typeof key === 'string' && key.toLowerCase() === 'sts:externalid';
}

function collect(value: Json, into: Set<string>): void {
  if (isJsonArray(value)) {
    for (const item of value) collect(item, into);
  } else if (isJsonObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (isExternalIdKey(key) || isConditionValues(value, key)) addTexts(member, into);
      else collect(member, into);
    }
  }
}

/** `values` of a ConditionLine. */
function isConditionValues(owner: JsonObject, key: string): boolean {
  return key === 'values' && isExternalIdKey(owner['key']);
}

function addTexts(value: Json, into: Set<string>): void {
  for (const item of isJsonArray(value) ? value : [value]) {
    if (typeof item === 'string' || typeof item === 'number') into.add(String(item));
  }
}

function masksOf(values: ReadonlySet<string>, view: ExternalIdView): Masks {
  const show = (value: string): string => maskExternalId(value, view);
  const secret = [...values].filter((value) => show(value) !== value);
  return {
    show,
    inProse: anyOf(secret.filter((value) => value.length >= LONG_EXTERNAL_ID)),
    inCondition: anyOf(secret),
  };
}

/** Longest first: one id may be the beginning of another. Only as a word of its own: a short id may be one letter. */
function anyOf(values: readonly string[]): RegExp | undefined {
  if (values.length === 0) return undefined;
  // In a condition as text a value stands in JSON quotes.
  const escaped = values
    .flatMap((value) => [...new Set([value, JSON.stringify(value).slice(1, -1)])])
    .sort((a, b) => b.length - a.length)
    .map((value) => value.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return new RegExp(`(?<![\\w:])(?:${escaped.join('|')})(?!\\w)`, 'g');
}

function mask(value: Json, masks: Masks): Json {
  if (typeof value === 'string') return maskCondition(value, masks);
  if (isJsonArray(value)) return value.map((item) => mask(item, masks));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, maskMember(value, key, member, masks)]),
  );
}

function maskMember(owner: JsonObject, key: string, member: Json, masks: Masks): Json {
  if (isExternalIdKey(key) || isConditionValues(owner, key)) return maskValues(member, masks);
  const free = (key === 'before' || key === 'after') && FREE_TEXT_FIELDS.includes(owner['field']);
  if (typeof member === 'string' && (free || PROSE.has(key))) {
    const text = maskCondition(member, masks);
    return masks.inProse === undefined ? text : text.replace(masks.inProse, masks.show);
  }
  return mask(member, masks);
}

function maskValues(value: Json, masks: Masks): Json {
  if (isJsonArray(value)) return value.map((item) => maskValues(item, masks));
  return typeof value === 'string' || typeof value === 'number' ? masks.show(String(value)) : value;
}

/** A condition line as text, as in an element change: `StringEquals sts:ExternalId 4k2v`. */
function maskCondition(text: string, { inCondition, show }: Masks): string {
  if (inCondition === undefined || !/sts:externalid/i.test(text)) return text;
  return text.replace(inCondition, show);
}
