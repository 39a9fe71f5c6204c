import { describe, expect, it } from '@jest/globals';
import type { Check } from '../../../src/doctor/check.ts';
import { checkRoles } from '../../../src/doctor/check-roles.ts';
import { checkWorkflows } from '../../../src/doctor/check-workflows.ts';
import type { LivePrincipal, LiveRole, LiveSetUp } from '../../../src/doctor/live-set-up.ts';
import { ownWorkflows } from '../../../src/doctor/own-workflows.ts';
import { OWN_ROLES, type AccessScope } from '../../../src/init/access-scope.ts';
import {
  applyPolicy,
  denyOthersPolicy,
  planPolicy,
  servicePolicy,
} from '../../../src/init/least-policies.ts';
import { applyTrust, planTrust, serviceTrust } from '../../../src/init/trust.ts';
import { known, notKnown } from '../../../src/model/inventory.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { RepositorySetUp } from '../../../src/model/repository-set-up.ts';

const SCOPE: AccessScope = {
  partition: 'aws',
  account: '111122223333',
  region: 'eu-west-1',
  stackPrefix: 'rolekeeper-',
  form: 'service-role',
  managed: { role: ['one'] },
  roles: OWN_ROLES,
};
const REPOSITORY = {
  owner: 'acme',
  name: 'infra',
  ids: { owner: '1', repository: '2' },
  branch: 'main',
  environment: 'iam-apply',
};
const SERVICE = 'arn:aws:iam::111122223333:role/rolekeeper-cloudformation';

const held = (...documents: readonly JsonObject[]): LiveRole['policies'] => ({
  policies: documents.map((document, index) => ({ name: `policy-${index}`, document })),
});
const liveRole = (name: string, trust: JsonObject, policy: JsonObject): LiveRole => ({
  name,
  trust,
  policies: held(policy),
});
const ROLES: Readonly<Record<string, LiveRole>> = {
  'rolekeeper-plan': liveRole('rolekeeper-plan', planTrust(SCOPE, REPOSITORY), planPolicy(SCOPE)),
  'rolekeeper-apply': liveRole('rolekeeper-apply', applyTrust(SCOPE, REPOSITORY), applyPolicy(SCOPE)),
  'rolekeeper-cloudformation': liveRole('rolekeeper-cloudformation', serviceTrust(), servicePolicy(SCOPE)),
};

interface Looked {
  readonly roles?: Readonly<Record<string, LiveRole>>;
  readonly live?: Partial<LiveSetUp>;
  readonly repository?: RepositorySetUp;
  readonly otherPrefixes?: readonly string[];
}

function check({ roles = ROLES, live = {}, repository, otherPrefixes = [] }: Looked = {}): readonly Check[] {
  return checkRoles(
    { access: SCOPE, names: ['one'], otherPrefixes },
    {
      role: (name) => roles[name],
      providerAudiences: ['sts.amazonaws.com'],
      stacks: [{ name: 'rolekeeper-one', roleArn: SERVICE }],
      elsewhere: known(new Map()),
      principals: [],
      ...live,
    },
    repository,
  );
}

const saying = (state: Check['state'], checks: readonly Check[]): readonly string[] =>
  checks.flatMap((one) => (one.state === state ? [one.says] : []));
const problems = (checks: readonly Check[]): readonly string[] => saying('problem', checks);

/** One of the roles with something else in it. */
const withRole = (name: string, more: Partial<LiveRole>): Looked => {
  const { [name]: own, ...rest } = ROLES;
  if (own === undefined) throw new Error(`no role ${name}`);
  return { roles: { ...rest, [name]: { ...own, ...more } } };
};

const DENY: JsonObject = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: 'cloudformation:CreateChangeSet', Resource: '*' }],
};
const NOTHING: JsonObject = { Version: '2012-10-17', Statement: [] };

