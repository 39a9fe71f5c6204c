import { afterAll, afterEach, expect, it } from '@jest/globals';
import { removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import type { OpenedPull } from '../../helpers/github/fake-github.ts';
import { describeThorough } from '../../helpers/thorough.ts';
import { desired, roleFile, settings } from './desired-files.ts';
import { openAppliedStage, openStage, type Stage } from './stage.ts';

let stage: Stage;

afterEach(() => stage.close());
afterAll(removeTemporaryFolders);

const OPEN = settings('requireReview: none\n');
const ACCOUNT = '111122223333';
const VENDOR = '406095609952';

const EXPECTS =
  "expect: [{ principal: role/two, deny: [s3:DeleteObject], on: ['arn:aws:s3:::acme-prod-logs/x'] }]\n";

type Files = Readonly<Record<string, string | undefined>>;

/** Any resource in place of the vendor's bucket. */
const onEverything = (file: string): string => file.replace(/Resource: .*/, "Resource: '*'");

const lastBody = async ({ number }: OpenedPull): Promise<string> =>
  (await stage.github.comments(number)).at(-1)?.body ?? '';

/** What a reviewer sees without a click. */
const unfolded = (body: string): string => body.replace(/<details>[^]*?<\/details>/g, '');

let pulls = 0;

async function plan(files: Files) {
  pulls += 1;
  const pull = await stage.github.openPull(`change-${pulls}`, files);
  const planned = await stage.plan(pull);
  return { ...planned, pull, body: await lastBody(pull) };
}

/** Merges and pushes, without a review; the kinds of change in IAM. */
async function mergeAndPush(pull: OpenedPull): Promise<readonly string[]> {
  const { ledger } = stage.sandbox.world;
  const before = ledger.length;
  await stage.github.merge(pull.number, 'squash');
  await stage.push();
  return ledger.slice(before).map(({ resource }) => resource);
}

const trusts = (principal: object, action = 'sts:AssumeRole', condition?: object) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: principal,
      Action: action,
      ...(condition === undefined ? {} : { Condition: condition }),
    },
  ],
});

const GITHUB = 'token.actions.githubusercontent.com';
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${GITHUB}`;

/** A role that workflows of GitHub assume. */
const ofGitHub = (name: string, condition: string): string =>
  roleFile({ name })
    .replace(`AWS: arn:aws:iam::${VENDOR}:root`, `Federated: ${PROVIDER}`)
    .replace('sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity')
    .replace(/Condition:\n.*\n.*\n/, `Condition: ${condition}\n`);

describeThorough('access that no file of the pull request declares', () => {
  it('is judged: what an ignored field, a policy of the account, and prefixes leave to a role', async () => {
    stage = await openStage({ 'desired/rolekeeper.yaml': OPEN });
    await stage.iam({
      Action: 'CreateRole',
      RoleName: 'OrgAdmin',
      AssumeRolePolicyDocument: trusts({ AWS: `arn:aws:iam::${ACCOUNT}:root` }),
    });
    await stage.iam({
      Action: 'AttachRolePolicy',
      RoleName: 'OrgAdmin',
      PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    });
    await stage.iam({
      Action: 'CreatePolicy',
      PolicyName: 'platform-base',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
      },
    });

    const ignored = await plan({
      'desired/metrics.yaml': roleFile({
        name: 'metrics',
        more: `overwrite: [role/OrgAdmin]
ignore:
  - { address: role/OrgAdmin, field: ManagedPolicyArns, reason: the platform attaches a policy of its own }
