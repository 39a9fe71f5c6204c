import { describe, expect, it } from '@jest/globals';
import type { AssessedEntry } from '../../../src/model/assessment.ts';
import { driftItemsOf } from '../../../src/report/drift-items.ts';
import { added, allow, entry, field, integration, plan, removed } from './plan-builders.ts';

const held = { reason: 'r', until: '2027-01-01' };
const extra = field('Tags', { member: 'a', before: 'x', cause: 'drift' });
const itemsOf = (...entries: readonly AssessedEntry[]) =>
  driftItemsOf(plan({ integrations: [integration('a', entries)] }));

const classes: readonly [string, Partial<AssessedEntry>, string | undefined][] = [
  ['nothing, when in sync', {}, undefined],
  [
    'modified',
    { drift: 'modified', changes: [extra, field('Path', { before: '/a', after: '/', cause: 'drift' })] },
    'modified',
  ],
  [
    'extra, when all that drifted is additions',
    { drift: 'modified', changes: [extra, field('Path', { after: '/' })] },
    'extra',
  ],
  ['missing', { action: 'create', drift: 'missing' }, 'missing'],
  ['pending', { action: 'update', cause: 'change' }, 'pending'],
  ['held', { changes: [{ ...extra, held }] }, 'held'],
  ['unchecked', { unchecked: ['Path'] }, 'unchecked'],
  [
    'modified, when its cause is not known',
    { action: 'update', cause: 'unknown', changes: [extra] },
    'modified',
  ],
  ['missing, when nobody knows whether it ever was there', { action: 'create', cause: 'unknown' }, 'missing'],
];

describe('an entry is classed as', () => {
  it.each(classes)('%s', (_name, parts, expected) =>
    expect(itemsOf(entry('role/a', parts)).at(0)?.driftClass).toBe(expected),
  );
});

describe('drift', () => {
  const drifted = { action: 'update', cause: 'drift', drift: 'modified' } as const;

  it('is seen from what is declared to what is live, what the YAML changes is not', () => {
    const statement = allow(['a:1'], ['*']);
    const changes = [
      field('Path', { before: 'live', after: 'declared', cause: 'drift' }),
      field('Description', { before: 'live', after: 'declared' }),
      field('Policies', {
        cause: 'drift',
        statements: [
          ...added(statement),
          ...removed(statement),
          {
            change: 'changed',
            before: statement,
            after: allow(['a:2'], ['*']),
            elements: [{ element: 'Action', added: ['a:2'], removed: ['a:1'] }],
          },
        ],
      }),
    ];
    const edits = itemsOf(entry('role/a', { ...drifted, changes })).at(0)?.edits ?? [];
    expect(edits[0]).toMatchObject({ before: 'declared', after: 'live' });
    expect(edits[1]).toMatchObject({ before: 'live', after: 'declared' });
    expect(edits[2]?.statements?.map(({ change }) => change)).toEqual(['removed', 'added', 'changed']);
    expect(edits[2]?.statements?.[2]).toMatchObject({ elements: [{ added: ['a:1'], removed: ['a:2'] }] });
  });

  it('that gained most access comes first, then by class', () => {
    const policy = (name: string) =>
      field('Policies', {
        member: name,
        before: {},
        cause: 'drift',
        statements: removed(allow(['*'], ['*'])),
      });
    const attachment = field('ManagedPolicyArns', { member: 'arn', before: 'arn', cause: 'drift' });
    const items = itemsOf(
      entry('role/pending', { action: 'update', cause: 'change' }),
      entry('role/one', { ...drifted, changes: [policy('p')] }),
      entry('role/none', { ...drifted, changes: [extra] }),
      entry('role/two', { ...drifted, changes: [policy('p'), attachment] }),
    );
    expect(items.map(({ entry }) => entry.name)).toEqual(['two', 'one', 'none', 'pending']);
  });
});