const SUB = 'token.actions.githubusercontent.com:sub';
const OWN_SUBJECT = 'repo:acme/infra:environment:iam-apply';
const [OWN_STATEMENT] = applyTrust(SCOPE, REPOSITORY)['Statement'] as readonly [JsonObject];
const trusting = (name: string, ...statements: readonly JsonObject[]): Looked =>
  withRole(name, { trust: { Version: '2012-10-17', Statement: statements } });
/** The apply role with another statement beside the good one. */
const beside = (more: JsonObject): Looked =>
  trusting('rolekeeper-apply', OWN_STATEMENT, { ...OWN_STATEMENT, ...more });
const byService = (Service: string | readonly string[], Action = 'sts:AssumeRole'): Looked =>
  trusting('rolekeeper-cloudformation', { Effect: 'Allow', Principal: { Service }, Action });
const EVERY =
  /a statement of the trust policy of rolekeeper-apply asks for no subject of GitHub: a job of every repository can assume it/;

const TRUST_MISTAKES: readonly [string, Looked, RegExp][] = [
  ['a second statement without a condition', beside({ Condition: {} }), EVERY],
  ['a subject that is left out', beside({ Condition: { StringNotEquals: { [SUB]: OWN_SUBJECT } } }), EVERY],
  ['a subject if it exists', beside({ Condition: { StringEqualsIfExists: { [SUB]: OWN_SUBJECT } } }), EVERY],
  [
    'a subject of all values',
    beside({ Condition: { 'ForAllValues:StringLike': { [SUB]: OWN_SUBJECT } } }),
    EVERY,
  ],
  ['a subject that is there', beside({ Condition: { Null: { [SUB]: 'false' } } }), EVERY],
  [
    'another claim alone',
    beside({ Condition: { StringEquals: { 'token.actions.githubusercontent.com:actor': 'me' } } }),
    /asks for no subject of GitHub, only for token\.actions\.githubusercontent\.com:actor/,
  ],
  [
    'a wildcard that is compared literally',
    beside({ Condition: { StringEquals: { [SUB]: 'repo:acme/*' } } }),
    /compares the subject repo:acme\/\* with StringEquals, which knows no wildcards: no job has it/,
  ],
  [
    'a question mark',
    beside({ Condition: { StringLike: { [SUB]: 'repo:acme/infr?:environment:iam-apply' } } }),
    /trusts every subject that matches repo:acme\/infr\?/,
  ],
  [
    'a principal beside GitHub',
    beside({ Principal: { AWS: '444455556666' }, Action: 'sts:AssumeRole', Condition: {} }),
    /rolekeeper-apply trusts principals other than jobs of GitHub: arn:aws:iam::444455556666:root$/m,
  ],
  ['everyone beside GitHub', beside({ Principal: '*', Condition: {} }), /other than jobs of GitHub: \*$/m],
  [
    'an action that lets no job in',
    trusting('rolekeeper-apply', {
      ...OWN_STATEMENT,
      Action: 'sts:AssumeRole',
      Principal: { AWS: '444455556666' },
    }),
    /the trust policy of rolekeeper-apply lets no job of GitHub assume it/,
  ],
  [
    'a second service beside CloudFormation',
    byService(['cloudformation.amazonaws.com', 'lambda.amazonaws.com']),
    /rolekeeper-cloudformation trusts principals other than CloudFormation: lambda\.amazonaws\.com$/m,
  ],
  [
    'a service role without CloudFormation',
    byService('cloudformation.amazonaws.com', 'sts:TagSession'),
    /does not let CloudFormation assume it/,
  ],
];

const TRUST_RIGHT: readonly [string, Looked][] = [
  ['a list of one service', byService(['cloudformation.amazonaws.com'])],
  ['any of the values', beside({ Condition: { 'ForAnyValue:StringEquals': { [SUB]: OWN_SUBJECT } } })],
  ['whatever the case', beside({ Condition: { StringEqualsIgnoreCase: { [SUB]: OWN_SUBJECT } } })],
  [
    'a pattern beside the whole subject',
    beside({ Condition: { StringLike: { [SUB]: 'repo:acme/*' }, StringEquals: { [SUB]: OWN_SUBJECT } } }),
  ],
  ['tags of a session', beside({ Action: 'sts:TagSession', Condition: {} })],
  [
    'a Deny unless the subject is right',
    trusting(
      'rolekeeper-apply',
      { ...OWN_STATEMENT, Condition: {} },
      { ...OWN_STATEMENT, Effect: 'Deny', Condition: { StringNotEquals: { [SUB]: OWN_SUBJECT } } },
    ),
  ],
];

