import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DRIFT_LABEL, reportDrift, type DriftReport } from '../../../src/github/drift-issue.ts';
import { issueStoreOf } from '../../../src/github/issue-store.ts';
import { parseDriftMarker, writeMarker } from '../../../src/review/marker.ts';
import { startGitHub, type FakeGitHub, type ShownIssue } from '../../helpers/github/fake-github.ts';
import { connectTo } from '../../helpers/github/connect.ts';

let github: FakeGitHub;
beforeAll(async () => {
  github = await startGitHub();
});
afterAll(() => github.close());

const A = 'a'.repeat(64);
let scopes = 0;
let runs = 100;

/** A scope of its own, so that tests do not meet. */
function newScope() {
  scopes += 1;
  const scope = `desired/${scopes}`;
  const report = (state: DriftReport['state'], more: Partial<DriftReport> = {}) => {
    runs += 1;
    return reportDrift(issueStoreOf(connectTo(github)), {
      scope,
      tool: '0.1.0',
      state,
      run: { run: runs, attempt: 1 },
      digest: state === 'drift' ? A : '',
      title: `rolekeeper: ${state}`,
      body: () => `body ${state}`,
      comment: () => `comment ${state}`,
      checkedAt: undefined,
      ...more,
    });
  };
  const issues = async (): Promise<readonly ShownIssue[]> =>
    (await github.issues()).filter(({ body }) => parseDriftMarker(body)?.scope === scope);
  return { scope, report, issues };
}