`,
      }).replace('RoleName: metrics', 'RoleName: OrgAdmin'),
    });
    const prefixes = await plan({
      'desired/evil.yaml': onEverything(
        roleFile({
          name: 'evil',
          actions: [
            ...'A C D E G L P S T U'.split(' ').map((letter) => `iam:${letter}*`),
            's3:*',
            'ec2:*',
            'kms:*',
            'sts:*',
          ],
        }),
      ),
    });
    const attached = await plan({
      'desired/three.yaml': roleFile({ name: 'three' }).replace(
        '    Policies:',
        `    ManagedPolicyArns: ['arn:aws:iam::${ACCOUNT}:policy/platform-base']\n    Policies:`,
      ),
    });
    expect(ignored.body).not.toMatch(/loses every action/);
    expect(unfolded(ignored.body)).toContain('adopted without a comparison of ManagedPolicyArns');
    expect(unfolded(prefixes.body)).toContain('**Allows giving rights:** `role/evil`');
    expect(unfolded(attached.body)).toContain('**Allows everything:** `role/three`');
    for (const { exitCode, body, outputs, pull } of [ignored, prefixes, attached]) {
      expect(exitCode).toBe(1);
      expect(outputs['failure-reason']).toMatch(/^(blocked|findings)$/);
      expect(unfolded(body)).toMatch(/\*\*error\*\* `full-admin`/);
      expect(await mergeAndPush(pull)).toEqual([]);
    }
  });

  it('is none of the roles that rolekeeper works with', async () => {
    const service = (name: string) => `cloudFormationRole: arn:aws:iam::${ACCOUNT}:role/${name}\n`;
    stage = await openStage({ 'desired/rolekeeper.yaml': OPEN + service('old-service') });
    const trust = trusts({ Federated: PROVIDER }, 'sts:AssumeRoleWithWebIdentity', {
      StringEquals: { [`${GITHUB}:sub`]: 'repo:acme/infra:environment:iam-apply' },
    });
    for (const name of ['rolekeeper-plan', 'rolekeeper-apply'])
      await stage.iam({ Action: 'CreateRole', RoleName: name, AssumeRolePolicyDocument: trust });
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'cloudformation:*', Resource: '*' }],
    };
    await stage.iam({
      Action: 'CreatePolicy',
      PolicyName: 'rolekeeper-apply-policy',
      PolicyDocument: policy,
    });
    await stage.iam({
      Action: 'AttachRolePolicy',
      RoleName: 'rolekeeper-apply',
      PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/rolekeeper-apply-policy`,
    });
    const own = (name: string) =>
      ofGitHub(name, `{ StringLike: { '${GITHUB}:sub': 'repo:acme/infra:*' } }`)
        .replace('roles:', `overwrite: [role/${name}]\nroles:`)
        .replace(`integration: ${name}`, `integration: ${name.replace('rolekeeper', 'own')}`);
    const { body, exitCode, pull } = await plan({
      'desired/own-plan.yaml': own('rolekeeper-plan'),
      'desired/own-apply.yaml': own('rolekeeper-apply'),
      'desired/own-policy.yaml': `integration: own-policy
description: x
overwrite: [managed-policy/rolekeeper-apply-policy]
managedPolicies:
  - ManagedPolicyName: rolekeeper-apply-policy
    PolicyDocument:
      Version: '2012-10-17'
      Statement: [{ Effect: Allow, Action: ['cloudformation:*', 'sts:AssumeRole'], Resource: '*' }]
`,
      'desired/service.yaml': roleFile({ name: 'service' }).replace(
        'RoleName: service',
        'RoleName: old-service',
      ),
      // The settings of the pull request take nothing off the list.
      'desired/rolekeeper.yaml': `${OPEN}${service('new-service')}ownRoles: [another]\n`,
    });
    expect(exitCode).toBe(1);
    for (const address of [
      'role/rolekeeper-plan',
      'role/rolekeeper-apply',
      'managed-policy/rolekeeper-apply-policy',
      'role/old-service',
    ])
      expect(body).toContain(`- **blocked:** \`${address}\` is `);
    expect(await mergeAndPush(pull)).toEqual([]);
  });
});

