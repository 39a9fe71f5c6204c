import { describe, expect, it } from '@jest/globals';
import { changedGuards } from '../../../src/review/changed-guards.ts';
import * as z from 'zod';
import { integrationSchema } from '../../../src/desired/integration-schema.ts';
import { parseScope } from '../../../src/desired/parse-scope.ts';
import { settingsSchema } from '../../../src/desired/settings-schema.ts';
import type { Scope } from '../../../src/model/integration.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { isActing } from '../../../src/model/plan.ts';
import { live, planInput, stack } from '../../helpers/resources.ts';

/** A key before and after, as lines of YAML; `undefined` where nobody can change it. */
type Change = readonly [before: string, after: string] | undefined;

const ROLE = 'arn:aws:iam::111122223333:role';
const role = (name: string, more = ''): string => `roles:
  - RoleName: ${name}
    AssumeRolePolicyDocument:
      Version: '2012-10-17'
      Statement: [{ Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: sts:AssumeRole }]
${more}`;
const EXPECT = 'expect: [{ principal: role/one, deny: [s3:DeleteObject], on: ["arn:aws:s3:::x/y"] }]\n';

const OF_SETTINGS: Readonly<Record<string, Change>> = {
  version: undefined,
  account: undefined,
  region: ['', 'region: eu-west-2\n'],
  stackPrefix: ['', 'stackPrefix: other-\n'],
  cloudFormationRole: ['', `cloudFormationRole: ${ROLE}/service\n`],
  tags: ['', 'tags: { access: admin }\n'],
  ignoreTags: ['', 'ignoreTags: [aws-*]\n'],
  maxDeletes: ['', 'maxDeletes: 1000\n'],
  requestsPerSecond: ['', 'requestsPerSecond: 1\n'],
  requireReview: ['requireReview: approval\n', 'requireReview: none\n'],
  gitHubApp: ['', 'gitHubApp: 123456\n'],
  hideExternalIds: ['hideExternalIds: true\n', 'hideExternalIds: false\n'],
  rules: ['', 'rules: { full-admin: off }\n'],
  ownAccounts: ['', "ownAccounts: ['406095609952']\n"],
  ownRoles: ['', 'ownRoles: []\n'],
  vendors: ['', "vendors: [{ name: Acme Audit, accounts: ['909090909090'] }]\n"],
  otherStackPrefixes: ['', 'otherStackPrefixes: [other-]\n'],
  // A retired folder has no files: every resource of it is a deletion or a release of the plan.
  retire: undefined,
  include: ['', 'include: [{ file: _shared/s.yaml }]\n'],
  role: ['', `role: { read: ${ROLE}/plan }\n`],
  delete: ['', 'delete: [gone]\n'],
  release: ['', 'release: [gone]\n'],
};

/** A list of resources: an empty one and one with a resource, beside a role that stays. */
const listed = (list: string, item: string): Change => [role('one'), `${role('one')}${list}: [${item}]\n`];

