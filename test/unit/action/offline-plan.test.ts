import { describe, expect, it } from '@jest/globals';
import { offlinePlan } from '../../../src/commands/offline-plan.ts';
import { scopeOf } from './scopes.ts';

const COMMIT = 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e';
const today = '2026-08-22';

const base = scopeOf([{ name: 'kept' }, { name: 'changed' }, { name: 'gone' }]);
const scope = scopeOf([{ name: 'kept' }, { name: 'changed', actions: ['s3:ListBucket'] }, { name: 'new' }]);
const plan = await offlinePlan({ scope, base, commit: COMMIT, only: undefined, today });

describe('a plan against the base branch', () => {
  const actions = Object.fromEntries(
    plan.integrations.map(({ integration, entries }) => [
      integration,
      entries.map(({ action, cause }) => [action, cause]),
    ]),
  );

  it('says what the files change, and that the account was not read', () => {
    expect(actions).toEqual({
      changed: [['update', 'change']],
      gone: [['delete', 'change']],
      kept: [['none', undefined]],
      new: [['create', 'change']],
    });
    expect(plan.source).toEqual({ kind: 'base', commit: COMMIT });
  });

  it('blocks what no file acknowledges', () => {
    const gone = plan.integrations.find(({ integration }) => integration === 'gone');
    expect(gone?.entries[0]?.blockers.map(({ code }) => code)).toEqual(['unacknowledged-deletion']);
  });

  it('is about the integrations whose files changed', async () => {
    const some = await offlinePlan({ scope, base, commit: COMMIT, only: ['changed', 'gone'], today });
    expect(some.integrations.map(({ integration }) => integration)).toEqual(['changed', 'gone']);
    expect(some.notCompared).toEqual(['kept', 'new']);
  });

  it('shows everything as new where the base branch has nothing', async () => {
    const first = await offlinePlan({ scope, base: undefined, commit: COMMIT, only: undefined, today });
    expect(first.integrations.flatMap(({ entries }) => entries.map(({ action }) => action))).toEqual([
      'create',
      'create',
      'create',
    ]);
  });
});
