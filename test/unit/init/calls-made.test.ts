import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parseScope, type ScopeFile } from '../../../src/desired/parse-scope.ts';
import { HANDLER_ACTIONS } from '../../../src/init/handler-actions.ts';
import { ACCOUNT_READS, APPLY_ACTIONS, OWN_STACK_READS } from '../../../src/init/read-actions.ts';
import { KINDS, type Kind } from '../../../src/model/address.ts';
import type { Scope } from '../../../src/model/integration.ts';
import type { Sandbox } from '../../../src/sandbox/server.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { useAccount } from '../../helpers/scenario/account.ts';
import { createWatchedSandbox } from '../../helpers/watched-sandbox.ts';

const PLAN_ACTIONS = [...ACCOUNT_READS, ...OWN_STACK_READS];

const SETTINGS = 'version: 1\naccount: "111122223333"\nregion: eu-west-1\nmaxDeletes: 20\n';
const TRUST = (service: string): string =>
  `{Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: ${service}}, Action: sts:AssumeRole}]}`;
const READ = (bucket: string): string =>
  `{Version: '2012-10-17', Statement: [{Effect: Allow, Action: s3:GetObject, Resource: 'arn:aws:s3:::${bucket}/*'}]}`;

interface Variant {
  readonly bucket: string;
  readonly service: string;
  readonly audience: string;
  /** What stands once and not again. */
  readonly once: boolean;
}

/** Every kind, each with everything that its handler can write. */
const everyKind = ({ bucket, service, audience, once }: Variant): string => `integration: every-kind
description: every kind
roles:
  - RoleName: first
    Description: for ${bucket}
    MaxSessionDuration: ${once ? 3600 : 7200}
    AssumeRolePolicyDocument: ${TRUST(service)}
    Policies: [{PolicyName: ${once ? 'once' : 'again'}, PolicyDocument: ${READ(bucket)}}]
    ManagedPolicyArns: [${once ? 'second' : 'arn:aws:iam::aws:policy/SecurityAudit'}]
    ${once ? 'PermissionsBoundary: arn:aws:iam::aws:policy/ReadOnlyAccess' : ''}
    Tags: {${once ? 'once' : 'again'}: yes, by: ${bucket}}
managedPolicies:
  - ManagedPolicyName: second
    PolicyDocument: ${READ(bucket)}
groups:
  - GroupName: third
    Path: /${once ? 'once' : 'again'}/
    Policies: [{PolicyName: ${once ? 'once' : 'again'}, PolicyDocument: ${READ(bucket)}}]
    ManagedPolicyArns: [${once ? 'second' : 'arn:aws:iam::aws:policy/SecurityAudit'}]
  - GroupName: fourth
users:
  - UserName: fifth
    Path: /${once ? 'once' : 'again'}/
    Groups: [${once ? 'third' : 'fourth'}]
    Policies: [{PolicyName: ${once ? 'once' : 'again'}, PolicyDocument: ${READ(bucket)}}]
    ManagedPolicyArns: [${once ? 'second' : 'arn:aws:iam::aws:policy/SecurityAudit'}]
    ${once ? 'PermissionsBoundary: arn:aws:iam::aws:policy/ReadOnlyAccess' : ''}
    Tags: {${once ? 'once' : 'again'}: yes}
instanceProfiles:
  - InstanceProfileName: sixth
    Roles: [first]
oidcProviders:
  - Url: https://token.example.com
    ClientIdList: [${audience}]
    ThumbprintList: [${(once ? 'a' : 'b').repeat(40)}]
    Tags: {${once ? 'once' : 'again'}: yes}
`;

const GONE = `integration: every-kind
description: every kind
roles:
  - RoleName: last
    AssumeRolePolicyDocument: ${TRUST('ec2.amazonaws.com')}
delete: [role/first, managed-policy/second, group/third, group/fourth, user/fifth, instance-profile/sixth, oidc-provider/token.example.com]
`;

/** Without a text, the integration is gone and its stack with it. */
function scopeOf(text: string | undefined): Scope {
  const gone = text === undefined ? 'delete: [every-kind]\n' : '';
  const settings = { file: 'desired/rolekeeper.yaml', name: 'rolekeeper.yaml', text: `${SETTINGS}${gone}` };
  const file = { file: 'desired/every-kind.yaml', name: 'every-kind.yaml', text: text ?? '' };
  const files: readonly ScopeFile[] = text === undefined ? [settings] : [settings, file];
  const { scope, diagnostics } = parseScope({ directory: 'desired', files });
  if (scope === undefined) throw new Error(JSON.stringify(diagnostics));
  return scope;
}

let sandbox: Sandbox;
let planned: readonly string[];

beforeAll(async () => {
  sandbox = createWatchedSandbox();
  useAccount(sandbox.url);
  const first = everyKind({ bucket: 'one', service: 'ec2.amazonaws.com', audience: 'one', once: true });
  const second = everyKind({ bucket: 'two', service: 'glue.amazonaws.com', audience: 'two', once: false });
  await planScope(scopeOf(first));
  planned = sandbox.world.requests.map(({ action }) => action);
  for (const text of [second, first, second, GONE, undefined]) {
    const { outcomes } = await applyScope(scopeOf(text));
    expect(outcomes).toMatchObject([{ outcome: 'applied' }]);
  }
});
afterAll(() => sandbox.close());

const actionsOf = (listed: readonly string[]): ReadonlySet<string> =>
  new Set(listed.map((action) => action.slice(action.indexOf(':') + 1)));

it('plan calls nothing but what the plan role is allowed', () => {
  const allowed = actionsOf([...PLAN_ACTIONS, 'sts:GetCallerIdentity']);
  expect(planned.filter((action) => !allowed.has(action))).toEqual([]);
});

it('apply calls nothing but what the apply role is allowed', () => {
  const allowed = actionsOf([
    ...PLAN_ACTIONS,
    ...Object.values(APPLY_ACTIONS).flat(),
    'sts:GetCallerIdentity',
  ]);
  const called = [...new Set(sandbox.world.requests.map(({ action }) => action))];
  expect(called.filter((action) => !allowed.has(action))).toEqual([]);
  const unused = Object.values(APPLY_ACTIONS)
    .flat()
    .map((action) => action.replace('cloudformation:', ''))
    .filter((action) => !called.includes(action));
  // A change set that is not executed, and an operation that fails.
  expect(unused).toEqual(['DeleteChangeSet', 'DescribeEvents']);
});

/** What CloudFormation did in IAM, by kind. */
function written(kind: Kind): readonly string[] {
  const own = sandbox.world.ledger.filter(({ resource }) => resource.startsWith(`${kind}/`));
  return [...new Set(own.map(({ operation }) => operation))].sort();
}

/** The older way to change a description: the schema of the handler has it. */
const NOT_MADE: Partial<Record<Kind, readonly string[]>> = { role: ['UpdateRoleDescription'] };

it.each(KINDS)('CloudFormation writes %s with the actions of its policy, each of which has a use', (kind) => {
  const { write } = HANDLER_ACTIONS[kind];
  const made = written(kind);
  expect(made.filter((operation) => !write.includes(operation))).toEqual([]);
  expect([...write].sort().filter((operation) => !made.includes(operation))).toEqual(NOT_MADE[kind] ?? []);
});