const OF_FILES: Readonly<Record<string, Change>> = {
  // Another name is another file: a stack comes and a stack goes.
  integration: undefined,
  description: [role('one'), `${role('one')}#description: safe to merge\n`],
  vendor: [role('one'), `${role('one')}vendor: { name: Other }\n`],
  owner: [role('one'), `${role('one')}owner: others\n`],
  reviewBy: [`${role('one')}reviewBy: 2027-01-31\n`, `${role('one')}reviewBy: 2067-01-31\n`],
  expires: [`${role('one')}expires: 2027-01-31\n`, role('one')],
  handover: [role('one'), `${role('one')}handover: send it to us\n`],
  parameters: [
    `${role('one', '    Description: ${A}\n')}parameters: { A: one }\n`,
    `${role('one', '    Description: ${A}\n')}parameters: { A: two }\n`,
  ],
  roles: [role('one'), role('one', '    Description: other\n')],
  managedPolicies: listed(
    'managedPolicies',
    "{ ManagedPolicyName: p, PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: s3:GetObject, Resource: '*' }] } }",
  ),
  users: listed('users', '{ UserName: u }'),
  groups: listed('groups', '{ GroupName: g }'),
  instanceProfiles: listed('instanceProfiles', '{ InstanceProfileName: one, Roles: [one] }'),
  oidcProviders: listed(
    'oidcProviders',
    `{ Url: https://id.example.com, ClientIdList: [a], ThumbprintList: [${'a'.repeat(40)}] }`,
  ),
  delete: [role('one'), `${role('one')}delete: [role/gone]\n`],
  release: [role('one'), `${role('one')}release: [role/gone]\n`],
  overwrite: [role('one'), `${role('one')}overwrite: [role/one]\n`],
  hold: [
    role('one'),
    `${role('one')}hold: [{ address: role/one, drift: '0123456789abcdef', reason: r, until: 2027-01-01 }]\n`,
  ],
  ignore: [role('one'), `${role('one')}ignore: [{ address: role/one, field: Description, reason: r }]\n`],
  exceptions: [
    role('one'),
    `${role('one')}exceptions: [{ rule: full-admin, address: role/one, reason: r }]\n`,
  ],
  observe: [role('one'), `${role('one')}observe: true\n`],
  suspend: [`${role('one')}suspend: true\n`, `${role('one')}suspend: false\n`],
  expect: [`${role('one')}${EXPECT}`, role('one')],
};

/** The keys below a key of a schema, as `hold[].until`; a list of resources has the fields that a plan compares. */
function keysBelow(schema: unknown, path: string): readonly string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional)
    return keysBelow(schema.unwrap(), path);
  if (schema instanceof z.ZodArray) return keysBelow(schema.element, `${path}[]`);
  if (!(schema instanceof z.ZodObject)) return [path];
  return Object.entries(schema.shape).flatMap(([key, below]) => keysBelow(below, `${path}.${key}`));
}

const EXCEPTION = { rule: 'full-admin', address: 'role/one', reason: 'r', until: '2027-01-01' };
const HOLD = {
  address: 'role/one',
  field: 'Description',
  drift: '0123456789abcdef',
  reason: 'r',
  until: '2027-01-01',
};
const IGNORE = { address: 'role/one', field: 'Description', reason: 'r' };
const ALLOWS = { principal: 'role/one', allow: ['s3:GetObject'], on: ['arn:aws:s3:::x/y'] };

const DENIES = { principal: 'role/one', deny: ['s3:GetObject'], on: ['arn:aws:s3:::x/y'] };
const ASSUMES = { assume: 'role/one', by: 'ec2.amazonaws.com', allow: true };

/** What stands in a list, and a list with another value of each of its keys. */
const ROWS: Readonly<
  Record<string, { readonly row: object; readonly others: Readonly<Record<string, unknown>> }>
> = {
  exceptions: {
    row: EXCEPTION,
    others: { rule: 'trust-anybody', address: 'role/two', reason: 'other', until: '2027-02-01' },
  },
  hold: {
    row: HOLD,
    others: {
      address: 'role/two',
      field: 'MaxSessionDuration',
      drift: 'f'.repeat(16),
      reason: 'other',
      until: '2027-02-01',
    },
  },
  ignore: { row: IGNORE, others: { address: 'role/two', field: 'MaxSessionDuration', reason: 'other' } },
};

