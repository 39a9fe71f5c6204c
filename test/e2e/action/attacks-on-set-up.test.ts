import { afterAll, afterEach, expect, it } from '@jest/globals';
import { OWN_ROLES } from '../../../src/init/access-scope.ts';
import { planPolicy } from '../../../src/init/least-policies.ts';
import { removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import type { OpenedPull } from '../../helpers/github/fake-github.ts';
import { describeThorough } from '../../helpers/thorough.ts';
import { desired, roleFile, settings } from './desired-files.ts';
import { openAppliedStage, type Stage } from './stage.ts';

let stage: Stage;

afterEach(() => stage.close());
afterAll(removeTemporaryFolders);

const MORE = ['s3:GetObject', 's3:GetObjectTagging'];
const one = (actions: readonly string[]) => ({ 'desired/one.yaml': roleFile({ name: 'one', actions }) });

async function lastComment({ number }: OpenedPull): Promise<{ id: number; body: string }> {
  const last = (await stage.github.comments(number)).at(-1);
  if (last === undefined) throw new Error(`#${number} has no comment`);
  return last;
}

describeThorough('a folder that is hidden, shared or a link from a pull request on', () => {
  const A = {
    'desired/a/rolekeeper.yaml': settings('stackPrefix: a-\n'),
    'desired/a/one.yaml': roleFile({ name: 'one' }),
  };
  const B = {
    'desired/b/rolekeeper.yaml': settings('stackPrefix: b-\nrequireReview: none\n'),
    'desired/b/two.yaml': roleFile({ name: 'two' }),
  };
  const gone = Object.fromEntries(Object.keys(B).map((path) => [path, undefined]));
  const moved = (folder: string) =>
    Object.fromEntries(Object.entries(B).map(([path, text]) => [path.replace('desired/b', folder), text]));

  it('leaves no stack unwatched: the plan is blocked, and past it drift fails', async () => {
    stage = await openAppliedStage({ ...A, ...B });
    for (const folder of ['desired/.b', 'desired/_b', 'b', 'desired/a/.b']) {
      const pull = await stage.github.openPull(folder.replace(/\W/g, '-'), { ...gone, ...moved(folder) });
      const planned = await stage.plan(pull);
      // A shared folder that no scope includes is a mistake of its own.
      const isShared = folder.endsWith('_b');
      const reason = isShared ? 'invalid-config' : 'blocked';
      expect([folder, planned.outputs['failure-reason']]).toEqual([folder, reason]);
      const { body } = await lastComment(pull);
      expect(body).toContain(isShared ? 'desired/_b/two.yaml' : 'the folder `desired/b` is gone');
      await stage.github.closePull(pull.number);
    }
    const pull = await stage.github.openPull('hidden', { ...gone, ...moved('desired/.b') });
    await stage.github.merge(pull.number, 'squash');
    const checked = await stage.schedule();
    expect(checked).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'blocked' } });
    expect(checked.log).toContain('the stack b-two was made by rolekeeper');
    // A folder that was always hidden is none, and does not block what has nothing to do with it.
    const other = await stage.github.openPull('other', {
      'desired/a/one.yaml': roleFile({ name: 'one', actions: MORE }),
    });
    expect(await stage.plan(other)).toMatchObject({ exitCode: 0 });
  });

  it('is refused as a symbolic link, in plan and apply alike', async () => {
    stage = await openAppliedStage({ ...A, ...B });
    const pull = await stage.github.openPull('link', { ...gone, ...moved('elsewhere') });
    const links = { 'desired/b': '../elsewhere' };
    const { ledger } = stage.sandbox.world;
    const before = ledger.length;
    const planned = await stage.plan(pull, { links });
    await stage.github.merge(pull.number, 'squash');
    for (const run of [planned, await stage.push(undefined, { links }), await stage.schedule({ links })]) {
      expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'invalid-config' } });
      expect(run.log).toContain('desired/b is a symbolic link');
    }
    expect(ledger.length).toBe(before);
  });
});

interface Statement {
  readonly Action: readonly string[];
  readonly Resource: string;
}

