import { parseArn } from '../model/arn.ts';
import type { Settings } from '../model/integration.ts';
import { isJsonArray, isJsonObject, type Json } from '../model/json.ts';
import type { Resource } from '../model/resource.ts';
import { isSet } from '../kinds/shape.ts';
import { kindSpec } from '../kinds/registry.ts';
import type { KnownVendors } from '../vendors/known-vendors.ts';

/** What a text of the account is written with: what of it stands for the account, and whose names the parameters take. */
export interface AdoptContext {
  readonly settings: Pick<Settings, 'account' | 'partition' | 'region' | 'tags' | 'ignoreTags'>;
  readonly vendors: KnownVendors;
  /** The page of a vendor that says what access it needs, by its account. */
  readonly pages: ReadonlyMap<string, string>;
  /** `YYYY-MM-DD` */
  readonly day: string;
}

/** A literal that a file names once. */
export interface Parameter {
  readonly name: string;
  readonly value: string;
  /** Where it stands: only there it is replaced. */
  readonly place: 'account' | 'external-id' | 'bucket' | 'kms-key';
  readonly comment?: string;
}

/**
 * The literals of some resources that a file gives names to: accounts of others and external ids, wherever they stand, and
 * buckets and keys that are named more than once.
 */
export function parametersOf(resources: readonly Resource[], context: AdoptContext): readonly Parameter[] {
  const found = resources.flatMap((resource) => documentsOf(resource).flatMap((one) => literalsIn(one)));
  const taken = new Set<string>();
  const named = (name: string): string => {
    let free = name;
    for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = `${name}${number}`;
    taken.add(free.toLowerCase());
    return free;
  };
  const accounts = distinct(found, 'account').filter((value) => value !== context.settings.account);
  const ids = distinct(found, 'external-id').filter(isParameterValue);
  const buckets = repeated(found, 'bucket');
  const keys = repeated(found, 'kms-key');
  return [
    ...accounts.map((value): Parameter => {
      const vendor = context.vendors.get(value);
      const name = named(`${vendor === undefined ? 'Outside' : camel(vendor.name)}AccountId`);
      return { name, value, place: 'account', ...accountComment(value, context) };
    }),
    ...ids.map((value): Parameter => ({ name: named('ExternalId'), value, place: 'external-id' })),
    ...buckets.map((value): Parameter => ({
      name: named(buckets.length === 1 ? 'BucketName' : `${camel(value)}Bucket`),
      value,
      place: 'bucket',
    })),
    ...keys.map((value): Parameter => ({ name: named('KmsKeyId'), value, place: 'kms-key' })),
  ];
}

function accountComment(value: string, { vendors }: AdoptContext): { readonly comment?: string } {
  const vendor = vendors.get(value);
  if (vendor === undefined)
    return { comment: 'Neither a published list nor rolekeeper.yaml says whose account this is.' };
  return {
    comment: `${vendor.name}, by ${vendor.origin === 'published' ? 'the published list of accounts' : 'rolekeeper.yaml'}`,
  };
}

interface Literal {
  readonly place: Parameter['place'];
  readonly value: string;
}

function documentsOf({ kind, properties }: Resource): readonly Json[] {
  return kindSpec(kind)
    .fields.filter(({ shape }) => shape.endsWith('-policy') || (isSet(shape) && shape === 'inline-policies'))
    .map(({ property }) => properties[property] ?? null);
}

function literalsIn(value: Json, key = ''): readonly Literal[] {
  if (isJsonArray(value)) return value.flatMap((item) => literalsIn(item, key));
  if (isJsonObject(value)) return Object.entries(value).flatMap(([name, item]) => literalsIn(item, name));
  if (typeof value !== 'string') return [];
  if (key.toLowerCase() === 'sts:externalid') return [{ place: 'external-id', value }];
  if (key === 'AWS' && /^\d{12}$/.test(value)) return [{ place: 'account', value }];
  const { service = '', account = '', resource: rest = '' } = parseArn(value) ?? {};
  const bucket = service === 's3' ? /^([a-z0-9][a-z0-9.-]{2,62})(?:\/|$)/.exec(rest)?.[1] : undefined;
  const kmsKey = service === 'kms' ? /^key\/([0-9a-f-]{36})$/.exec(rest)?.[1] : undefined;
  return [
    ...(/^\d{12}$/.test(account) ? [{ place: 'account' as const, value: account }] : []),
    ...(bucket === undefined ? [] : [{ place: 'bucket' as const, value: bucket }]),
    ...(kmsKey === undefined ? [] : [{ place: 'kms-key' as const, value: kmsKey }]),
  ];
}

/** A parameter must not be empty, and nothing in it is replaced. */
function isParameterValue(value: string): boolean {
  return value !== '' && !value.includes('${');
}

function distinct(found: readonly Literal[], place: Literal['place']): readonly string[] {
  return [...new Set(found.filter((one) => one.place === place).map(({ value }) => value))];
}

function repeated(found: readonly Literal[], place: Literal['place']): readonly string[] {
  const all = found.filter((one) => one.place === place).map(({ value }) => value);
  return [...new Set(all.filter((value, index) => all.indexOf(value) !== index))];
}

/** In camel case, beginning with a letter, as a parameter has to. */
function camel(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const name = words
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('')
    .slice(0, 60);
  return /^[A-Za-z]/.test(name) ? name : `Of${name}`;
}