/** Before and after, as a value of the first key of the path; of those that are no list of {@link ROWS}. */
const BELOW: Readonly<Record<string, readonly [before: unknown, after: unknown]>> = {
  'role.read': [{ read: `${ROLE}/a` }, { read: `${ROLE}/b` }],
  'role.apply': [{ read: `${ROLE}/a` }, { read: `${ROLE}/a`, apply: `${ROLE}/b` }],
  'role.externalId': [{ read: `${ROLE}/a` }, { read: `${ROLE}/a`, externalId: 'other' }],
  'role.durationSeconds': [{ read: `${ROLE}/a` }, { read: `${ROLE}/a`, durationSeconds: 900 }],
  'vendors[].name': [
    [{ name: 'A', accounts: ['909090909090'] }],
    [{ name: 'B', accounts: ['909090909090'] }],
  ],
  'vendors[].accounts[]': [
    [{ name: 'A', accounts: ['909090909090'] }],
    [{ name: 'A', accounts: ['909090909090', '808080808080'] }],
  ],
  'vendor.name': [{ name: 'A' }, { name: 'B' }],
  'vendor.docs': [{ name: 'A' }, { name: 'A', docs: 'https://example.com' }],
  'include[].file': [[{ file: '_shared/s.yaml' }], []],
  ...Object.fromEntries(
    Object.entries({
      parameters: { A: 'one' },
      overwrite: ['role/one'],
      delete: ['role/gone'],
      release: ['role/gone'],
      observe: true,
      suspend: true,
      reviewBy: '2999-01-01',
      expires: '2999-01-01',
    }).map(([key, value]) => {
      const path = Array.isArray(value) ? `include[].${key}[]` : `include[].${key}`;
      return [path, [[{ file: '_shared/s.yaml' }], [{ file: '_shared/s.yaml', [key]: value }]]] as const;
    }),
  ),
  'expect[].principal': [[ALLOWS], [{ ...ALLOWS, principal: 'role/two' }]],
  'expect[].allow': [[ALLOWS], [{ ...ALLOWS, allow: ['s3:PutObject'] }]],
  'expect[].deny[]': [[{ ...DENIES, deny: ['s3:PutObject'] }], [DENIES]],
  'expect[].assume': [[ASSUMES], [{ ...ASSUMES, assume: 'role/two' }]],
  'expect[].by': [[ASSUMES], [{ ...ASSUMES, by: 'lambda.amazonaws.com' }]],
  'expect[].with': [[ASSUMES], [{ ...ASSUMES, with: { 'aws:SourceAccount': '111122223333' } }]],
  'expect[].on[]': [[ALLOWS], [{ ...ALLOWS, on: ['*'] }]],
};

/** Every key of the lists and objects of a schema, but those of resources, whose fields a plan compares. */
function nestedKeys(shape: Readonly<Record<string, unknown>>): readonly string[] {
  const RESOURCES = ['roles', 'managedPolicies', 'users', 'groups', 'instanceProfiles', 'oidcProviders'];
  return Object.entries(shape)
    .filter(([key]) => !RESOURCES.includes(key))
    .flatMap(([key, schema]) => keysBelow(schema, key))
    .filter((path) => path.includes('.'));
}

/** The value of the first key before and after; undefined where no case says it. */
function nestedChange(path: string): readonly [before: unknown, after: unknown] | undefined {
  const [, within = '', list = '', key = ''] = /^(include\[\]\.)?(\w+)\[\]\.(\w+)$/.exec(path) ?? [];
  const rows = ROWS[list];
  if (rows !== undefined) {
    const changed = [rows.row, { ...rows.row, [key]: rows.others[key] }] as const;
    if (rows.others[key] === undefined) return undefined;
    if (within === '') return [[changed[0]], [changed[1]]];
    return [
      [{ file: '_shared/s.yaml', [list]: [changed[0]] }],
      [{ file: '_shared/s.yaml', [list]: [changed[1]] }],
    ];
  }
  const rule = /^rules\.(.+)$/.exec(path)?.[1];
  if (rule !== undefined) return [{ [rule]: 'error' }, { [rule]: 'off' }];
  return BELOW[path];
}

const scopes = new Map<string, Scope>();

/** Each once: a change is looked at from both sides. */
function scopeOf(settings: string, file: string): Scope {
  const texts = JSON.stringify([settings, file]);
  const scope = scopes.get(texts) ?? parsedScope(settings, file);
  scopes.set(texts, scope);
  return scope;
}