describe('the roles of the bootstrap template', () => {
  it('are without a problem, and nothing about them stays open', () => {
    expect(problems(check())).toEqual([]);
    expect(saying('not-checked', check())).toEqual([]);
  });

  it.each<[string, Looked, RegExp]>([
    [
      'a permission that is missing, by name',
      withRole('rolekeeper-plan', { policies: held(NOTHING) }),
      /rolekeeper-plan lacks iam:GetAccountAuthorizationDetails, .*cloudformation:DescribeStacks/,
    ],
    [
      'a permission that is missing on one name',
      withRole('rolekeeper-cloudformation', {
        policies: held(servicePolicy({ ...SCOPE, managed: { role: ['two'] } })),
      }),
      /rolekeeper-cloudformation lacks .*iam:CreateRole/,
    ],
    [
      'a Deny, by the policy that has it',
      withRole('rolekeeper-apply', { policies: held(applyPolicy(SCOPE), DENY) }),
      /rolekeeper-apply is denied cloudformation:CreateChangeSet by the policy policy-1/,
    ],
    [
      'a boundary that is too small',
      withRole('rolekeeper-plan', {
        policies: { ...held(planPolicy(SCOPE)), boundary: { name: 'small', document: NOTHING } },
      }),
      /rolekeeper-plan is denied iam:GetAccountAuthorizationDetails.* by the permissions boundary/,
    ],
    [
      'administrator access',
      withRole('rolekeeper-apply', {
        policies: { policies: [{ name: 'arn:aws:iam::aws:policy/AdministratorAccess', document: DENY }] },
      }),
      /rolekeeper-apply has arn:aws:iam::aws:policy\/AdministratorAccess attached/,
    ],
    [
      'an apply role that trusts pull requests',
      withRole('rolekeeper-apply', { trust: planTrust(SCOPE, REPOSITORY) }),
      /rolekeeper-apply trusts repo:acme\/infra:pull_request, which is not an environment/,
    ],
    [
      'a subject with a wildcard',
      withRole('rolekeeper-plan', { trust: planTrust(SCOPE, { ...REPOSITORY, name: '*' }) }),
      /trusts every subject that matches repo:acme\/\*:pull_request/,
    ],
    [
      'a service role that trusts others',
      withRole('rolekeeper-cloudformation', { trust: applyTrust(SCOPE, REPOSITORY) }),
      /rolekeeper-cloudformation trusts principals other than CloudFormation/,
    ],
    ...TRUST_MISTAKES,
    ['no identity provider', { live: { providerAudiences: undefined } }, /has no identity provider/],
    ['another audience', { live: { providerAudiences: ['x'] } }, /does not know the audience/],
    [
      'an old service role on a stack',
      { live: { stacks: [{ name: 'rolekeeper-one', roleArn: 'arn:aws:iam::111122223333:role/old' }] } },
      /rolekeeper-one carries the service role .*role\/old, which stays on it/,
    ],
    [
      'a stack that no file knows',
      { live: { stacks: [{ name: 'rolekeeper-two', roleArn: undefined }] } },
      /no file declares the integration of the stack rolekeeper-two/,
    ],
    [
      'stacks of the prefix in another region',
      { live: { elsewhere: known(new Map([['us-east-1', ['rolekeeper-one']]])) } },
      /us-east-1 has stacks rolekeeper-\*: rolekeeper-one/,
    ],
  ])('%s is found', (_name, looked, says) => {
    expect(problems(check(looked)).join('\n')).toMatch(says);
  });

  it.each(TRUST_RIGHT)('a trust policy with %s is right', (_name, looked) => {
    expect(problems(check(looked))).toEqual([]);
  });

  it('a trust policy that cannot be understood is neither right nor wrong', () => {
    const looked = beside({ Condition: { StringSomething: { [SUB]: OWN_SUBJECT } } });
    expect(problems(check(looked))).toEqual([]);
    expect(saying('not-checked', check(looked))).toEqual([
      'who can assume rolekeeper-apply: the meaning of its trust policy is not certain',
    ]);
  });

  it('a policy whose contents were not read is neither right nor wrong', () => {
    const looked = withRole('rolekeeper-plan', {
      policies: { policies: [{ name: 'arn:aws:iam::aws:policy/SecurityAudit' }] },
    });
    expect(problems(check(looked))).toEqual([]);
    expect(saying('not-checked', check(looked)).join('\n')).toMatch(
      /whether arn:aws:iam::aws:policy\/SecurityAudit allows rolekeeper-plan .*: its contents were not read/,
    );
  });

  it('stacks of another repository are no mistake where the settings name their prefix', () => {
    const stacks = [{ name: 'rolekeeper-team-one', roleArn: undefined }];
    expect(problems(check({ live: { stacks }, otherPrefixes: ['rolekeeper-team-'] }))).toEqual([]);
  });

  it('other regions that cannot be asked stay open', () => {
    const elsewhere = notKnown('access denied');
    expect(saying('not-checked', check({ live: { elsewhere } }))).toEqual([
      'whether stacks rolekeeper-* exist in other regions (access denied)',
    ]);
  });
});

