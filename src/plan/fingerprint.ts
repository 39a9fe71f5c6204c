import { createHash } from 'node:crypto';
import { addressKey } from '../model/address.ts';
import { canonicalJson, type Json } from '../model/json.ts';
import type { FieldComparison } from './compare-fields.ts';
import type { Presence } from './presence.ts';

/** By which a file names the drift of one resource that it holds. */
export interface Fingerprints {
  /** Of everything that was edited; undefined when nothing was. */
  readonly whole: string | undefined;
  /** Of each property of which anything was edited. */
  readonly byField: ReadonlyMap<string, string>;
}

/**
 * The fingerprints of what is live where the account was edited, in its canonical form: the same drift has the same
 * one however it is spelled, and anything edited since has another.
 */
export function fingerprintsOf(
  { address }: Pick<Presence, 'address'>,
  fields: readonly FieldComparison[],
  isDrifted: (field: FieldComparison) => boolean,
): Fingerprints {
  const rows = fields
    .filter(isDrifted)
    .map(({ spec, key, live }): readonly [string, Json] => [
      spec.property,
      [spec.property, key, live.text ?? null],
    ]);
  const print = (own: readonly Json[]): string => hash([addressKey(address), ...own]);
  const properties = [...new Set(rows.map(([property]) => property))];
  return {
    whole: rows.length === 0 ? undefined : print(rows.map(([, row]) => row)),
    byField: new Map(
      properties.map((property) => [
        property,
        print(rows.filter(([own]) => own === property).map(([, row]) => row)),
      ]),
    ),
  };
}

function hash(value: Json): string {
  return createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex').slice(0, 16);
}
