import { describe, expect, it } from '@jest/globals';
import type { ChangeSet, ChangeSetChange } from '../../../src/model/change-set.ts';
import { findMismatches, type ExpectedChange } from '../../../src/cloudformation/gate.ts';

function changeSet(...changes: readonly Partial<ChangeSetChange>[]): ChangeSet {
  return {
    changeSetId: 'arn',
    name: 'c',
    stackId: 's',
    stackName: 's',
    status: 'CREATE_COMPLETE',
    executionStatus: 'AVAILABLE',
    created: '2026-11-22T00:00:00Z',
    withValues: true,
    changes: changes.map((change) => ({
      action: 'Modify',
      logicalId: 'R',
      resourceType: 'AWS::IAM::Role',
      scope: ['Properties'],
      details: [],
      ...change,
    })),
  };
}

const modify: ExpectedChange = { logicalId: 'R', address: 'role/r', action: 'Modify' };
const PROVIDERS = 'arn:aws:iam::111122223333:oidc-provider';
const NONE: ReadonlySet<string> = new Set();

function mismatches(set: ChangeSet, expected: readonly ExpectedChange[], inSync = NONE): readonly string[] {
  return findMismatches(set, { changes: expected, inSync });
}

describe('a change set is executed only when it is exactly what was planned', () => {
  it.each([
    ['has what was planned', changeSet({}), [modify], NONE, []],
    ['adds what was planned', changeSet({ action: 'Add' }), [{ ...modify, action: 'Add' }], NONE, []],
    ['records what is live', changeSet({ action: 'SyncWithActual' }), [], NONE, []],
    ['modifies nothing', changeSet({ details: [{ source: 'NoModification' }] }), [], NONE, []],
    ['writes again what already is there', changeSet({ logicalId: 'S' }), [], new Set(['S']), []],
    [
      'imports with a meaningless Replacement',
      changeSet({ action: 'Import', replacement: 'True' }),
      [],
      NONE,
      ['Import of R is not planned'],
    ],
    [
      'is about the identity provider of that very URL',
      changeSet({ resourceType: 'AWS::IAM::OIDCProvider', physicalId: `${PROVIDERS}/id.example.com/Acme` }),
      [{ ...modify, address: 'oidc-provider/id.example.com/Acme' }],
      NONE,
      [],
    ],
    [
      'is about a provider whose URL has another case',
      changeSet({ resourceType: 'AWS::IAM::OIDCProvider', physicalId: `${PROVIDERS}/id.example.com/acme` }),
      [{ ...modify, address: 'oidc-provider/id.example.com/Acme' }],
      NONE,
      [`Modify of oidc-provider/id.example.com/Acme (R) is about ${PROVIDERS}/id.example.com/acme`],
    ],
    [
      'is about a provider of which the planned one is the end',
      changeSet({
        resourceType: 'AWS::IAM::OIDCProvider',
        physicalId: `${PROVIDERS}/evil.example/id.example.com`,
      }),
      [{ ...modify, address: 'oidc-provider/id.example.com' }],
      NONE,
      [`Modify of oidc-provider/id.example.com (R) is about ${PROVIDERS}/evil.example/id.example.com`],
    ],
    [
      'touches what was not planned',
      changeSet({}, { logicalId: 'S' }),
      [modify],
      NONE,
      ['Modify of S is not planned'],
    ],
    [
      'lacks what was planned',
      changeSet(),
      [modify],
      NONE,
      ['Modify of role/r (R) is planned and not in the change set'],
    ],
    [
      'does something else to it',
      changeSet({ action: 'Remove' }),
      [modify],
      NONE,
      ['Remove of role/r (R) where Modify is planned'],
    ],
    [
      'would replace it',
      changeSet({ replacement: 'True' }),
      [modify],
      NONE,
      ['Modify of role/r (R) would replace it'],
    ],
    [
      'might replace it',
      changeSet({ replacement: 'Conditional' }),
      [modify],
      NONE,
      ['Modify of role/r (R) would replace it'],
    ],
    [
      'replaces what is in sync',
      changeSet({ logicalId: 'S', replacement: 'True' }),
      [],
      new Set(['S']),
      ['Modify of S is not planned'],
    ],
    [
      'would destroy what is released',
      changeSet({ action: 'Remove', policyAction: 'Delete' }),
      [{ ...modify, action: 'Remove', policyAction: 'Retain' }],
      NONE,
      ['Remove of role/r (R) would Delete, not Retain'],
    ],
    [
      'does not say what becomes of a removed resource',
      changeSet({ action: 'Remove' }),
      [{ ...modify, action: 'Remove', policyAction: 'Delete' }],
      NONE,
      ['Remove of role/r (R) would have no policy action, not Delete'],
    ],
    [
      'reaches further than a mark',
      changeSet({ scope: ['DeletionPolicy', 'Properties'] }),
      [{ ...modify, scope: ['DeletionPolicy', 'Metadata'] }],
      NONE,
      ['Modify of role/r (R) reaches Properties, which is not planned'],
    ],
    [
      'is about another resource of that logical id',
      changeSet({ physicalId: 'someone-else' }),
      [modify],
      NONE,
      ['Modify of role/r (R) is about someone-else'],
    ],
    [
      'is about a resource of another type',
      changeSet({ resourceType: 'AWS::IAM::User' }),
      [modify],
      NONE,
      ['Modify of role/r (R) is about a AWS::IAM::User'],
    ],
    [
      'replaces by its policy alone',
      changeSet({ policyAction: 'ReplaceAndDelete' }),
      [modify],
      NONE,
      ['Modify of role/r (R) would replace it'],
    ],
    ['has an entry twice', changeSet({}, {}), [modify], NONE, ['R is in the change set twice']],
    [
      'is of an unknown sort',
      changeSet({ action: 'Dynamic' }),
      [modify],
      NONE,
      ['Dynamic of role/r (R) where Modify is planned'],
    ],
  ] as const)('when it %s', (_, set, expected, inSync, found) => {
    expect(mismatches(set, expected, inSync)).toEqual(found);
  });

  it.each([
    ['records what is live', { action: 'SyncWithActual' }],
    ['modifies nothing', { details: [{ source: 'NoModification' }] }],
    ['writes what may be there', {}],
  ] as const)('but with nothing else, when it is not drift-aware and %s', (_, change) => {
    const set = changeSet(change);
    expect(findMismatches(set, { changes: [] })).toEqual([
      `${set.changes[0]?.action ?? ''} of R is not planned`,
    ]);
  });

  it('does not take a record of what is live for what was planned, when it is not drift-aware', () => {
    expect(findMismatches(changeSet({ action: 'SyncWithActual' }), { changes: [modify] })).toEqual([
      'SyncWithActual of role/r (R) where Modify is planned',
    ]);
  });

  it('lets the order of creation change, but not in an import', () => {
    const set = changeSet({ scope: [] });
    expect(findMismatches(set, { changes: [] })).toEqual([]);
    expect(findMismatches(set, { changes: [], nothingElse: true })).toEqual(['Modify of R is not planned']);
  });
});
