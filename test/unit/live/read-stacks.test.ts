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

it('owners are given in the order of the question', async () => {
  const owners = await readOwners(readerOf([]), [
    { type: 'AWS::IAM::Role', physicalId: 'nobody' },
    { type: 'AWS::IAM::Role', physicalId: 'mine' },
  ]);
  expect(owners.map((owner) => owner?.logicalId)).toEqual([undefined, 'AWS::IAM::Role mine']);
});
