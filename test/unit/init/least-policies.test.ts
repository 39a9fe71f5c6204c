import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { OWN_ROLES, type AccessScope } from '../../../src/init/access-scope.ts';
import { HANDLER_ACTIONS } from '../../../src/init/handler-actions.ts';
import {
  applyPolicy,
  denyOthersPolicy,
  planPolicy,
  servicePolicy,
} from '../../../src/init/least-policies.ts';
import { ACCOUNT_READS, APPLY_ACTIONS, OWN_STACK_READS } from '../../../src/init/read-actions.ts';
import { serviceTrust } from '../../../src/init/trust.ts';
import { KIND_SPECS } from '../../../src/kinds/registry.ts';

const SCOPE: AccessScope = {
  partition: 'aws',
  account: '111122223333',
  region: 'eu-west-1',
  stackPrefix: 'rolekeeper-',
  form: 'called-via',
  managed: { role: ['datadog', 'vendors/wiz'], 'instance-profile': ['starrocks'] },
  roles: OWN_ROLES,
};

const PLAN_ACTIONS = [...ACCOUNT_READS, ...OWN_STACK_READS];

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const statementsOf = (policy: object): readonly Statement[] =>
  (policy as { readonly Statement: readonly Statement[] }).Statement;
const statement = (policy: object, sid: string): Statement | undefined =>
  statementsOf(policy).find(({ Sid }) => Sid === sid);

/** The scope that docs/permissions.md has as its example. */
const PRINTED: AccessScope = {
  ...SCOPE,
  form: 'service-role',
  managed: { role: ['vendor-logs'] },
  boundary: 'arn:aws:iam::111122223333:policy/vendor-boundary',
};

/** As the page has it: names of statements say nothing there that its text does not. */
const withoutSids = (policy: object) => ({
  Version: '2012-10-17',
  Statement: statementsOf(policy).map(({ Sid: _sid, ...rest }) => rest),
});

describe('docs/permissions.md', () => {
  const page = readFileSync('docs/permissions.md', 'utf8');
  const blocks = [...page.matchAll(/```json\n([^]*?)```/g)].map(([, text = '']): unknown => JSON.parse(text));

  it('prints the policy of the plan role and those around a service role as the command does', () => {
    const apply = statementsOf(applyPolicy(PRINTED)).filter(({ Sid }) => !Sid.startsWith('Read'));
    expect(blocks).toContainEqual(withoutSids(planPolicy(PRINTED)));
    expect(blocks).toContainEqual(serviceTrust());
    expect(blocks).toContainEqual(servicePolicy(PRINTED));
    expect(blocks).toContainEqual({ Version: '2012-10-17', Statement: apply });
    expect(blocks).toContainEqual(denyOthersPolicy(PRINTED));
  });

  it('has a row of actions for every kind', () => {
    for (const { kind } of KIND_SPECS) {
      const { read, write } = HANDLER_ACTIONS[kind];
      expect(page).toContain(`| ${[...write, ...read].sort().join(', ')}`);
    }
  });
});

describe('the policies of plan and apply', () => {
  it('have the calls that src/aws makes, none missing and none too many', () => {
    const called = readdirSync('src/aws')
      .map((name) => readFileSync(join('src/aws', name), 'utf8'))
      .flatMap((text) =>
        [
          ...text.matchAll(/import (?:type )?\{([^}]+)\} from '@aws-sdk\/client-(iam|cloudformation)'/g),
        ].flatMap(([, names = '', service = '']) =>
          [...names.matchAll(/(?:^|[\s,])([A-Z]\w+?)Command\b/g)].map(
            ([, name = '']) => `${service}:${name}`,
          ),
        ),
      );
    const allowed = [...PLAN_ACTIONS, ...Object.values(APPLY_ACTIONS).flat()];
    // The paginators of the SDK bring their commands with them.
    const paged = readdirSync('src/aws')
      .map((name) => readFileSync(join('src/aws', name), 'utf8'))
      .flatMap((text) => [...text.matchAll(/paginate(\w+)/g)].map(([, name = '']) => name));
    const names = new Set([...called.map((one) => one.slice(one.indexOf(':') + 1)), ...paged]);
    const named = new Set(allowed.map((one) => one.slice(one.indexOf(':') + 1)));
    expect([...names].filter((name) => !named.has(name))).toEqual([]);
    expect([...named].filter((name) => !names.has(name))).toEqual([]);
  });

  it('are those that docs/permissions.md prints', () => {
    const page = readFileSync('docs/permissions.md', 'utf8');
    for (const action of [...PLAN_ACTIONS, ...Object.values(APPLY_ACTIONS).flat()])
      expect(page).toContain(`"${action}"`);
  });

  it('plan writes nothing', () => {
    for (const { Action } of statementsOf(planPolicy(SCOPE)))
      for (const action of [Action].flat()) expect(action).toMatch(/:(Get|List|Describe)/);
  });

  it.each([planPolicy(SCOPE), applyPolicy(SCOPE)])(
    'read the templates of the own stacks alone (%#)',
    (policy) => {
      const reading = statementsOf(policy).filter(({ Action }) =>
        [Action].flat().some((action) => /GetTemplate|ListStackResources|DescribeStackEvents/.test(action)),
      );
      expect(reading.map(({ Resource }) => Resource)).toEqual([
        'arn:aws:cloudformation:eu-west-1:111122223333:stack/rolekeeper-*',
      ]);
    },
  );

  it('apply touches the stacks of its prefix, in its region and account, by its own change sets', () => {
    const policy = applyPolicy({ ...SCOPE, form: 'service-role' });
    const stacks = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/rolekeeper-*';
    const role = 'arn:aws:iam::111122223333:role/rolekeeper-cloudformation';
    expect(statement(policy, 'MakeOwnChangeSets')).toMatchObject({
      Resource: stacks,
      Condition: {
        StringEquals: { 'cloudformation:RoleArn': role },
        StringLike: { 'cloudformation:ChangeSetName': 'rolekeeper-*' },
      },
    });
    expect(statement(policy, 'RunOwnChangeSets')?.Condition).toMatchObject({
      StringLike: {
        'cloudformation:ChangeSetName': ['rolekeeper-*', expect.stringContaining(':changeSet/')],
      },
    });
    expect(statement(policy, 'DeleteOwnStacks')?.Condition).toEqual({
      StringEqualsIfExists: { 'cloudformation:RoleArn': role },
    });
    expect(statement(policy, 'PassTheServiceRole')).toMatchObject({
      Resource: role,
      Condition: { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } },
    });
    const writes = statementsOf(policy).flatMap(({ Action }) =>
      [Action].flat().filter((action) => action.startsWith('iam:') && !/:(Get|List)/.test(action)),
    );
    expect(writes).toEqual(['iam:PassRole']);
  });
});

