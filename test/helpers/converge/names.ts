import type { Json } from '../../../src/model/json.ts';

/** What the drawn integrations are called. */
export const INTEGRATIONS = ['i', 'j', 'k'] as const;
export type IntegrationName = (typeof INTEGRATIONS)[number];

/** The names that a draw uses for the resources of one file; in the account each carries its integration's name. */
const NAME = /(["/])(r1|r2|p1|u1|g1|x1|x2|o1)"/g;

/** The same with the names that the account has: `role/r1` of the integration `i` is `role/i-r1`. */
export function placed<T>(value: T, integration: IntegrationName): T {
  const text = JSON.stringify(value).replace(NAME, `$1${integration}-$2"`);
  return JSON.parse(text) as T;
}

export function stackNameOf(integration: IntegrationName): string {
  return `rolekeeper-${integration}`;
}

/** Whether a resource of the account, by its address, belongs to the integration's file. */
export function belongsTo(address: string, integration: string): boolean {
  return address
    .slice(address.indexOf('/') + 1)
    .toLowerCase()
    .startsWith(`${integration}-`);
}

/** Every text and number in a value, however deep. */
export function leavesOf(value: Json): readonly Json[] {
  if (typeof value !== 'object' || value === null) return [value];
  return Object.values(value).flatMap(leavesOf);
}
