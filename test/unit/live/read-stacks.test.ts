import { describe, expect, it } from '@jest/globals';
import { readOwners } from '../../../src/live/owners.ts';
import { appliedIn, rowsOf, type ParseApplied } from '../../../src/live/read-stacks.ts';
import type { StackReader, StackRow } from '../../../src/model/stack-reader.ts';

function row(stackName: string, status = 'CREATE_COMPLETE'): StackRow {
  return {
    stackName,
    stackId: `arn:${stackName}`,
    status,
    terminationProtection: false,
    lastUpdated: '2026-01-01T00:00:00.000Z',
  };
}

function readerOf(rows: readonly StackRow[]): StackReader & { readonly templates: string[] } {
  const templates: string[] = [];
  return {
    templates,
    stacks: (prefix) => Promise.resolve(rows.filter((item) => item.stackName.startsWith(prefix))),
    stack: (name) => Promise.resolve(rows.find((item) => item.stackName === name)),
    template: (stackId) => {
      templates.push(stackId);
      return Promise.resolve(`template of ${stackId}`);
    },
    owner: (physicalId, type) =>
      Promise.resolve(
        physicalId === 'mine' ? { stackName: 's', stackId: 'arn:s', logicalId: `${type} mine` } : undefined,
      ),
    owned: () => Promise.resolve([]),
    resources: () => Promise.resolve([]),
    logicalIds: () => Promise.resolve([]),
    events: () => Promise.resolve([]),
    changeSets: () => Promise.resolve([]),
  };
}

const parse: ParseApplied = (stack, text, prefix) => ({
  integration: stack.stackName.slice(prefix.length),
  stackName: stack.stackName,
  stackId: stack.stackId,
  status: stack.status,
  lastUpdated: stack.lastUpdated,
  ownership: { owner: 'ours' },
  statusReason: text ?? 'no template',
  resources: [],
  placeholders: [],
  transient: [],
});

describe('the applied side', () => {
  const rows = [row('rk-a'), row('rk-b'), row('rk-new', 'REVIEW_IN_PROGRESS'), row('other')];
  const settings = { stackPrefix: 'rk-' };
  const readApplied = async (reader: ReturnType<typeof readerOf>, names: readonly string[] | 'all') =>
    appliedIn(await rowsOf(reader, settings.stackPrefix, names), reader, settings, parse);

  it('is the last template of every stack with the prefix', async () => {
    const applied = await readApplied(readerOf(rows), 'all');
    expect(applied.known && applied.stacks.map((stack) => [stack.integration, stack.statusReason])).toEqual([
      ['a', 'template of arn:rk-a'],
      ['b', 'template of arn:rk-b'],
      ['new', 'no template'],
    ]);
  });

  it('reads the templates of the named integrations only', async () => {
    const reader = readerOf(rows);
    const applied = await readApplied(reader, ['b', 'unknown']);
    expect(applied.known && applied.stacks.map((stack) => stack.integration)).toEqual(['b']);
    expect(reader.templates).toEqual(['arn:rk-b']);
  });
});

describe('owners', () => {
  const Role = 'AWS::IAM::Role';
  const asked = ['alien', 'mine', 'listed'].map((physicalId) => ({ type: Role, physicalId }));

  /** A region with so many stacks, of which the first has a role and says so where there is room for all that it has. */
  function regionOf(stacks: number, hasRoom = true) {
    const calls: string[] = [];
    const rows = Array.from({ length: stacks }, (_, index) => row(`s${index}`));
    const reader = readerOf(rows);
    const listed = {
      stackName: 's0',
      stackId: 'arn:s0',
      logicalId: 'Listed',
      physicalId: 'listed',
      resourceType: Role,
    };
    return {
      calls,
      reader: {
        stacks: (prefix: string) => {
          calls.push('list');
          return reader.stacks(prefix);
        },
        owner: (physicalId: string, type?: string) => {
          calls.push(`whose is ${physicalId}`);
          return physicalId === 'listed' ? Promise.resolve(listed) : reader.owner(physicalId, type);
        },
        owned: (stackId: string) => {
          calls.push(`what has ${stackId}`);
          if (stackId !== 'arn:s0') return Promise.resolve([]);
          return Promise.resolve(
            hasRoom ? [listed, { ...listed, physicalId: 'mine', resourceType: 'other' }] : undefined,
          );
        },
      },
    };
  }

  const singly = ['whose is alien', 'whose is mine', 'whose is listed'];

  it.each([
    ['few are asked for', 5, true, 4, singly, ['mine', 'Listed']],
    ['there is no stack', 0, true, 3, ['list'], []],
    [
      'there are fewer stacks than resources',
      2,
      true,
      3,
      ['list', 'what has arn:s0', 'what has arn:s1'],
      ['Listed'],
    ],
    [
      'a stack has too much for one answer',
      1,
      false,
      3,
      ['list', 'what has arn:s0', ...singly],
      ['mine', 'Listed'],
    ],
    ['there are more stacks', 3, true, 3, ['list', ...singly], ['mine', 'Listed']],
  ] as const)(
    'are found with as few calls as that takes where %s',
    async (_where, stacks, hasRoom, from, calls, owners) => {
      const region = regionOf(stacks, hasRoom);
      const found = await readOwners(region.reader, asked, from);
      expect(region.calls).toEqual(calls);
      // In the order of the question; another type of the same name is another resource.
      expect(found).toHaveLength(3);
      expect(found[0]).toBeUndefined();
      expect(found.flatMap((owner) => owner?.logicalId.replace(`${Role} `, '') ?? [])).toEqual(owners);
    },
  );
});