describe('what CloudFormation may do in IAM', () => {
  it('is on the declared names, with their paths, and on no other kind', () => {
    const policy = servicePolicy(SCOPE);
    expect(statement(policy, 'WriteRoles')?.Resource).toEqual([
      'arn:aws:iam::111122223333:role/datadog',
      'arn:aws:iam::111122223333:role/vendors/wiz',
    ]);
    expect(statement(policy, 'WriteUsers')).toBeUndefined();
    expect(statement(policy, 'PassRolesToInstances')?.Condition).toEqual({
      StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' },
    });
  });

  it('without a service role, by way of CloudFormation alone', () => {
    const writes = statementsOf(applyPolicy(SCOPE)).filter(
      ({ Effect, Action }) =>
        Effect === 'Allow' && [Action].flat().some((one) => /^iam:(?!Get|List)/.test(one)),
    );
    expect(writes.length).toBeGreaterThan(0);
    for (const { Condition } of writes)
      expect(Condition?.['ForAnyValue:StringEquals']).toEqual({
        'aws:CalledVia': 'cloudformation.amazonaws.com',
      });
  });

  it('within a boundary, where there is one, and never the boundary itself', () => {
    const boundary = 'arn:aws:iam::111122223333:policy/vendors';
    const policy = servicePolicy({ ...SCOPE, boundary });
    expect(statement(policy, 'WriteRolesWithinTheBoundary')).toMatchObject({
      Action: expect.arrayContaining(['iam:CreateRole', 'iam:PutRolePolicy', 'iam:AttachRolePolicy']),
      Condition: { StringEquals: { 'iam:PermissionsBoundary': boundary } },
    });
    expect(statement(policy, 'WriteRoles')?.Action).not.toContain('iam:CreateRole');
    expect(statement(policy, 'NeverRolekeepersOwn')?.Resource).toContain(boundary);
  });

  it.each([servicePolicy(SCOPE), applyPolicy(SCOPE)])(
    'is denied on what rolekeeper works with (%#)',
    (policy) => {
      expect(statement(policy, 'NeverRolekeepersOwn')).toMatchObject({
        Effect: 'Deny',
        Resource: [
          'arn:aws:iam::111122223333:role/rolekeeper-plan',
          'arn:aws:iam::111122223333:role/rolekeeper-apply',
          'arn:aws:iam::111122223333:role/rolekeeper-cloudformation',
          'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com',
        ],
      });
    },
  );

  it('has the actions of every kind', () => {
    for (const { kind } of KIND_SPECS) expect(HANDLER_ACTIONS[kind].write.length).toBeGreaterThan(3);
  });
});

describe('the Deny for others', () => {
  it('is for every principal but the apply role, and for every way to change a stack', () => {
    expect(statementsOf(denyOthersPolicy(SCOPE))).toMatchObject([
      {
        Effect: 'Deny',
        Action: expect.arrayContaining([
          'cloudformation:UpdateStack',
          'cloudformation:ExecuteChangeSet',
          'cloudformation:RollbackStack',
          'cloudformation:ContinueUpdateRollback',
        ]),
        Condition: {
          ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/rolekeeper-apply' },
        },
      },
    ]);
  });
});
