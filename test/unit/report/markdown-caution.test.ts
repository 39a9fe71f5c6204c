import { describe, expect, it } from '@jest/globals';
import type { AssessedEntry } from '../../../src/model/assessment.ts';
import { cautionsOf } from '../../../src/report/markdown-caution.ts';
import { added, allow, entry, field, integration, LOGZIO, plan, removed, trust } from './plan-builders.ts';

const blockers = [{ code: 'replacement', message: 'cannot do it', hint: 'h' }] as const;
const cautions = (entries: readonly AssessedEntry[]): readonly string[] =>
  cautionsOf(plan({ integrations: [integration('a', entries)] }));
const trusts = (...principals: readonly string[]) =>
  field('AssumeRolePolicyDocument', { after: {}, statements: added(trust(principals)) });
const everything = field('Policies', { member: 'p', after: {}, statements: added(allow(['*'], ['*'])) });
const administrator = 'arn:aws-cn:iam::aws:policy/AdministratorAccess';

const cases: readonly [string, Partial<AssessedEntry>, readonly string[]][] = [
  ['of a deletion', { action: 'delete', cause: 'change' }, ['**Deletes** `role/x` in `a`']],
  [
    'of a deletion that is blocked',
    { action: 'delete', cause: 'change', blockers },
    ['**Would delete** `role/x` in `a`', '**Blocked:** `role/x`: cannot do it'],
  ],
  [
    'of widened trust',
    { action: 'update', changes: [trusts(LOGZIO)] },
    ['**Widens who may come in:** trust of `role/x` in `a`'],
  ],
  [
    'of a new role that anybody may assume',
    { action: 'create', changes: [trusts('*')] },
    ['**Lets anybody in:** trust of `role/x` in `a`'],
  ],
  ['not of a new role that trusts its vendor', { action: 'create', changes: [trusts(LOGZIO)] }, []],
  ['of everything', { action: 'create', changes: [everything] }, ['**Allows everything:** `role/x` in `a`']],
  [
    'of trust of which nobody can say how it changes',
    {
      action: 'update',
      changes: [field('AssumeRolePolicyDocument', { before: {}, after: {}, statements: [] })],
    },
    ['**Changes who can assume this role; the effect could not be determined:** trust of `role/x` in `a`'],
  ],
  [
    'of an administrator',
    {
      action: 'update',
      changes: [field('ManagedPolicyArns', { member: administrator, after: administrator })],
    },
    ['**Allows everything:** `role/x` in `a`'],
  ],
  [
    'not of what is taken away',
    {
      action: 'update',
      changes: [
        { ...everything, statements: removed(allow(['*'], ['*'])) },
        field('ManagedPolicyArns', { member: administrator, before: administrator }),
      ],
    },
    [],
  ],
  [
    'not of drift that nobody reverts, in the part about the pull request',
    {
      action: 'update',
      cause: 'drift',
      drift: 'modified',
      blockers,
      changes: [{ ...trusts(LOGZIO), cause: 'drift' }],
    },
    [],
  ],
  [
    'of drift whose revert gives access back',
    { action: 'update', cause: 'drift', drift: 'modified', changes: [{ ...trusts(LOGZIO), cause: 'drift' }] },
    ['**Widens who may come in:** trust of `role/x` in `a`'],
  ],
];

describe('a reviewer is cautioned', () => {
  it.each(cases)('%s', (_name, parts, expected) =>
    expect(cautions([entry('role/x', parts)])).toEqual(expected),
  );

  it('of every sort of danger, however many there are of one', () => {
    const deletions = Array.from({ length: 30 }, (_, index) => entry(`role/r${index}`, { action: 'delete' }));
    const items = cautions([...deletions, entry('role/x', { action: 'create', changes: [everything] })]);
    expect(items).toHaveLength(8);
    expect(items[6]).toBe('… and 24 more of this sort');
    expect(items[7]).toContain('**Allows everything:**');
  });
});
