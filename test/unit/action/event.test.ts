import { describe, expect, it } from '@jest/globals';
import { type Inputs, parseInputs } from '../../../src/commands/action/context.ts';
import { taskOf } from '../../../src/commands/action/event.ts';
import type { RolekeeperError } from '../../../src/model/failure.ts';
import { RUN } from './run.ts';

const HEAD = 'ec26c3e57ca3a959ca5aad62de7213c562f8c821';
const BASE = 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e';
const repository = { full_name: 'acme/infra', default_branch: 'trunk' };

const pull = (from: string | undefined, more: object = {}) => ({
  action: 'opened',
  number: 7,
  pull_request: {
    head: { sha: HEAD, repo: from === undefined ? null : { full_name: from } },
    base: { ref: 'trunk', sha: BASE },
    user: { login: 'alice' },
  },
  repository,
  ...more,
});
const group = { merge_group: { head_ref: 'refs/heads/gh-readonly-queue/trunk/pr-7-abc', base_sha: BASE } };

type Command = Inputs['command'];

function task(
  event: string,
  payload: unknown,
  more: { command?: Command; ref?: string; actor?: string } = {},
) {
  const { command, ref = 'refs/heads/trunk', actor = 'alice' } = more;
  return taskOf({ ...RUN, event, payload, ref, actor }, { command, digests: ['0123456789abcdef'] });
}

describe('what an event asks for', () => {
  it.each([
    [
      'pull_request',
      pull('acme/infra'),
      {},
      { task: 'plan-pull-request', number: 7, head: HEAD, base: BASE },
    ],
    ['pull_request', pull('acme/infra', { action: 'closed' }), {}, { task: 'nothing' }],
    ['pull_request', pull('acme/infra'), { command: 'drift' }, { task: 'drift' }],
    ['merge_group', group, {}, { task: 'plan-merge-group', base: BASE }],
    ['merge_group', { ...group, action: 'destroyed' }, {}, { task: 'nothing' }],
    ['push', { repository }, {}, { task: 'apply', branch: 'trunk', digests: ['0123456789abcdef'] }],
    ['push', { repository }, { command: 'apply' }, { task: 'apply', branch: 'trunk' }],
    ['push', { repository }, { command: 'plan', ref: 'refs/heads/x' }, { task: 'plan' }],
    ['push', { repository }, { ref: 'refs/heads/main' }, { task: 'nothing' }],
    ['push', { repository }, { ref: 'refs/tags/trunk' }, { task: 'nothing' }],
    ['push', { repository, deleted: true }, {}, { task: 'nothing' }],
    ['schedule', { repository }, {}, { task: 'drift' }],
    ['schedule', { repository }, { command: 'plan' }, { task: 'plan' }],
    [
      'workflow_dispatch',
      { repository },
      { command: 'apply' },
      { task: 'apply', digests: ['0123456789abcdef'] },
    ],
    ['workflow_dispatch', { repository }, { command: 'drift' }, { task: 'drift' }],
    ['workflow_dispatch', { repository }, { command: 'validate' }, { task: 'validate' }],
    ['pull_request', pull('mallory/infra'), { command: 'validate' }, { task: 'validate' }],
    ['merge_group', group, { command: 'validate' }, { task: 'validate' }],
    ['push', { repository }, { command: 'validate' }, { task: 'validate' }],
    ['workflow_dispatch', { repository }, { command: 'inventory' }, { task: 'inventory' }],
    ['schedule', { repository }, { command: 'inventory' }, { task: 'inventory' }],
  ] as const)('%s %j %j', (event, payload, more, expected) => {
    expect(task(event, payload, more)).toMatchObject(expected);
  });

  it.each([
    ['a fork', pull('mallory/infra'), 'alice', 'a pull request from a fork gets no credentials'],
    ['a fork that is gone', pull(undefined), 'alice', 'a pull request from a fork gets no credentials'],
    ['Dependabot', pull('acme/infra'), 'dependabot[bot]', 'a pull request of Dependabot gets no credentials'],
    ['the repository', pull('acme/infra'), 'alice', undefined],
  ] as const)('knows that a pull request of %s has credentials or not', (_name, payload, actor, expected) => {
    expect(task('pull_request', payload, { actor })).toMatchObject({ withoutCredentials: expected });
  });

  it.each([
    ['pull_request', pull('acme/infra'), { command: 'apply' }, 'apply does not run on pull_request'],
    ['merge_group', group, { command: 'apply' }, 'apply does not run on merge_group'],
    ['schedule', { repository }, { command: 'apply' }, 'apply does not run on a schedule'],
    ['workflow_dispatch', { repository }, {}, 'does not say what to do'],
    [
      'workflow_dispatch',
      { repository },
      { command: 'apply', ref: 'refs/heads/x' },
      'is not the default branch',
    ],
    ['pull_request_target', pull('acme/infra'), {}, 'pull_request_target runs with the secrets'],
    ['workflow_run', {}, {}, 'workflow_run runs with the secrets'],
    ['issue_comment', {}, {}, 'a comment does not identify what to apply'],
    ['fork', {}, {}, 'the event fork is not one that rolekeeper works on'],
    [
      'push',
      { repository: {} },
      {},
      "the payload of the event is not in GitHub's form: repository.full_name",
    ],
    ['pull_request', [], {}, "the payload of the event is not in GitHub's form"],
  ] as const)('refuses %s %j %j', (event, payload, more, says) => {
    expect(() => task(event, payload, more)).toThrow(says);
    try {
      task(event, payload, more);
    } catch (error) {
      expect(error).toMatchObject({ reason: 'unsupported-event' });
      expect((error as RolekeeperError).hint).toBeTruthy();
    }
  });
});

describe('the inputs', () => {
  const read = (given: Readonly<Record<string, string>>) => parseInputs((name) => given[name] ?? '');

  it('have defaults where nothing is given', () => {
    expect(read({})).toEqual({
      command: undefined,
      desired: 'desired',
      scopes: [],
      jobs: 256,
      plans: 'rolekeeper-plans',
      digests: [],
      comment: 'always',
      driftIssue: true,
      failOnDrift: false,
      parallel: 5,
      requestsPerSecond: undefined,
      planPath: undefined,
      token: '',
    });
  });

  it('are read as they are meant', () => {
    const [one, other] = ['0123456789abcdef'.repeat(2), 'FEDCBA9876543210'.repeat(2)];
    const digest = ` sha256:${one}, ${other}\n`;
    expect(
      read({
        digest,
        desired: './iam//prod/',
        'drift-issue': 'false',
        parallel: '12',
        'requests-per-second': '8',
      }),
    ).toMatchObject({
      requestsPerSecond: 8,
      digests: [`sha256:${one}`, other],
      desired: 'iam/prod',
      driftIssue: false,
      parallel: 12,
    });
    expect(read({ desired: '.' }).desired).toBe('.');
  });

  it.each([
    [{ digest: 'abc' }, 'digest "abc" must be a digest'],
    [{ 'fail-on-drift': 'yes' }, 'fail-on-drift "yes" must be true or false'],
    [{ parallel: '0' }, 'parallel "0" must be a whole number'],
    [{ 'requests-per-second': '0' }, 'requests-per-second "0" must be a whole number from 1 to 9999'],
    [{ desired: '/etc' }, 'leads out of the repository'],
    [{ desired: 'a/../../b' }, 'leads out of the repository'],
  ])('are refused with what to write: %j', (given, says) => {
    expect(() => read(given)).toThrow(says);
  });
});
