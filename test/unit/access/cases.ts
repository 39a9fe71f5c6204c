import { readFileSync } from 'node:fs';
import { identityDelta, type PrincipalPolicies } from '../../../src/access/identity-delta.ts';
import { trustDelta } from '../../../src/access/trust-delta.ts';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import type { AccessDelta } from '../../../src/model/access.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { spellConditions } from '../../../src/policy/spell-conditions.ts';

type Statements = readonly JsonObject[];

/** One side of a case: its policies, by their statements; null is a policy that could not be read. */
export interface CaseSide {
  readonly policies?: readonly (Statements | null)[];
  readonly boundary?: Statements | null;
  readonly trust?: Statements;
}

/** A row of test/cases/access-sentences.json. */
export interface AccessCase {
  readonly it: string;
  readonly before: CaseSide;
  readonly after: CaseSide;
  /** Every sentence of the delta; the role is called "it". */
  readonly says: readonly string[];
  /** Every line of its roll-up, with its sign, where the case is there for that. */
  readonly rolled?: readonly string[];
  readonly direction: string;
}

export function readCases(): readonly AccessCase[] {
  const file = new URL('../../cases/access-sentences.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as readonly AccessCase[];
}

export async function deltaOfCase({
  before,
  after,
}: Pick<AccessCase, 'before' | 'after'>): Promise<AccessDelta> {
  const options = { context: { partition: 'aws' }, catalogue: await readCatalogue() };
  const trust = trustDelta(documentOf(before.trust), documentOf(after.trust), options);
  const delta = identityDelta(principalOf(before), principalOf(after), options);
  return spellConditions(
    { ...delta, ...(trust === undefined ? {} : { trust }) },
    [after, before].flatMap(documentsOf),
  );
}

function principalOf({ policies = [], boundary }: CaseSide): PrincipalPolicies {
  const held = (name: string, statements: Statements | null) => {
    const document = documentOf(statements ?? undefined);
    return { name, ...(document === undefined ? {} : { document }) };
  };
  return {
    policies: policies.map((statements, index) => held(`p${index}`, statements)),
    ...(boundary === undefined ? {} : { boundary: held('b', boundary) }),
  };
}

function documentsOf({ policies = [], boundary, trust }: CaseSide): readonly JsonObject[] {
  return [...policies, boundary, trust].flatMap((statements): readonly JsonObject[] => {
    const document = documentOf(statements ?? undefined);
    return document === undefined ? [] : [document];
  });
}

function documentOf(statements: Statements | undefined): JsonObject | undefined {
  return statements && { Version: '2012-10-17', Statement: statements };
}