describeThorough('the caution block', () => {
  it('has a line for every guard and exception, however long the others are', async () => {
    stage = await openAppliedStage({
      ...desired({ name: 'one' }, { name: 'two', more: EXPECTS }),
      'desired/rolekeeper.yaml': settings('hideExternalIds: true\n'),
    });
    const everything = (more: string) => onEverything(roleFile({ name: 'two', actions: ['*'], more }));
    const exception = 'exceptions: [{ rule: full-admin, address: role/two, reason: ok }]\n';
    const many = Array.from({ length: 400 }, (_, index) => `aws-robot-tag-number-${index}`);
    const { body, plan: file } = await plan({
      'desired/rolekeeper.yaml': settings(
        `ignoreTags: [${many.join(', ')}]
ownAccounts: ['${VENDOR}']
rules: { full-admin: off, trust-anybody: off }
hideExternalIds: false
tags: { access: admin }
`,
      ),
      'desired/two.yaml': everything(
        `${exception}ignore: [{ address: role/two, field: Description, reason: x }]\n`,
      ),
    });
    const seen = unfolded(body);
    for (const line of [
      '**Changes a rule level:** `full-admin`',
      '**Changes a rule level:** `trust-anybody`',
      '**Changes the settings:** `ownAccounts`',
      '**Changes the settings:** `ignoreTags`',
      '**Makes an exception:** `full-admin` for `role/two`',
      '**Stops comparing:** `Description` of `role/two`',
      '**Allows everything:** `role/two`',
      '**Shows external ids:** `hideExternalIds`',
      '**Changes tags of every resource:** `access`',
      '**Removes a test:**',
    ])
      expect(seen).toContain(`> - ${line}`);
    for (const line of seen.split('\n').filter((line) => line.startsWith('> - ')))
      expect(line.length).toBeLessThanOrEqual(260 + '> - '.length);
    // As data they stand in the plan file too.
    const { plans } = file as {
      readonly plans: readonly { readonly cautions: readonly { kind: string }[] }[];
    };
    expect(plans[0]?.cautions).toHaveLength(10);

    const long = await plan({
      'desired/one.yaml': roleFile({
        name: 'one',
        more: `ignore: [{ address: role/one, field: Description, reason: '${'long '.repeat(1_800)}' }]\n`,
      }),
      'desired/two.yaml': everything(exception),
    });
    expect(long.outputs['failure-reason']).toBe('invalid-config');
  });

  it('names an outside account that nothing trusted before among a hundred new integrations', async () => {
    const vendors = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => `vendor-${String(from + index).padStart(3, '0')}`);
    const old = 'a b c d e f z'.split(' ').map((letter) => `v-${letter}`);
    stage = await openAppliedStage(desired(...old.map((name) => ({ name }))));
    const outsider = onEverything(
      roleFile({ name: 'vendor-119', actions: ['iam:PutRolePolicy', 'iam:PassRole'] }),
    );
    const { body } = await plan({
      ...Object.fromEntries(vendors(0, 119).map((name) => [`desired/${name}.yaml`, roleFile({ name })])),
      'desired/vendor-119.yaml': outsider.replace(VENDOR, '666666666666'),
      ...Object.fromEntries(
        old.map((name, index) => [
          `desired/${name}.yaml`,
          roleFile({ name }).replace(VENDOR, `70000000000${index}`),
        ]),
      ),
    });
    const seen = unfolded(body);
    for (const account of ['666666666666', ...old.map((_, index) => `70000000000${index}`)])
      expect(seen).toContain(account);
    expect(seen).toMatch(/PutRolePolicy/);
  });
});

describeThorough('a hold', () => {
  it('is of one drift, for a year at most: what comes later is reported', async () => {
    stage = await openAppliedStage(desired({ name: 'one' }));
    const held = (until: string) => ({
      'desired/one.yaml': roleFile({
        name: 'one',
        more: `hold: [{ address: role/one, drift: '${'0'.repeat(16)}', reason: x, until: ${until} }]\n`,
      }),
    });
    const ever = await plan(held('9999-12-31'));
    const inAYear = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);
    const early = await plan(held(inAYear));
    await mergeAndPush(early.pull);
    await stage.iam({
      Action: 'PutRolePolicy',
      RoleName: 'one',
      PolicyName: 'backdoor',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
      },
    });
    const checked = await stage.schedule({ inputs: { 'fail-on-drift': 'true' } });
    expect(early).toMatchObject({ exitCode: 0 });
    expect(unfolded(early.body)).toContain('holds nothing: that drift is not there');
    expect(ever).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'invalid-config' } });
    expect(checked).toMatchObject({ exitCode: 1, outputs: { 'has-drift': 'true' } });
    expect((await stage.github.issues())[0]?.body).toContain('backdoor');
  });
});

describeThorough('a role for workflows of GitHub', () => {
  it('is blocked where repositories of others fit its condition, and is not where they do not', async () => {
    stage = await openStage({ 'desired/rolekeeper.yaml': OPEN });
    const like = (subject: string) => `{ StringLike: { '${GITHUB}:sub': '${subject}' } }`;
    const open = [
      ...['*', 'repo:*', 'repo:*/infra:*', 'repo:acme*'].map(like),
      `{ StringEquals: { '${GITHUB}:aud': sts.amazonaws.com } }`,
      `{ StringEqualsIfExists: { '${GITHUB}:sub': 'repo:acme/infra:ref:refs/heads/main' } }`,
      `{ StringNotLike: { '${GITHUB}:sub': 'repo:evil/*' } }`,
    ];
    const { exitCode, body, pull } = await plan({
      ...Object.fromEntries(
        open.map((condition, index) => [`desired/ci-${index}.yaml`, ofGitHub(`ci-${index}`, condition)]),
      ),
      'desired/closed.yaml': ofGitHub('closed', like('repo:acme/infra:*')),
    });
    expect(exitCode).toBe(1);
    const names = [...open.keys()].map((index) => `\`ci-${index}\``);
    const blocked = unfolded(body)
      .split('\n')
      .filter((line) => line.startsWith('> - **Blocked'));
    expect(names.filter((name) => !blocked.join('\n').includes(name))).toEqual([]);
    expect(blocked.join('\n')).not.toContain('`closed`');
    expect(unfolded(body)).toMatch(/\*\*error\*\* `oidc-without-subject`/);
    expect(body).not.toContain('oidc-without-subject of `role/closed`');
    expect((await mergeAndPush(pull)).filter((resource) => !resource.includes('closed'))).toEqual([]);
  });
});