const allow = (Action: string | readonly string[], more: JsonObject = {}): JsonObject => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: [Action].flat(), Resource: '*', ...more }],
});
const principal = (name: string, ...documents: readonly JsonObject[]): LivePrincipal => ({
  address: `role/${name}`,
  arn: `arn:aws:iam::111122223333:role/${name}`,
  policies: held(...documents),
});
const CI = allow('cloudformation:*');

describe('a stack that carries a service role', () => {
  const among = (...principals: readonly LivePrincipal[]): readonly Check[] =>
    check({ live: { principals } });

  it.each([
    ['all of CloudFormation', CI],
    ['UpdateStack alone', allow('cloudformation:UpdateStack')],
    [
      'a change set and its execution',
      allow(['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet']),
    ],
    [
      'MFA, which the session may have',
      allow('cloudformation:*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
    ],
  ])('is open to a principal with %s', (_name, document) => {
    expect(problems(among(principal('ci', document))).join('\n')).toMatch(
      /^role\/ci can change rolekeeper-\* stacks, and so use rolekeeper-cloudformation$/m,
    );
  });

  it.each([
    ['a change set that it cannot execute', [allow('cloudformation:CreateChangeSet')]],
    ['the Deny for others', [CI, denyOthersPolicy(SCOPE)]],
    ['the power to write IAM anyway', [allow('*')]],
    [
      'other stacks alone',
      [allow('cloudformation:*', { Resource: 'arn:aws:cloudformation:*:*:stack/app-*' })],
    ],
  ])('gives nothing to a principal with %s', (_name, documents) => {
    expect(problems(among(principal('ci', ...documents)))).toEqual([]);
    expect(saying('ok', among(principal('ci', ...documents))).join('\n')).toContain('no other principal');
  });

  it('is for the apply role, which is none of the others', () => {
    expect(problems(among(principal('rolekeeper-apply', CI)))).toEqual([]);
  });

  it('is open or not where a policy was not read', () => {
    const unread = { ...principal('ci'), policies: { policies: [{ name: 'arn:aws:iam::aws:policy/X' }] } };
    expect(saying('not-checked', among(unread)).join('\n')).toContain('whether role/ci can change');
  });
});

describe('the subjects of the repository', () => {
  const setUp = (more: Partial<RepositorySetUp> = {}): RepositorySetUp => ({
    name: 'acme/infra',
    identity: known({ ownerId: '1', repositoryId: '2', defaultBranch: 'main' }),
    subject: known({ hasIds: true, isCustom: false }),
    environments: new Map(),
    rules: known({ requiredChecks: [] }),
    protection: known(undefined),
    schedules: new Map(),
    pins: new Map(),
    ...more,
  });
  const trusting = (repository: typeof REPOSITORY | Omit<typeof REPOSITORY, 'ids'>): Looked =>
    withRole('rolekeeper-apply', { trust: applyTrust(SCOPE, repository) });
  const { ids: _, ...WITHOUT_IDS } = REPOSITORY;

  it('both forms are right whatever GitHub gives', () => {
    for (const hasIds of [true, false, undefined]) {
      const repository = setUp({ subject: known({ hasIds, isCustom: false }) });
      expect(problems(check({ repository }))).toEqual([]);
      expect(saying('not-checked', check({ repository }))).toEqual([]);
    }
  });

  it.each<[string, Looked, string]>([
    [
      'the older form where subjects have ids',
      { ...trusting(WITHOUT_IDS), repository: setUp() },
      'rolekeeper-apply does not trust the form of subject that acme/infra has, which is with ids',
    ],
    [
      'ids of another repository of the same name',
      { ...trusting({ ...REPOSITORY, ids: { owner: '1', repository: '9' } }), repository: setUp() },
      'rolekeeper-apply trusts other ids than those of acme/infra',
    ],
    [
      'another repository',
      { ...trusting({ ...REPOSITORY, name: 'fork' }), repository: setUp() },
      'rolekeeper-apply trusts repo:acme/fork:environment:iam-apply, which is not a subject of acme/infra',
    ],
  ])('%s is found', (_name, looked, says) => {
    expect(problems(check(looked)).join('\n')).toContain(says);
  });

  it.each<[string, Partial<RepositorySetUp>, string]>([
    [
      'a form that GitHub does not tell',
      { subject: notKnown('the token may not see it') },
      'has ids in its subjects (the token may not see it)',
    ],
    [
      'a template of its own',
      { subject: known({ hasIds: undefined, isCustom: true }) },
      'the repository has a template of its own for them',
    ],
  ])('%s stays open', (_name, more, says) => {
    const checks = check({ ...trusting(WITHOUT_IDS), repository: setUp(more) });
    expect(saying('not-checked', checks).join('\n')).toContain(says);
  });
});

describe('the workflows', () => {
  const uses = (ref: string, more = ''): string =>
    `on:\n  schedule: [{cron: '1 2 * * *'}]\npermissions: {}\njobs:\n  a:\n    steps:\n      - uses: rolekeeper/rolekeeper@${ref}\n${more}`;
  const COMMIT = 'a'.repeat(40);
  const of = (...texts: readonly string[]) =>
    problems(
      checkWorkflows(ownWorkflows(texts.map((text, index) => ({ file: `${index}.yml`, text }))), '0.1.0'),
    );

  it('pinned to one commit, with permissions and a schedule, are without a problem', () => {
    expect(of(uses(COMMIT), 'name: other\n')).toEqual([]);
    expect(of(uses(`${COMMIT} # v0.1.0`))).toEqual([]);
  });

  it.each([
    [[], 'no workflow in .github/workflows uses the action'],
    [[uses('v1')], '0.yml uses the action at v1, which is not a commit and can be moved'],
    [[uses(COMMIT), uses('b'.repeat(40))], 'the workflows use 2 versions of the action'],
    [[uses(COMMIT).replace('permissions: {}\n', '')], '0.yml has no permissions: at its top'],
    [[uses(COMMIT).replace('{}', 'write-all')], '0.yml gives its token write-all'],
    [[uses(COMMIT).replace('schedule', 'push')], 'no workflow checks for drift on a schedule'],
    [[`${uses(COMMIT)}  - : [`], '0.yml is not YAML'],
    [
      [uses(`${COMMIT} # v0.2.0`)],
      'the workflows name version 0.2.0 of the action, and this program is 0.1.0',
    ],
    [[uses('v0.3.1')], 'the workflows name version 0.3.1 of the action'],
  ])('%j: %s', (texts, says) => expect(of(...texts).join('\n')).toContain(says));
});