describe('the drift issue', () => {
  it('carries when the account was last read as a whole, over checks and applies that failed', async () => {
    const { report, issues } = newScope();
    const checkedAt = async () => parseDriftMarker((await issues())[0]?.body ?? '')?.checkedAt;
    await report('drift', { checkedAt: '2026-08-22T05:17:03Z' });
    expect(await checkedAt()).toBe('2026-08-22T05:17:03Z');
    await report('check-failed');
    expect(await checkedAt()).toBe('2026-08-22T05:17:03Z');
    await report('clean', { checkedAt: '2026-08-29T05:17:03Z' });
    await report('apply-failed');
    expect(await checkedAt()).toBe('2026-08-29T05:17:03Z');
  });

  it('is opened, edited without noise, commented on change, and closed when all is clean', async () => {
    const { report, issues } = newScope();
    expect(await report('clean')).toEqual({ outcome: 'none', warnings: [] });
    const opened = await report('drift');
    expect(opened).toMatchObject({ outcome: 'written', did: 'created', commented: false });
    expect(await report('drift', { body: () => 'checked again' })).toMatchObject({
      did: 'edited',
      commented: false,
    });
    expect(await report('drift', { digest: 'b'.repeat(64) })).toMatchObject({
      did: 'edited',
      commented: true,
    });
    expect(await report('clean')).toMatchObject({ did: 'closed', commented: true });
    const again = await report('clean', { body: () => 'Last checked today' });
    expect(again).toMatchObject({ did: 'edited', commented: false });
    expect((await issues())[0]).toMatchObject({ body: expect.stringContaining('Last checked today') });
    const [issue, ...others] = await issues();
    expect(others).toEqual([]);
    expect(issue).toMatchObject({
      state: 'closed',
      state_reason: 'completed',
      labels: [{ name: DRIFT_LABEL }],
      comments: 2,
    });
    expect(issue?.title).toBe('rolekeeper: clean');
  });

  it('is reopened when it was closed while the drift lasts', async () => {
    const { report, issues } = newScope();
    const opened = await report('drift');
    const number = 'number' in opened ? opened.number : 0;
    await github.editIssue(number, { state: 'closed' });
    expect(await report('drift')).toMatchObject({ number, did: 'reopened', commented: true });
    expect(await issues()).toMatchObject([{ state: 'open', comments: 1 }]);
  });

  it('is found without its label, and gets it back', async () => {
    const { report, issues } = newScope();
    const opened = await report('drift');
    await github.editIssue('number' in opened ? opened.number : 0, { labels: ['kept'] });
    expect(await report('drift')).toMatchObject({ did: 'edited' });
    const [issue, ...others] = await issues();
    expect(others).toEqual([]);
    expect(issue?.labels.map(({ name }) => name).sort()).toEqual(['kept', DRIFT_LABEL]);
  });

  it('has a state of its own for a check that failed', async () => {
    const { report, issues } = newScope();
    await report('drift');
    expect(await report('check-failed')).toMatchObject({ did: 'edited', commented: true });
    const [issue] = await issues();
    expect([issue?.state, parseDriftMarker(issue?.body ?? '')]).toMatchObject([
      'open',
      { state: 'check-failed', digest: A },
    ]);
    expect(await report('drift')).toMatchObject({ did: 'edited', commented: false });
  });

  it('takes the word of an apply that failed, and leaves its body', async () => {
    const { report, issues } = newScope();
    await report('drift');
    expect(await report('apply-failed')).toMatchObject({ did: 'edited', commented: true });
    expect(await issues()).toMatchObject([{ title: 'rolekeeper: drift', comments: 1 }]);
    const other = newScope();
    expect(await other.report('apply-failed')).toMatchObject({ did: 'created' });
  });

  it('of a newer run is left alone', async () => {
    const { report } = newScope();
    await report('drift', { run: { run: 9_000, attempt: 1 } });
    expect(await report('clean')).toMatchObject({ outcome: 'overtaken' });
  });

  it('is not the issue of another author with our marker, nor a pull request', async () => {
    const { scope, report } = newScope();
    const forged = writeMarker({
      kind: 'drift',
      scope,
      state: 'drift',
      run: 1,
      attempt: 1,
      digest: A,
      tool: '',
    });
    await fetch(`${github.url}/repos/acme/infra/issues`, {
      method: 'POST',
      headers: { authorization: 'token token-bob' },
      body: JSON.stringify({ title: 'forged', body: forged, labels: [DRIFT_LABEL] }),
    });
    await github.openPull(`issue-${scopes}`, { 'desired/x.yaml': '' });
    expect(await report('clean')).toEqual({ outcome: 'none', warnings: [] });
    expect(await report('drift')).toMatchObject({ did: 'created' });
  });

  it('is one after two runs opened it at once', async () => {
    const { report, issues } = newScope();
    await Promise.all([report('drift'), report('drift')]);
    await report('drift');
    expect((await issues()).filter(({ state }) => state === 'open')).toHaveLength(1);
  });

  it('never outgrows GitHub', async () => {
    const { report, issues } = newScope();
    const outcome = await report('drift', { title: 't'.repeat(300), body: (limit) => 'x'.repeat(limit) });
    expect(outcome).toMatchObject({ outcome: 'written', warnings: [] });
    expect((await issues())[0]?.body.length).toBe(65_536);
  });

  it('is a warning without the permission, on a locked issue, and where issues are off', async () => {
    const token = await github.mintToken({ contents: 'read', issues: 'read', pull_requests: 'write' });
    const { scope, report } = newScope();
    const common = {
      scope,
      tool: '',
      state: 'drift',
      digest: A,
      title: 't',
      checkedAt: undefined,
      body: () => '',
      comment: () => '',
    } as const;
    const run = { run: 1, attempt: 1 };
    const denied = await reportDrift(issueStoreOf(connectTo(github, { token })), { ...common, run });
    expect(denied).toMatchObject({ outcome: 'not-written', warnings: [{ code: 'no-permission' }] });
    expect(denied.warnings[0]?.hint).toContain('`issues: write`');

    const opened = await report('drift');
    await github.lock('number' in opened ? opened.number : 0);
    expect(await report('drift', { digest: 'c'.repeat(64) })).toMatchObject({
      outcome: 'written',
      commented: false,
      warnings: [{ code: 'locked' }],
    });
    github.answerWith(410, 'Issues are disabled for this repo', { path: /\/issues$/ });
    expect(await report('drift')).toMatchObject({
      outcome: 'not-written',
      warnings: [{ code: 'issues-disabled' }],
    });
  });
});
