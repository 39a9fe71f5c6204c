import { afterEach, describe, expect, it } from '@jest/globals';
import type { Scope } from '../../../src/model/integration.ts';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import { auditedText } from '../../../src/cloudformation/audit-record.ts';
import { templateText } from '../../../src/cloudformation/template.ts';
import { makeByHand } from '../../helpers/make-by-hand.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { inline, integration, resource, role, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

let account: Account;

afterEach(() => account.sandbox.close());

const document = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Pruefer',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::prüfung/*',
      Condition: { StringEquals: { 'aws:PrincipalTag/größe': 'müßig' } },
    },
  ],
};

function wanted(...more: readonly string[]): Scope {
  const roles = ['prüfer', ...more].map((description, index) =>
    role(`r${String(index)}`, {
      Description: `Zugriff für ${description}`,
      Policies: [inline('p', document)],
      Tags: [{ Key: '所有者', Value: '監査 Ünïcode 𠮷' }],
    }),
  );
  return scope([integration('i', roles)]);
}

function openIn({ integrations }: AssessedPlan): readonly unknown[] {
  return integrations.flatMap(({ blockers, entries }) => [
    ...blockers,
    ...entries.filter((entry) => entry.action !== 'none' || entry.changes.length > 0),
  ]);
}

async function apply(of: Scope): Promise<void> {
  expect((await applyScope(of)).outcomes).toMatchObject([{ outcome: 'applied' }]);
  expect(openIn(await planScope(of))).toEqual([]);
}

describe('characters beyond ASCII', () => {
  it('go to IAM as they are written and come back without a difference', async () => {
    account = await openAccount();
    await apply(wanted());
    const { description, tags } = account.sandbox.world.iam.role('r0');
    expect([description, tags]).toEqual([
      'Zugriff für prüfer',
      [{ key: '所有者', value: '監査 Ünïcode 𠮷' }],
    ]);
    await apply(wanted('müller'));
  });

  it('go round in every text of every kind, made and adopted', async () => {
    const Policies = [inline('p', document)];
    const Tags = [{ Key: '所有者', Value: '監査 𠮷' }];
    const resources = [
      resource('user', 'u', { Policies, Tags }),
      resource('group', 'g', { Policies }),
      resource('managed-policy', 'm', { Description: 'Zugriff für é', PolicyDocument: document }),
      resource('oidc-provider', 'id.example.com', { ClientIdList: ['größe'], Tags }),
    ];
    account = await openAccount();
    await apply(scope([integration('i', resources)]));
    await account.sandbox.close();
    account = await openAccount();
    await makeByHand(account, resources);
    await apply(scope([integration('i', resources)]));
  });

  it('stand in a stack into which others are adopted', async () => {
    account = await openAccount();
    await apply(wanted());
    const one = wanted('müller').integrations[0]?.resources[1]?.resource.properties ?? {};
    await account.call({
      Action: 'CreateRole',
      RoleName: 'r1',
      Description: 'Zugriff für müller',
      AssumeRolePolicyDocument: JSON.stringify(one['AssumeRolePolicyDocument']),
      'Tags.member.1.Key': '所有者',
      'Tags.member.1.Value': '監査 Ünïcode 𠮷',
    });
    await account.call({
      Action: 'PutRolePolicy',
      RoleName: 'r1',
      PolicyName: 'p',
      PolicyDocument: JSON.stringify(document),
    });
    await apply(wanted('müller'));
  });

  it('never stand in the text of a template, with or without an audit record', () => {
    const template = { Description: 'ü', Resources: { 'é\u0080\u2028': '😀\uD800' } };
    const audit = { commit: 'ß', pullRequest: 1 };
    for (const text of [
      templateText(template),
      auditedText({ ...template, Metadata: { rolekeeper: {} } }, 'd', audit),
    ]) {
      expect(text).toMatch(/^[\n\x20-\x7E]*$/);
      expect(JSON.parse(text)).toMatchObject(template);
    }
  });
});

describe('a stack that an older version wrote as it was typed', () => {
  it('is blocked with commands that lead on', async () => {
    account = await openAccount();
    await apply(wanted());
    const [stack] = account.sandbox.world.cloudFormation.stacks;
    const { deployment } = stack ?? {};
    if (stack === undefined || deployment === undefined) throw new Error('there is no stack');
    stack.deployment = { ...deployment, template: JSON.stringify(JSON.parse(deployment.template)) };
    const [blocker] = (await planScope(wanted())).integrations.flatMap(({ blockers }) => blockers);
    expect(blocker?.message).toContain('gives back as "?"');
    expect(blocker?.hint).toContain(`"aws cloudformation delete-stack --stack-name ${stack.name}"`);
    await account.call({ Action: 'DeleteStack', Version: '2010-05-15', StackName: stack.name });
    await apply(wanted());
    expect(account.sandbox.world.iam.roles.size).toBe(1);
  });
});
