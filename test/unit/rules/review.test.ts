import { describe, expect, it } from '@jest/globals';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import { strictest, type Finding } from '../../../src/model/finding.ts';
import { assessedPlan, findingsIn } from '../../../src/model/assessment.ts';
import type { Plan, PlanEntry, Undeclared } from '../../../src/model/plan.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { Scope } from '../../../src/model/integration.ts';
import { assess, type Evidence } from '../../../src/assess/assess.ts';
import { guardsOf } from '../../../src/assess/guards.ts';
import { worst } from '../../../src/assess/worst.ts';
import { bareEvidence } from '../../helpers/assessed.ts';
import { ACCOUNT, integration, planInput, resource, role, scope } from '../../helpers/resources.ts';
import { holdersIn } from '../../../src/rules/reading/holder.ts';
import { reviewScope } from '../../../src/rules/review.ts';
import type { RuleContext } from '../../../src/rules/rule.ts';
import { scopeOfRow } from './file-of-row.ts';
import { NOTHING_MORE } from '../report/plan-builders.ts';

const EVERYBODY = { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' };

interface Case {
  readonly file?: JsonObject;
  readonly settings?: string;
  readonly entry?: Partial<PlanEntry>;
  readonly undeclared?: readonly Undeclared[];
  readonly today?: string;
}

/** The plan of a role that anybody may assume, after its review. */
async function reviewed({
  file = {},
  settings = '',
  entry = {},
  undeclared = [],
  today = '2026-11-22',
}: Case) {
  const scope = scopeOfRow({ name: '', finds: [], trust: EVERYBODY, file, settings });
  const plan = planOf(entry, undeclared);
  return assessedPlan(plan, assess(plan, await evidenceOf(scope, today), guardsOf(scope.settings)));
}

async function evidenceOf(scope: Scope, today = '2026-11-22'): Promise<Evidence> {
  return bareEvidence(planInput({ scope }, { today }), { catalogue: await readCatalogue() });
}

function planOf(entry: Partial<PlanEntry>, undeclared: readonly Undeclared[]): Plan {
  const whole: PlanEntry = {
    address: 'role/r',
    kind: 'role',
    name: 'r',
    action: 'create',
    cause: 'change',
    drift: undefined,
    fingerprint: undefined,
    accepted: undefined,
    location: undefined,
    pending: undefined,
    changes: [],
    unchecked: [],
    ignored: [],
    ...entry,
  };
  const integration = 'case-of-rule';
  const one = {
    integration,
    stackName: integration,
    description: undefined,
    file: undefined,
    ...NOTHING_MORE,
    digest: 'd',
    entries: [whole],
    observed: false,
  };
  return {
    format: 1,
    account: '111122223333',
    region: 'eu-west-1',
    hideExternalIds: undefined,
    source: { kind: 'iam', endpoint: undefined },
    integrations: [one],
    notCompared: [],
    undeclared,
    unchecked: [],
  };
}

function brief(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ rule, level, address }) => `${level} ${rule} ${address}`);
}

const exception = (more: JsonObject = {}): JsonObject => ({
  exceptions: [{ rule: 'trust-anybody', address: 'role/R', reason: 'a public data set', ...more }],
});

describe('a finding of level error', () => {
  it('blocks what was changed, and leaves entries and digest as they are', async () => {
    const plan = await reviewed({});
    expect(brief(findingsIn(plan))).toEqual(['error trust-anybody role/r']);
    expect(plan.integrations[0]?.blockers).toEqual([
      expect.objectContaining({
        code: 'findings',
        message: 'the review rules forbid it: trust-anybody of role/r',
      }),
    ]);
    const [before] = planOf({}, []).integrations;
    expect(plan.integrations[0]).toMatchObject({ entries: before?.entries, digest: before?.digest });
  });

  it.each([
    ['reverting drift', { cause: 'drift', action: 'update' }],
    ['deleting', { action: 'delete' }],
    ['an integration in which nothing is to be done', { action: 'none' }],
  ] as const)('does not block %s, and is shown', async (_, entry) => {
    const plan = await reviewed({ entry });
    expect(plan.integrations[0]?.blockers).toEqual([]);
    expect(findingsIn(plan)).toHaveLength(1);
  });

  it.each([
    ['only observed', { observe: true }],
    ['suspended', { suspend: true }],
  ])('is a warning where the integration is %s', async (_, file) => {
    const plan = await reviewed({ file });
    expect(brief(findingsIn(plan))).toEqual(['warning trust-anybody role/r']);
    expect(plan.integrations[0]?.blockers).toEqual([]);
  });

  it('counts by the guards of the stricter judge, and is said once when both find it', async () => {
    const scope = scopeOfRow({ name: '', finds: [], trust: EVERYBODY });
    const plan = planOf({}, []);
    const evidence = await evidenceOf(scope);
    const strict = guardsOf(scope.settings);
    const lenient = { ...strict, rules: { 'trust-anybody': 'warning' } } as const;
    const [blocked, warned] = [assess(plan, evidence, strict), assess(plan, evidence, lenient)];
    expect(assessedPlan(plan, warned).integrations[0]?.blockers).toEqual([]);
    expect(worst(blocked, blocked)).toEqual(blocked);
    expect(worst(blocked, warned)).toEqual(blocked);
    expect(worst(warned, blocked)).toEqual(blocked);
  });
});