describeThorough('the plan role', () => {
  it('reads the templates of no other stack, and plan, apply and drift need none', async () => {
    stage = await openAppliedStage({ ...desired({ name: 'one' }), 'desired/rolekeeper.yaml': settings() });
    await stage.iam({
      Action: 'CreateStack',
      Version: '2010-05-15',
      StackName: 'vendor-of-another-team',
      'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
      TemplateBody: JSON.stringify({
        Resources: {
          Role: {
            Type: 'AWS::IAM::Role',
            Properties: {
              RoleName: 'theirs',
              AssumeRolePolicyDocument: {
                Version: '2012-10-17',
                Statement: [
                  { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
                ],
              },
            },
          },
        },
      }),
    });
    const { requests } = stage.sandbox.world;
    const from = requests.length;
    const adopted = roleFile({ name: 'theirs', more: 'overwrite: [role/theirs]\n' });
    const pull = await stage.github.openPull('more', { ...one(MORE), 'desired/theirs.yaml': adopted });
    expect(await stage.plan(pull)).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'blocked' } });
    await stage.github.merge(pull.number, 'squash');
    expect((await stage.push()).outputs['failure-reason']).toBe('blocked');
    await stage.schedule();
    const { Statement } = planPolicy({
      partition: 'aws',
      account: '111122223333',
      region: 'eu-west-1',
      stackPrefix: 'rolekeeper-',
      form: 'called-via',
      managed: {},
      roles: OWN_ROLES,
    }) as unknown as { readonly Statement: readonly Statement[] };
    const isAllowed = (action: string, name: string): boolean =>
      Statement.some(
        ({ Action, Resource }) =>
          Action.includes(`cloudformation:${action}`) &&
          (Resource === '*' || `${stackArn(name)}/id`.startsWith(Resource.replace(/\*$/, ''))),
      );
    const reads = requests
      .slice(from)
      .filter(({ action }) => /^(?:GetTemplate|DescribeStackEvents|ListStackResources)$/.test(action));
    expect(reads.length).toBeGreaterThan(2);
    for (const { action, parameters } of reads) {
      const stack = parameters['StackName'] ?? '';
      expect([action, stack, isAllowed(action, stack)]).toEqual([action, stack, true]);
      expect(isAllowed(action, 'vendor-of-another-team')).toBe(false);
    }
  });
});

const stackArn = (nameOrArn: string): string =>
  nameOrArn.startsWith('arn:')
    ? nameOrArn
    : `arn:aws:cloudformation:eu-west-1:111122223333:stack/${nameOrArn}`;

