import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RolekeeperError } from '../../../src/model/failure.ts';
import { connectGitHub, type GitHubConnection } from '../../../src/github/github-client.ts';
import { problemOf } from '../../../src/github/github-error.ts';
import { startGitHub, type FakeGitHub } from '../../helpers/github/fake-github.ts';
import { connectTo, HASTY } from '../../helpers/github/connect.ts';

let github: FakeGitHub;
beforeAll(async () => {
  github = await startGitHub();
});
beforeEach(() => {
  github.takeLog();
  github.world.faults.length = 0;
});
afterAll(() => github.close());

const NEED = { purpose: 'write the comment on pull request #3', permission: 'pull-requests: write' } as const;

/** With the retries of production: what they do is told here, and what remains after them. */
const connect = (token?: string): GitHubConnection =>
  connectTo(github, { patience: HASTY, ...(token === undefined ? {} : { token }) });

const readRepository = (connection = connect()): Promise<string> =>
  connection.send(
    NEED,
    async (octokit, repository) => (await octokit.rest.repos.get({ ...repository })).data.full_name,
  );

async function failureOf(attempt: Promise<unknown>): Promise<RolekeeperError> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(RolekeeperError);
  return error as RolekeeperError;
}

describe('the connection to GitHub', () => {
  it('names rolekeeper and its version as the user agent', async () => {
    expect(await readRepository()).toBe('acme/infra');
    expect(github.takeLog()[0]?.userAgent).toMatch(/^rolekeeper\/0\.1\.0 /);
  });

  it('knows the bot of a job by GraphQL, asked once', async () => {
    const connection = connect();
    expect([await connection.identity(), await connection.identity()]).toEqual([
      'github-actions[bot]',
      'github-actions[bot]',
    ]);
    expect(github.takeLog().map(({ path }) => path)).toEqual(['/graphql']);
  });

  it('asks GET /user where there is no GraphQL', async () => {
    github.answerWith(404, 'Not Found', { path: /^\/graphql$/, times: 9 });
    expect(await connect('token-bob').identity()).toBe('bob');
  });

  it('says so when GitHub does not tell whose token it is', async () => {
    github.answerWith(404, 'Not Found', { path: /^\/graphql$/, times: 9 });
    const failure = await failureOf(connect().identity());
    expect(failure.message).toBe(
      'could not ask GitHub whose token this is: the token lacks the permission (403: Resource not accessible by integration)',
    );
  });

  it('needs a token', () => {
    expect(() => connect('')).toThrow('there is no token for GitHub');
  });

  it('tries again after a 5xx and after a broken connection', async () => {
    github.answerWith(502, 'Bad Gateway');
    github.inject({ answer: 'drop' });
    expect(await readRepository()).toBe('acme/infra');
    expect(github.takeLog()).toHaveLength(3);
  });

  it('gives up after the third attempt', async () => {
    github.answerWith(503, 'Service Unavailable', { times: 9 });
    const failure = await failureOf(readRepository());
    expect(failure.message).toBe(
      'could not write the comment on pull request #3: GitHub failed (503: Service Unavailable)',
    );
    expect(problemOf(failure)).toBe('unreachable');
    expect(github.takeLog()).toHaveLength(3);
  });

  it('does not wait for an answer that never comes', async () => {
    github.inject({ answer: 'hang', times: 9 });
    const failure = await failureOf(
      readRepository(connectTo(github, { patience: { ...HASTY, requestMilliseconds: 50, retries: 1 } })),
    );
    expect(failure.message).toBe(
      'could not write the comment on pull request #3: GitHub did not answer (no answer within 0.05 s)',
    );
  });

  it('waits for a short rate limit, and not for a long one', async () => {
    github.answerWith(403, 'You have exceeded a secondary rate limit.', { headers: { 'retry-after': '2' } });
    expect(await readRepository()).toBe('acme/infra');

    const reset = Math.floor(Date.now() / 1_000) + 3_000;
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) };
    github.answerWith(403, 'API rate limit exceeded for installation ID 1.', { headers });
    const failure = await failureOf(readRepository());
    expect(problemOf(failure)).toBe('rate-limited');
    expect(failure.message).toContain(`until ${new Date(reset * 1_000).toISOString()}`);
  });

  it('names the permission that is missing', async () => {
    const token = await github.mintToken({ contents: 'read', pull_requests: 'read' });
    const { number } = await github.openPull('permission', { 'desired/p.yaml': '' });
    const failure = await failureOf(
      connect(token).send(NEED, (octokit, repository) =>
        octokit.rest.issues.createComment({ ...repository, issue_number: number, body: 'x' }),
      ),
    );
    expect(failure.reason).toBe('github');
    expect(failure.message).toContain('403: Resource not accessible by integration');
    expect(failure.hint).toContain('add `pull-requests: write` under `permissions:` of the job');
    expect(problemOf(failure)).toBe('no-permission');
  });

  it.each([
    [401, 'Bad credentials', 'bad-credentials'],
    [404, 'Not Found', 'not-found'],
    [410, 'Issues are disabled for this repo', 'issues-disabled'],
    [403, 'Unable to create comment because issue is locked.', 'locked'],
    [422, 'Body is too long (maximum is 65536 characters)', 'too-long'],
    [422, 'Validation Failed', 'refused'],
    [429, 'Too Many Requests', 'rate-limited'],
  ] as const)('takes %i %s for %s', async (status, message, problem) => {
    github.answerWith(status, message, { times: 9, headers: { 'retry-after': '999' } });
    const failure = await failureOf(readRepository());
    expect([problemOf(failure), failure.message.startsWith('could not write the comment')]).toEqual([
      problem,
      true,
    ]);
    expect(failure.hint).not.toBe('');
  });

  it('says that there was no answer where nothing listens', async () => {
    const connection = connectGitHub({
      token: 'x',
      apiUrl: 'http://127.0.0.1:9',
      repository: github.repository,
      version: '0.1.0',
      patience: HASTY,
    });
    expect((await failureOf(readRepository(connection))).message).toContain('GitHub did not answer');
  });

  it("does not take errors of our own for GitHub's", () => {
    expect(problemOf(new Error('boom'))).toBeUndefined();
    expect(problemOf(new RolekeeperError('internal', 'boom'))).toBeUndefined();
  });
});