function parsedScope(settings: string, file: string): Scope {
  const region = settings.includes('region:') ? '' : 'region: eu-west-1\n';
  const described = /#description: (.*)/.exec(file)?.[1] ?? 'd';
  const files = [
    {
      name: 'rolekeeper.yaml',
      file: 'desired/rolekeeper.yaml',
      text: `version: 1\naccount: '111122223333'\n${region}${settings}`,
    },
    { name: 'i.yaml', file: 'desired/i.yaml', text: `integration: i\ndescription: ${described}\n${file}` },
  ];
  const text =
    `integration: s\ndescription: d\nparameters: { A: none }\n${twoRoles('shared-one', 'shared-two', '    Description: ${A}\n')}`
      .replaceAll('shared-one', isShared(settings) ? 'one' : 'shared-one')
      .replaceAll('shared-two', isShared(settings) ? 'two' : 'shared-two');
  const shared = new Map([['_shared/s.yaml', { name: 's.yaml', file: '_shared/s.yaml', text }]]);
  const { scope, diagnostics } = parseScope({ directory: 'desired', files, shared });
  if (scope === undefined) throw new Error(JSON.stringify(diagnostics));
  return scope;
}

function twoRoles(one: string, two: string, more = ''): string {
  return `${role(one)}${role(two, more).replace('roles:\n', '')}`;
}

/** The included file declares what the exceptions of an include are about. */
function isShared(settings: string): boolean {
  return settings.includes('"_shared/s.yaml"');
}

/** The kinds of caution, and the entries that the plan has for it where the account is as the base declares. */
function saidOf(before: Scope, after: Scope): readonly string[] {
  const all = { everything: true, settings: true, integrations: ['i'] };
  const cautions = changedGuards(after, { scope: before, settings: before.settings }, all);
  const was = before.integrations.flatMap(({ resources }) => resources.map(({ resource }) => resource));
  const plan = buildPlan(planInput({ scope: after, stacks: [stack('i', was)], live: live(was) }));
  const entries = plan.integrations.flatMap((one) => one.entries.filter(isActing));
  return [...cautions.map(({ kind }) => kind), ...entries.map(({ address }) => address)];
}

describe('nothing that a file says changes in silence', () => {
  it('has a case for every key of the settings and of an integration', () => {
    expect(Object.keys(OF_SETTINGS).sort()).toEqual(Object.keys(settingsSchema.shape).sort());
    expect(Object.keys(OF_FILES).sort()).toEqual(Object.keys(integrationSchema.shape).sort());
  });

  it.each(Object.entries(OF_SETTINGS).filter(([, change]) => change !== undefined))(
    'of the settings: %s',
    (_key, change) => {
      const [before = '', after = ''] = change ?? [];
      const said = saidOf(scopeOf(before, role('one')), scopeOf(after, role('one')));
      expect(said).not.toEqual([]);
      expect(saidOf(scopeOf(after, role('one')), scopeOf(before, role('one')))).not.toEqual([]);
    },
  );

  it.each(Object.entries(OF_FILES).filter(([, change]) => change !== undefined))(
    'of an integration: %s',
    (_key, change) => {
      const [before = '', after = ''] = change ?? [];
      expect(saidOf(scopeOf('', before), scopeOf('', after))).not.toEqual([]);
    },
  );

  it.each(nestedKeys(settingsSchema.shape))('of the settings, below a key: %s', (path) => {
    const [before, after] = nestedChange(path) ?? [];
    const [key = ''] = path.split(/[[.]/);
    const yaml = (value: unknown): string => `${key}: ${JSON.stringify(value)}\n`;
    // An include has the roles of this name itself.
    const own = role('own');
    expect(before).toBeDefined();
    expect(saidOf(scopeOf(yaml(before), own), scopeOf(yaml(after), own))).not.toEqual([]);
    expect(saidOf(scopeOf(yaml(after), own), scopeOf(yaml(before), own))).not.toEqual([]);
  });

  it.each(nestedKeys(integrationSchema.shape))('of an integration, below a key: %s', (path) => {
    const change = nestedChange(path);
    const [key = ''] = path.split(/[[.]/);
    const yaml = (value: unknown): string => `${twoRoles('one', 'two')}${key}: ${JSON.stringify(value)}\n`;
    expect(change).toBeDefined();
    const [before, after] = change ?? [];
    expect(saidOf(scopeOf('', yaml(before)), scopeOf('', yaml(after)))).not.toEqual([]);
    expect(saidOf(scopeOf('', yaml(after)), scopeOf('', yaml(before)))).not.toEqual([]);
  });
});