describe('the level of a rule', () => {
  it.each([
    ['off', []],
    ['warning', ['warning trust-anybody role/r']],
    ['error', ['error trust-anybody role/r']],
  ])('%s gives %j', async (level, expected) => {
    const plan = await reviewed({ settings: `rules: { trust-anybody: ${level} }` });
    expect(brief(findingsIn(plan))).toEqual(expected);
    expect(plan.integrations[0]?.blockers).toHaveLength(level === 'error' ? 1 : 0);
  });

  it('is the stricter one of two settings, whichever side has it', () => {
    const [one, other] = [
      { rules: { 'full-admin': 'off' } },
      { rules: { 'wildcard-write': 'error' } },
    ] as const;
    for (const both of [strictest(one, other), strictest(other, one)]) {
      expect(both.rules).toMatchObject({
        'full-admin': 'error',
        'wildcard-write': 'error',
        'trust-anybody': 'error',
      });
    }
    expect(
      strictest({ ownAccounts: ['111122223333', '444455556666'] }, { ownAccounts: ['444455556666'] }),
    ).toEqual({
      ownAccounts: ['444455556666'],
    });
    expect(strictest({ ownAccounts: ['444455556666'] }, {})).toEqual({ ownAccounts: [] });
    expect(strictest({}, {})).toEqual({});
  });
});

describe('an exception', () => {
  it('takes the finding out, whatever the case of the name', async () => {
    const plan = await reviewed({ file: exception() });
    expect(findingsIn(plan)).toEqual([]);
    expect(plan.integrations[0]).toMatchObject({ blockers: [] });
    expect(plan.integrations[0]?.warnings).toBeUndefined();
  });

  it('counts until the day before its date', async () => {
    const file = exception({ until: '2026-12-01' });
    expect(findingsIn(await reviewed({ file, today: '2026-11-30' }))).toEqual([]);
    const [ended] = findingsIn(await reviewed({ file, today: '2026-12-01' }));
    expect(ended?.hint).toContain('its exception ended on 2026-12-01');
  });

  it('of another rule or resource does not count, and is said to except nothing', async () => {
    const plan = await reviewed({ file: exception({ rule: 'full-admin' }) });
    expect(findingsIn(plan)).toHaveLength(1);
    expect(plan.integrations[0]?.warnings).toEqual([
      expect.objectContaining({
        code: 'stale-exception',
        location: expect.objectContaining({ line: 18, column: 5 }),
      }),
    ]);
  });

  it('from a rule that is off is not stale: the level may come back', async () => {
    const plan = await reviewed({ file: exception(), settings: 'rules: { trust-anybody: off }' });
    expect(plan.integrations[0]?.warnings).toBeUndefined();
  });
});

describe('the rule undeclared-outside-trust', () => {
  const stranger = (...trusts: readonly string[]): readonly Undeclared[] => [
    { address: 'role/s', arn: 'arn:aws:iam::111122223333:role/s', trusts, trustsOutside: true },
  ];
  const WARNING = ['warning undeclared-outside-trust role/s'];

  it.each([
    ['another account', ['AWS:arn:aws:iam::464622532012:root'], '', WARNING],
    ['anybody', ['*'], '', WARNING],
    ['an identity provider', ['Federated:arn:aws:iam::111122223333:oidc-provider/example.com'], '', WARNING],
    [
      'looks fine, is not: an own account and another one',
      ['AWS:arn:aws:iam::444455556666:root', 'AWS:arn:aws:iam::464622532012:role/x'],
      'ownAccounts: ["444455556666"]',
      WARNING,
    ],
    [
      'looks bad, is not: an own account',
      ['AWS:arn:aws:iam::444455556666:root'],
      'ownAccounts: ["444455556666"]',
      [],
    ],
    ['looks bad, is not: a service', ['Service:ec2.amazonaws.com'], '', []],
    ['looks bad, is not: somebody who is gone', ['AWS:AROAEXAMPLEEXAMPLE12'], '', []],
  ])('%s', async (_, trusts, settings, expected) => {
    const file = exception();
    const plan = await reviewed({ file, settings, undeclared: stranger(...trusts) });
    expect(brief(plan.findings ?? [])).toEqual(expected);
  });
});