describeThorough('words of others', () => {
  const WORDS = 'safe to merge no access changes';

  /** What is left of a text without what is quoted in it. */
  const unquoted = (text: string): string =>
    text.replace(/^(`{3,})[^]*?^\1$/gm, '').replace(/(`+)[^`\n](?:[^\n]*?[^`\n])?\1(?!`)/g, '');

  it('never read as those of rolekeeper: in files and in the account', async () => {
    stage = await openAppliedStage(desired({ name: 'one' }, { name: 'two' }));
    const spoken = (name: string) =>
      roleFile({
        name,
        actions: MORE,
        more: `vendor: { name: ${WORDS} }
owner: ${WORDS}
handover: ${WORDS}
exceptions: [{ rule: trust-without-external-id, address: role/${name}, reason: ${WORDS} }]
ignore: [{ address: role/${name}, field: MaxSessionDuration, reason: ${WORDS} }]
`,
      })
        .replace(/description: .*/, `description: ${WORDS}`)
        .replace('    Policies:', `    Description: ${WORDS}\n    Tags: { note: ${WORDS} }\n    Policies:`)
        .replace(
          '          Statement:\n            - Effect',
          `          Statement:\n            - Sid: safetomerge\n              Effect`,
        );
    await stage.iam({ Action: 'UpdateRole', RoleName: 'two', Description: WORDS });
    await stage.iam({
      Action: 'TagRole',
      RoleName: 'two',
      'Tags.member.1.Key': 'note',
      'Tags.member.1.Value': WORDS,
    });
    const pull = await stage.github.openPull('words', {
      'desired/one.yaml': spoken('one'),
      'desired/three.yaml': spoken('three'),
    });
    const planned = await stage.plan(pull);
    const shown = (await lastComment(pull)).body;
    await stage.github.merge(pull.number, 'squash');
    const pushed = await stage.push();
    const checked = await stage.schedule();
    const issues = (await stage.github.issues()).map(({ body }) => body ?? '');
    const texts = [
      shown,
      (await lastComment(pull)).body,
      ...issues,
      ...[planned, pushed, checked].map(({ summary }) => summary),
    ];
    expect(texts.filter((text) => text.includes(WORDS)).length).toBeGreaterThan(4);
    for (const text of texts)
      expect(
        unquoted(text)
          .split('\n')
          .filter((line) => /safe to merge|no access changes/.test(line)),
      ).toEqual([]);
  });
});

describeThorough('a comment', () => {
  it('of another app is no evidence, whatever login it has', async () => {
    stage = await openAppliedStage(desired({ name: 'one' }));
    const pull = await stage.github.openPull('change', one(MORE));
    await stage.plan(pull);
    stage.github.world.apps.set((await lastComment(pull)).id, { id: 666, slug: 'another' });
    await stage.github.merge(pull.number, 'squash');
    expect(await stage.push()).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'not-approved' } });
  });

  it.each(['names the app of the token', 'names another app', 'is named by the pull request itself'])(
    'counts by the id of its app, where the base has it: the base %s',
    async (what) => {
      const named = what.includes('another') ? 666 : 15_368;
      const guarded = settings(`gitHubApp: ${named}\n`);
      const isOwn = what.includes('itself');
      stage = await openAppliedStage({
        ...desired({ name: 'one' }),
        'desired/rolekeeper.yaml': isOwn ? settings() : guarded,
      });
      const pull = await stage.github.openPull('change', {
        ...one(MORE),
        ...(isOwn ? { 'desired/rolekeeper.yaml': settings('gitHubApp: 666\n') } : {}),
      });
      expect(await stage.plan(pull)).toMatchObject({ exitCode: 0 });
      if (isOwn) {
        const { id, body } = await lastComment(pull);
        expect(body).toContain('`gitHubApp` was `not set`, becomes `666`');
        // Written by the app that the pull request names, which the base does not.
        stage.github.world.apps.set(id, { id: 666, slug: 'another' });
      }
      await stage.github.merge(pull.number, 'squash');
      expect((await stage.push()).outputs['failure-reason']).toBe(
        what === 'names the app of the token' ? '' : 'not-approved',
      );
    },
  );
});

describeThorough('a run that is killed while it applies', () => {
  it.each(['is rolled back', 'is done', 'was not begun'])(
    'leaves a plan that the next run applies, or does not: what CloudFormation was given %s',
    async (what) => {
      stage = await openAppliedStage(desired({ name: 'one' }, { name: 'two' }));
      const pull = await stage.github.openPull('change', one(MORE));
      await stage.plan(pull);
      if (what === 'is rolled back')
        stage.sandbox.inject({
          kind: 'handler',
          operation: 'update',
          name: 'one',
          message: 'not now',
          times: 1,
        });
      await stage.github.merge(pull.number, 'squash');
      const at = what === 'was not begun' ? 'creating the change set' : 'UPDATE_IN_PROGRESS';
      const run = stage.takeRun();
      expect(
        (await stage.push(undefined, { run, at: { text: at, happens: 'SIGKILL' } })).exitCode,
      ).toBeNull();
      if (what === 'is done') {
        for (let left = 6; left > 0; left -= 1)
          await stage.iam({ Action: 'DescribeStacks', Version: '2010-05-15' });
        // The files are put back by hand, past review, and the stack with them; then they are put there again.
        const before = (await stage.github.checkout(pull.base))['desired/one.yaml'] ?? '';
        await stage.github.push('main', { 'desired/one.yaml': before });
        const digest = (await stage.dispatch({ command: 'plan' })).outputs['plan-digest'] ?? '';
        expect(await stage.dispatch({ command: 'apply', digest })).toMatchObject({ exitCode: 0 });
        await stage.github.push('main', one(MORE));
      }
      const next = await stage.push();
      expect(next.outputs['failure-reason']).toBe(what === 'is done' ? 'not-approved' : '');
      if (what !== 'is done') expect((await lastComment(pull)).body).toContain('**Applied** `one`');
    },
  );
});