describeThorough('a check-out that is no folder of short files', () => {
  it.each(['/dev/zero', '/proc/self/environ', '../templates/one.yaml'])(
    'is refused in plan and apply alike where a symbolic link leads to %s',
    async (target) => {
      stage = await openAppliedStage({
        ...desired({ name: 'one' }),
        'templates/one.yaml': roleFile({ name: 'x', actions: ['s3:*'] }),
      });
      const links = { 'desired/x.yaml': target };
      const pull = await stage.github.openPull('link', { 'README.md': 'with a link' });
      const { ledger } = stage.sandbox.world;
      const before = ledger.length;
      for (const run of [await stage.plan(pull, { links }), await stage.push(undefined, { links })]) {
        expect(run).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'invalid-config' } });
        expect(run.log).toContain('desired/x.yaml');
        expect(`${run.log}${run.summary}`).not.toMatch(/GITHUB_WORKSPACE|s3:\*/);
      }
      expect(ledger.length).toBe(before);
    },
  );

  it('is refused with a hundred diagnostics and a count, for 20,000 unknown keys and a file of more than 1 MiB', async () => {
    stage = await openAppliedStage(desired({ name: 'one' }));
    const keys = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1\n`).join('');
    const { annotations, body, exitCode, log, summary } = await plan({
      'desired/large.yaml': `#${'x'.repeat(1024 * 1024)}`,
      'desired/x.yaml': keys,
    });
    expect(exitCode).toBe(1);
    expect(log).toContain('large.yaml is larger than 1 MiB');
    for (const text of [log, summary])
      expect(text.match(/the key "?`?k\d+/g)?.length).toBeLessThanOrEqual(110);
    expect(log).toMatch(/… and 19\d{3} more\n/);
    expect(summary).toMatch(/19\d{3} more/);
    expect(body.length).toBeLessThan(65_536);
    expect(annotations).toHaveLength(10);
  });
});

describeThorough('what AWS says in an error', () => {
  it('is masked in the log, the summary, the annotations, the comment and the issue', async () => {
    stage = await openAppliedStage({ ...desired({ name: 'one' }), 'desired/rolekeeper.yaml': OPEN });
    const message =
      'proxy https://alice:hunter2@proxy.example:8080 refused AKIAIOSFODNN7EXAMPLE for vendor:ext:4k2vq8m1t7, ' +
      'aws_secret_access_key=wJalrXUtnFEMIK7MDENG';
    const files = { 'desired/one.yaml': roleFile({ name: 'one', actions: ['s3:GetObjectTagging'] }) };
    const { pull } = await plan(files);
    stage.sandbox.inject({ kind: 'handler', operation: 'update', name: 'one', message, times: 1 });
    await stage.github.merge(pull.number, 'squash');
    const failed = await stage.push();
    stage.sandbox.inject({ kind: 'error', action: '*', code: 'ValidationError', status: 400, message });
    const unread = await stage.schedule();
    const places = [
      ...[failed, unread].flatMap((run) => [
        run.log,
        run.summary,
        JSON.stringify(run.outputs),
        JSON.stringify(run.plan ?? ''),
      ]),
      ...(await stage.github.comments(pull.number)).map(({ body }) => body),
      ...(await stage.github.issues()).map(({ title, body }) => title + (body ?? '')),
    ];
    for (const { exitCode, log } of [failed, unread]) {
      expect(exitCode).toBe(1);
      expect(log).toContain('AKIA…');
    }
    for (const secret of ['hunter2', 'AKIAIOSFODNN7EXAMPLE', 'vendor:ext:4k2vq8m1t7', 'wJalrXUtnFEMIK7MDENG'])
      expect(places.filter((text) => text.includes(secret))).toEqual([]);
  });
});