describe('a policy that several hold', () => {
  it('is one document for all of them, so that what is found in it is found once', () => {
    const subject = scope([
      integration('x', [
        resource('managed-policy', 'p', {
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: 's3:*',
                Resource: '*',
                Condition: { Bool: { 'aws:SecureTransport': 'true' } },
              },
            ],
          },
        }),
        ...['a', 'b'].flatMap((name) => {
          const attached = { ManagedPolicyArns: [`arn:aws:iam::${ACCOUNT}:policy/p`] };
          return [resource('user', name, attached), role(name, attached), resource('group', name, attached)];
        }),
      ]),
    ]);
    const [x] = subject.integrations;
    const context = { settings: subject.settings, declared: x?.resources ?? [] } as unknown as RuleContext;
    const documents = (x === undefined ? [] : holdersIn(x, context)).flatMap(({ policies }) =>
      policies.map(({ document }) => document),
    );
    expect(documents).toHaveLength(6);
    expect(new Set(documents).size).toBe(1);
  });
});

describe('what the rules keep of a reading', () => {
  it('holds for the settings that it was made with, and for no other', () => {
    const everything = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    };
    const subject = scope([
      integration('x', [
        resource('managed-policy', 'p', { PolicyDocument: everything }),
        role('r', { ManagedPolicyArns: ['arn:aws:iam::444455556666:policy/p'] }),
      ]),
    ]);
    const [x] = subject.integrations;
    const heldIn = (account: string): readonly (readonly [string, number])[] => {
      const context = {
        settings: { ...subject.settings, account },
        declared: x?.resources ?? [],
      } as unknown as RuleContext;
      return (x === undefined ? [] : holdersIn(x, context)).map(({ address, policies }) => [
        address,
        policies.length,
      ]);
    };
    const apart = [
      ['managed-policy/p', 1],
      ['role/r', 0],
    ];
    expect(heldIn('111122223333')).toEqual(apart);
    expect(heldIn('444455556666')).toEqual([['role/r', 1]]);
    expect(heldIn('111122223333')).toEqual(apart);
  });
});

describe('a principal that can give itself everything in one call', () => {
  const OWN = 'arn:aws:iam::111122223333:role/r';
  const AWS = 'arn:aws:iam::aws:policy/';
  const allow = (Action: string, Resource: string) => ({ Effect: 'Allow', Action, Resource });
  const LIMIT = { Effect: 'Allow', Action: ['s3:*', 'iam:PutRolePolicy'], Resource: '*' };

  it.each<[string, JsonObject, JsonObject, JsonObject, 'error' | 'warning']>([
    ['by a policy of its own', allow('iam:PutRolePolicy', OWN), {}, {}, 'error'],
    ['by any policy of any role', allow('iam:AttachRolePolicy', '*'), {}, {}, 'error'],
    ['by a pattern that has it', allow('iam:Put*', 'arn:aws:iam::*:role/r*'), {}, {}, 'error'],
    ['not where it deletes policies only', allow('iam:DeleteRolePolicy', '*'), {}, {}, 'warning'],
    ['not where others would have it', allow('iam:PutUserPolicy', '*'), {}, {}, 'warning'],
    [
      'within a boundary that limits nothing',
      allow('iam:PutRolePolicy', OWN),
      { PermissionsBoundary: `${AWS}AdministratorAccess` },
      {},
      'error',
    ],
    [
      'not within a boundary that does',
      allow('iam:PutRolePolicy', OWN),
      { PermissionsBoundary: 'limit' },
      {
        managedPolicies: [
          { ManagedPolicyName: 'limit', PolicyDocument: { Version: '2012-10-17', Statement: [LIMIT] } },
        ],
      },
      'warning',
    ],
  ])('%s', async (_, policy, roleProperties, file, level) => {
    const row = { name: '', policy, role: roleProperties, file, finds: [] };
    const reviews = reviewScope({
      scope: scopeOfRow(row),
      catalogue: await readCatalogue(),
      today: '2026-11-22',
    });
    const found = [...reviews.values()].flatMap(({ findings }) => findings);
    expect(found.filter(({ rule }) => rule === 'privilege-escalation').map((one) => one.level)).toEqual([
      level,
    ]);
  });
});
