import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../../src/model/json.ts';
import { CREDENTIAL_READS, DATA_READS } from '../../../src/rules/data/data-reads.ts';
import { OPENING_ACTIONS } from '../../../src/rules/data/opening-actions.ts';
import { GUARDS_OF_RESOURCES, GUARDS_OF_THE_ACCOUNT } from '../../../src/rules/data/guard-actions.ts';
import { IDENTITY_PATHS, SERVICE_PATHS } from '../../../src/rules/data/escalation-paths.ts';
import { namedOf, namesAction } from '../../../src/rules/reading/named-actions.ts';
import { PROPERTY_RUNS } from '../../helpers/arbitraries.ts';
import { CONTEXT } from '../../helpers/resources.ts';

const LISTS = [
  CREDENTIAL_READS,
  DATA_READS,
  OPENING_ACTIONS,
  GUARDS_OF_RESOURCES,
  GUARDS_OF_THE_ACCOUNT,
  SERVICE_PATHS,
  Object.keys(IDENTITY_PATHS),
];

const pattern = fc.oneof(
  fc.constantFrom(
    '*',
    's3:*',
    'S*:Get*',
    'iam:Put?olePolicy',
    '*:UpdateStack',
    'kms',
    'nothing:*',
    '?am:*',
    '',
  ),
  fc.constantFrom(...LISTS.flat()),
);

const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
  key: fc.constantFrom('Action', 'Action', 'Action', 'Action', 'NotAction'),
  patterns: fc.array(pattern, { minLength: 1, maxLength: 3 }),
});

describe('the actions of a list that policies name', () => {
  it('are those of which each is named, in their order', () => {
    const documents = fc.array(fc.array(statement, { minLength: 1, maxLength: 3 }), { maxLength: 3 });
    fc.assert(
      fc.property(documents, (drawn) => {
        const policies = drawn.map((statements, at) => ({
          name: `Policies/${at}`,
          label: `inline policy ${at}`,
          ...twice(
            statements.map(({ Effect, key, patterns }) => ({ Effect, [key]: patterns, Resource: '*' })),
          ),
          places: [],
          location: { file: 'x.yaml', line: 1, column: 1 },
          isDeclared: true,
        }));
        for (const list of LISTS)
          expect(namedOf({ policies }, list, CONTEXT)).toEqual(
            list.filter((action) => namesAction({ policies }, action, CONTEXT)),
          );
      }),
      PROPERTY_RUNS,
    );
  });
});

function twice(Statement: Json): { readonly document: Json; readonly written: Json } {
  const document = { Version: '2012-10-17', Statement };
  return { document, written: document };
}
