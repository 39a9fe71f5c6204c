import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGitHub, type FakeGitHub } from './fake-github.ts';

let github: FakeGitHub;
beforeAll(async () => {
  github = await startGitHub();
});
afterAll(() => github.close());

const ROOT = '/repos/acme/infra';

async function send(method: string, path: string, body?: unknown, token = github.token) {
  const response = await fetch(github.url + path, {
    method,
    headers: token === '' ? {} : { authorization: `token ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? undefined : JSON.parse(text)) as unknown,
  };
}

const message = (reply: { body: unknown }): string => (reply.body as { message: string }).message;

describe('the front', () => {
  it('knows its tokens, and says 401 to all others', async () => {
    expect(await send('GET', ROOT, undefined, 'made-up')).toMatchObject({
      status: 401,
      body: { message: 'Bad credentials' },
    });
    expect((await send('GET', ROOT, undefined, '')).status).toBe(401);
    expect((await send('GET', ROOT)).status).toBe(200);
  });

  it('closes no connection because this process was busy for a while', async () => {
    expect((await send('GET', ROOT)).headers.get('keep-alive')).toBeNull();
  });

  it('tells a job who it is through GraphQL only', async () => {
    expect(await send('GET', '/user')).toMatchObject({
      status: 403,
      body: { message: 'Resource not accessible by integration' },
    });
    const { body } = await send('POST', '/graphql', { query: 'query { viewer { login } }' });
    expect(body).toEqual({ data: { viewer: { login: 'github-actions[bot]' } } });
    expect(await send('GET', '/user', undefined, 'token-bob')).toMatchObject({ body: { login: 'bob' } });
  });

  it("refuses a job what its permissions do not name, in GitHub's words", async () => {
    const reader = await github.mintToken({ contents: 'read', pull_requests: 'read' });
    const { number } = await github.openPull('permissions', { 'desired/p.yaml': 'p' });
    const refused = await send('POST', `${ROOT}/issues/${number}/comments`, { body: 'hello' }, reader);
    expect(refused).toMatchObject({
      status: 403,
      body: { message: 'Resource not accessible by integration' },
    });
    expect(refused.headers.get('x-accepted-github-permissions')).toBe('issues=write; pull_requests=write');
    expect((await send('GET', `${ROOT}/issues/${number}/comments`, undefined, reader)).status).toBe(200);
  });

  it('refuses texts over 65,536 characters and titles over 256', async () => {
    const { number } = await github.openPull('limits', { 'desired/l.yaml': 'l' });
    const path = `${ROOT}/issues/${number}/comments`;
    expect((await send('POST', path, { body: 'x'.repeat(65_536) })).status).toBe(201);
    expect(await send('POST', path, { body: 'x'.repeat(65_537) })).toMatchObject({
      status: 422,
      body: {
        errors: [{ resource: 'IssueComment', message: 'Body is too long (maximum is 65536 characters)' }],
      },
    });
    expect((await send('POST', `${ROOT}/issues`, { title: 'x'.repeat(257), body: '' })).status).toBe(422);
  });

  it('lists the files, the head and the merge of a pull request', async () => {
    await github.push('main', { 'desired/kept.yaml': '1', 'desired/gone.yaml': '1' });
    const pull = await github.openPull('files', {
      'desired/kept.yaml': '2',
      'desired/gone.yaml': undefined,
      'desired/new.yaml': '1',
    });
    const head = await github.push('files', { 'desired/new.yaml': '2' });
    expect((await send('GET', `${ROOT}/pulls/${pull.number}/files`)).body).toMatchObject([
      { filename: 'desired/gone.yaml', status: 'removed' },
      { filename: 'desired/kept.yaml', status: 'modified' },
      { filename: 'desired/new.yaml', status: 'added' },
    ]);
    expect((await send('GET', `${ROOT}/pulls/${pull.number}`)).body).toMatchObject({
      head: { sha: head },
      changed_files: 3,
    });
    const merged = await github.merge(pull.number, 'squash');
    expect((await send('GET', `${ROOT}/pulls/${pull.number}`)).body).toMatchObject({
      state: 'closed',
      merged: true,
      merge_commit_sha: merged,
      changed_files: 3,
    });
  });

  it('keeps what the base got meanwhile when it merges', async () => {
    const pull = await github.openPull('late', { 'desired/late.yaml': 'late' });
    await github.push('main', { 'desired/meanwhile.yaml': 'meanwhile' });
    const files = await github.checkout(await github.merge(pull.number, 'merge'));
    expect(files).toMatchObject({ 'desired/late.yaml': 'late', 'desired/meanwhile.yaml': 'meanwhile' });
  });

  it.each(['merge', 'squash', 'rebase'] as const)(
    'leads from a path to the pull request that was merged by %s',
    async (method) => {
      const file = `desired/${method}.yaml`;
      const pull = await github.openPull(`by-${method}`, { [file]: '1' });
      await github.push(`by-${method}`, { [file]: '2' });
      await github.push('main', { [`other-${method}`]: '' });
      await github.merge(pull.number, method);
      const commits = (await send('GET', `${ROOT}/commits?path=${file}&sha=main`)).body as { sha: string }[];
      expect(commits).toHaveLength(method === 'squash' ? 1 : 2);
      const { body } = await send('GET', `${ROOT}/commits/${commits[0]!.sha}/pulls`);
      expect(body).toMatchObject([{ number: pull.number, base: { ref: 'main' } }]);
    },
  );

  it('lists pull requests among the issues, and pages', async () => {
    const created = await send('POST', `${ROOT}/issues`, { title: 'an issue', labels: ['rolekeeper-drift'] });
    expect(created).toMatchObject({ status: 201, body: { user: { login: 'github-actions[bot]' } } });
    const issues = (await send('GET', `${ROOT}/issues?state=all`)).body as { pull_request?: unknown }[];
    expect(issues.some(({ pull_request }) => pull_request !== undefined)).toBe(true);
    expect(issues.some(({ pull_request }) => pull_request === undefined)).toBe(true);
    const { number } = await github.openPull('paged', { 'desired/paged.yaml': '' });
    for (let index = 0; index < 3; index += 1) await github.comment(number, 'bob', `comment ${index}`);
    const first = await send('GET', `${ROOT}/issues/${number}/comments?per_page=2`);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    expect(next.startsWith(github.url)).toBe(true);
    expect((await send('GET', next.slice(github.url.length))).body).toMatchObject([{ body: 'comment 2' }]);
  });

  it('keeps the history of a comment, and forgets it with the comment', async () => {
    const { number } = await github.openPull('edited', { 'desired/e.yaml': '' });
    const { body } = await send('POST', `${ROOT}/issues/${number}/comments`, { body: 'one' });
    const { id, node_id } = body as { id: number; node_id: string };
    const query = {
      query: 'query ($id: ID!) { node(id: $id) { ... userContentEdits } }',
      variables: { id: node_id },
    };
    expect((await send('POST', '/graphql', query)).body).toMatchObject({
      data: { node: { userContentEdits: { nodes: [] } } },
    });
    await send('PATCH', `${ROOT}/issues/comments/${id}`, { body: 'two' });
    expect((await send('POST', '/graphql', query)).body).toMatchObject({
      data: {
        node: {
          userContentEdits: {
            nodes: [{ diff: 'two', editor: { login: 'github-actions' } }, { diff: 'one' }],
          },
        },
      },
    });
    await github.deleteComment(id);
    expect((await send('POST', '/graphql', query)).body).toMatchObject({
      data: { node: null },
      errors: [{ type: 'NOT_FOUND' }],
    });
  });

  it('does not take comments on a locked conversation', async () => {
    const { number } = await github.openPull('locked', { 'desired/locked.yaml': '' });
    await github.lock(number);
    const refused = await send('POST', `${ROOT}/issues/${number}/comments`, { body: 'hello' });
    expect([refused.status, message(refused)]).toEqual([
      403,
      'Unable to create comment because issue is locked.',
    ]);
  });

  it('queues a pull request on a branch of its own, and lands it', async () => {
    const { number } = await github.openPull('queued', { 'desired/queued.yaml': 'queued' });
    const queued = await github.enqueue(number);
    expect(queued.ref).toBe(`refs/heads/gh-readonly-queue/main/pr-${number}-${queued.base}`);
    expect(await github.head()).toBe(queued.base);
    await queued.land();
    expect(await github.head()).toBe(queued.head);
  });

  it('stamps reviews by its own clock, and says who may push', async () => {
    const { number } = await github.openPull('reviewed', { 'desired/r.yaml': '' });
    await github.review(number, 'bob', 'APPROVE');
    const at = github.world.clock.iso();
    const [review] = (await send('GET', `${ROOT}/pulls/${number}/reviews`)).body as {
      submitted_at: string;
      state: string;
    }[];
    expect(review).toMatchObject({ state: 'APPROVED', submitted_at: at });
    expect((await send('GET', `${ROOT}/collaborators/bob/permission`)).body).toMatchObject({
      permission: 'write',
    });
    expect((await send('GET', `${ROOT}/collaborators/mallory/permission`)).body).toMatchObject({
      permission: 'read',
    });
  });

  it('answers with faults, loses answers, and keeps a log', async () => {
    github.takeLog();
    github.answerWith(502, 'Bad Gateway', { path: /\/infra$/ });
    expect((await send('GET', ROOT)).status).toBe(502);
    expect((await send('GET', ROOT)).status).toBe(200);
    github.inject({ path: /\/infra$/, answer: 'drop' });
    await expect(send('GET', ROOT)).rejects.toThrow();
    expect(github.takeLog().map(({ method, path, status }) => [method, path, status])).toEqual([
      ['GET', ROOT, 502],
      ['GET', ROOT, 200],
      ['GET', ROOT, 0],
    ]);
  });
});
