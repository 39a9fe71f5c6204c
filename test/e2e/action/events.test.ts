import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import { THOROUGH } from '../../helpers/thorough.ts';
import { desired, roleFile } from './desired-files.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage(desired({ name: 'reader' }));
});

afterAll(async () => {
  await stage.close();
  removeTemporaryFolders();
});

/** Each takes a process: the first two, unless there is time. How events and inputs are read has tests of its own. */
function some<T>(rows: readonly T[]): T[] {
  return THOROUGH ? [...rows] : rows.slice(0, 2);
}

/** Neither the account nor GitHub was asked for anything. */
function expectNothingAsked(): void {
  expect(stage.sandbox.world.requests).toEqual([]);
  expect(stage.github.takeLog()).toEqual([]);
}

describe('an event that rolekeeper does not work on', () => {
  const refused = [
    ['pull_request_target', 'pull-request', 'runs with the secrets of the base branch'],
    ['issue_comment', 'issue-comment', 'a comment does not identify what to apply'],
    ['workflow_run', 'schedule', 'runs with the secrets of the default branch'],
    ['release', 'schedule', 'the event release is not one that rolekeeper works on'],
  ] as const;

  it.each(some(refused))(
    '%s fails with the reason, and no request was made',
    async (event, payload, says) => {
      stage.github.takeLog();
      const result = await stage.other(event, payload);
      expect(result).toMatchObject({
        exitCode: 1,
        outputs: { result: 'error', 'failure-reason': 'unsupported-event', 'plan-path': '' },
      });
      expect(result.annotations.join('\n')).toContain(says);
      expect(result.summary).toContain('unsupported-event');
      expectNothingAsked();
    },
  );

  it('a push to another branch is no failure and applies nothing', async () => {
    const sha = await stage.github.push('feature', { 'desired/new.yaml': roleFile({ name: 'new' }) });
    stage.github.takeLog();
    const result = await stage.push(sha, { ref: 'refs/heads/feature' });
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'skipped', 'failure-reason': '' } });
    expect(result.log).toContain('refs/heads/feature is not the default branch');
    expect(result.summary).toContain('is not the default branch');
    expectNothingAsked();
  });

  it('apply on a pull request is refused', async () => {
    const pull = await stage.github.openPull('refused', { 'desired/new.yaml': roleFile({ name: 'new' }) });
    const result = await stage.plan(pull, { inputs: { command: 'apply' } });
    expect(result).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'unsupported-event' } });
    expect(stage.sandbox.world.requests).toEqual([]);
  });

  const wrong: readonly (readonly [string, Record<string, string>, string, string])[] = [
    ['workflow_dispatch without a command', {}, 'unsupported-event', 'does not say what to do'],
    [
      'an unknown command',
      { command: 'destroy' },
      'invalid-config',
      'command "destroy" must be plan, apply, drift, validate, inventory, scopes or join',
    ],
    [
      'a short digest',
      { command: 'apply', digest: 'abc' },
      'invalid-config',
      'digest "abc" must be a digest',
    ],
    [
      'a folder outside',
      { command: 'plan', desired: '../else' },
      'invalid-config',
      'leads out of the repository',
    ],
    ['a folder that is not there', { command: 'plan', desired: 'x' }, 'invalid-config', 'x has 1 mistake'],
    [
      'both wrong',
      { comment: 'maybe', parallel: 'many' },
      'invalid-config',
      'parallel "many" must be a whole number',
    ],
  ];

  it.each(some(wrong))('%s is refused with what to write', async (_name, inputs, reason, says) => {
    const result = await stage.dispatch(inputs);
    expect(result).toMatchObject({ exitCode: 1, outputs: { result: 'error', 'failure-reason': reason } });
    expect(result.annotations.join('\n')).toContain(says);
    expect(result.log).not.toMatch(/^ {4}at /m);
    expect(stage.sandbox.world.requests).toEqual([]);
  });
});

describe('workflow_dispatch', () => {
  it('plans everything into the summary, the outputs and a file', async () => {
    const result = await stage.dispatch({ command: 'plan', 'plan-path': 'my-plan.json' });
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'changes', 'create-count': '1' } });
    expect(result.outputs['plan-path']).toBe('my-plan.json');
    expect(result.summary).toContain('## IAM plan: 1 to create');
    expect(result.log).toContain('::group::plan for account 111122223333');
  });

  it('validates the files without AWS, and hands them over as SARIF', async () => {
    const before = stage.sandbox.world.requests.length;
    const result = await stage.dispatch({ command: 'validate' }, { env: {} });
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'no-changes', 'plan-path': '' } });
    const sarif: unknown = JSON.parse(readFileSync(result.outputs['sarif-path'] ?? '', 'utf8'));
    expect(sarif).toMatchObject({ version: '2.1.0' });
    expect(stage.sandbox.world.requests).toHaveLength(before);
  });

  it('validates what depends on the day, as the command line does', async () => {
    const hold = 'hold: [{ address: role/one, until: 2999-01-01, reason: the vendor moves }]\n';
    const files = desired({ name: 'one', more: hold });
    const result = await stage.dispatch({ command: 'validate' }, { env: {}, files });
    expect(result).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'invalid-config' } });
  });

  it('refuses to apply a branch that is not merged', async () => {
    const result = await stage.dispatch({ command: 'apply' }, { ref: 'refs/heads/feature' });
    expect(result).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'unsupported-event' } });
    expect(stage.sandbox.world.ledger).toEqual([]);
  });
});

describe('a drift check that cannot be done', () => {
  it('says so in the issue, and does not say that the account is in order', async () => {
    const result = await stage.schedule({ env: {} });
    expect(result).toMatchObject({
      exitCode: 1,
      outputs: { result: 'error', 'failure-reason': 'no-credentials', 'has-drift': 'false' },
    });
    const [issue] = await stage.github.issues();
    expect(issue).toMatchObject({ state: 'open', title: 'IAM drift check of desired failed' });
    expect(issue?.body).toContain('Whether the account is as declared is not known');
    expect(result.outputs['issue-number']).toBe(String(issue?.number));
  });
});
