import { describe, expect, it } from '@jest/globals';
import type { Check } from '../../../src/doctor/check.ts';
import { checkRoles, type LiveRole, type LiveSetUp } from '../../../src/doctor/check-roles.ts';
import { checkWorkflows } from '../../../src/doctor/check-workflows.ts';
import { OWN_ROLES, type AccessScope } from '../../../src/init/access-scope.ts';
import { applyPolicy, planPolicy, servicePolicy } from '../../../src/init/least-policies.ts';
import { applyTrust, planTrust, serviceTrust } from '../../../src/init/trust.ts';

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

const liveRole = (name: string, trust: LiveRole['trust'], policy: LiveRole['trust']): LiveRole => ({
  name,
  trust,
  inline: [policy],
  attached: [],
  boundary: undefined,
});
const ROLES: Readonly<Record<string, LiveRole>> = {
  'rolekeeper-plan': liveRole('rolekeeper-plan', planTrust(SCOPE, REPOSITORY), planPolicy()),
  'rolekeeper-apply': liveRole('rolekeeper-apply', applyTrust(SCOPE, REPOSITORY), applyPolicy(SCOPE)),
  'rolekeeper-cloudformation': liveRole('rolekeeper-cloudformation', serviceTrust(), servicePolicy(SCOPE)),
};

function check(roles: Readonly<Record<string, LiveRole>> = ROLES, more: Partial<LiveSetUp> = {}) {
  return checkRoles(SCOPE, ['one'], {
    role: (name) => roles[name],
    providerAudiences: ['sts.amazonaws.com'],
    stacks: [{ name: 'rolekeeper-one', roleArn: SERVICE }],
    ...more,
  });
}

const problems = (checks: readonly Check[]): readonly string[] =>
  checks.flatMap(({ state, says }) => (state === 'problem' ? [says] : []));

/** One of the roles with something else in it. */
const withRole = (name: string, more: Partial<LiveRole>): Readonly<Record<string, LiveRole>> => {
  const { [name]: own, ...rest } = ROLES;
  if (own === undefined) throw new Error(`no role ${name}`);
  return { ...rest, [name]: { ...own, ...more } };
};

describe('the roles of the bootstrap template', () => {
  it('are without a problem, and other roles that may change the stacks are not known', () => {
    expect(problems(check())).toEqual([]);
    expect(check().filter(({ state }) => state === 'not-checked')).toMatchObject([
      { says: expect.stringContaining('who else may change rolekeeper-* stacks') },
    ]);
  });

  it.each([
    [
      'a permission that is missing, by name',
      check(withRole('rolekeeper-plan', { inline: [] })),
      /rolekeeper-plan lacks iam:GetAccountAuthorizationDetails, .*cloudformation:DescribeStacks/,
    ],
    [
      'administrator access',
      check(withRole('rolekeeper-apply', { attached: ['arn:aws:iam::aws:policy/AdministratorAccess'] })),
      /rolekeeper-apply has arn:aws:iam::aws:policy\/AdministratorAccess attached/,
    ],
    [
      'an apply role that trusts pull requests',
      check(withRole('rolekeeper-apply', { trust: planTrust(SCOPE, REPOSITORY) })),
      /rolekeeper-apply trusts repo:acme\/infra:pull_request, which is no environment/,
    ],
    [
      'a subject with a wildcard',
      check(withRole('rolekeeper-plan', { trust: planTrust(SCOPE, { ...REPOSITORY, name: '*' }) })),
      /lets in every subject like repo:acme\/\*:pull_request/,
    ],
    [
      'a service role that trusts others',
      check(withRole('rolekeeper-cloudformation', { trust: applyTrust(SCOPE, REPOSITORY) })),
      /rolekeeper-cloudformation trusts others than CloudFormation/,
    ],
    ['no identity provider', check(ROLES, { providerAudiences: undefined }), /has no identity provider/],
    ['another audience', check(ROLES, { providerAudiences: ['x'] }), /does not know the audience/],
    [
      'an old service role on a stack',
      check(ROLES, { stacks: [{ name: 'rolekeeper-one', roleArn: 'arn:aws:iam::111122223333:role/old' }] }),
      /rolekeeper-one carries the service role .*role\/old, which stays on it/,
    ],
    [
      'a stack that no file knows',
      check(ROLES, { stacks: [{ name: 'rolekeeper-two', roleArn: undefined }] }),
      /no file knows the stack rolekeeper-two/,
    ],
  ])('%s is found', (_name, checks, says) => {
    expect(problems(checks).join('\n')).toMatch(says);
  });
});

describe('the workflows', () => {
  const uses = (ref: string, more = ''): string =>
    `on:\n  schedule: []\npermissions: {}\njobs:\n  a:\n    steps:\n      - uses: rolekeeper/rolekeeper@${ref}\n${more}`;
  const COMMIT = 'a'.repeat(40);
  const of = (...texts: readonly string[]) =>
    problems(checkWorkflows(texts.map((text, index) => ({ file: `${index}.yml`, text }))));

  it('pinned to one commit, with permissions and a schedule, are without a problem', () => {
    expect(of(uses(COMMIT), 'name: other\n')).toEqual([]);
  });

  it.each([
    [[], 'no workflow in .github/workflows uses the action'],
    [[uses('v1')], '0.yml uses the action by v1, which can be moved'],
    [[uses(COMMIT), uses('b'.repeat(40))], 'the workflows use 2 versions of the action'],
    [[uses(COMMIT).replace('permissions: {}\n', '')], '0.yml has no permissions: at its top'],
    [[uses(COMMIT).replace('{}', 'write-all')], '0.yml gives its token write-all'],
    [[uses(COMMIT).replace('schedule', 'push')], 'no workflow looks for drift on a schedule'],
    [[`${uses(COMMIT)}  - : [`], '0.yml is not YAML'],
  ])('%j: %s', (texts, says) => expect(of(...texts).join('\n')).toContain(says));
});
