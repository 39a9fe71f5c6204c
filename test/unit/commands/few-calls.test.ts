import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Scope } from '../../../src/model/integration.ts';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import { isActing } from '../../../src/model/plan.ts';
import { readAssessedPlan } from '../../../src/commands/read-plan.ts';
import { withSessions } from '../../../src/commands/with-sessions.ts';
import { openSession } from '../../helpers/in-process/sessions.ts';
import { applyScope, TODAY } from '../../helpers/rehearsal.ts';
import { ACCOUNT, allow, inline, integration, resource, role, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { THOROUGH } from '../../helpers/thorough.ts';

/** What counts is how the calls grow: a fifth of it all shows that as well. */
const [INTEGRATIONS, ROLES] = THOROUGH ? [100, 1000] : [20, 200];

const policyOf = (name: string, properties: object = {}) =>
  resource('managed-policy', `${name}-policy`, {
    PolicyDocument: allow('s3:ListBucket', `arn:aws:s3:::${name}`),
    ...properties,
  });

/** An integration as a vendor asks for it: a role with a policy of its own, and one of AWS. */
function vendor(name: string) {
  const ManagedPolicyArns = [
    `arn:aws:iam::${ACCOUNT}:policy/${name}-policy`,
    'arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess',
  ];
  const Policies = [inline('read', allow('s3:GetObject', `arn:aws:s3:::${name}/*`))];
  return integration(name, [role(`${name}-role`, { ManagedPolicyArns, Policies }), policyOf(name)]);
}

const names = Array.from({ length: INTEGRATIONS }, (_, index) => `vendor-${index}`);
const all = scope(names.map(vendor));

let account: Account;

/** The calls of something, and the policies of the account that GetPolicy is asked of. */
async function callsOf<T>(run: () => Promise<T>) {
  const { requests } = account.sandbox.world;
  const before = requests.length;
  const result = await run();
  const made = requests.slice(before);
  const actions = made.map(({ action }) => action);
  const policies = made.flatMap(({ action, parameters }) =>
    action === 'GetPolicy' ? [parameters['PolicyArn'] ?? ''] : [],
  );
  return { result, actions, policies: policies.filter((arn) => arn.includes(ACCOUNT)) };
}

async function plan(wanted: Scope, only?: readonly string[]): Promise<AssessedPlan> {
  return withSessions(openSession, async (open) => {
    const session = await open(wanted.settings);
    const request = { scope: wanted, session, live: 'wanted', today: TODAY } as const;
    return (await readAssessedPlan({ ...request, ...(only === undefined ? {} : { only }) })).assessed;
  });
}

function actingIn({ integrations }: AssessedPlan): readonly string[] {
  return integrations.flatMap(({ entries }) => entries.filter(isActing).map(({ address }) => address));
}

let applied: Awaited<ReturnType<typeof callsOf<Awaited<ReturnType<typeof applyScope>>>>>;

beforeAll(async () => {
  account = await openAccount();
  applied = await callsOf(() => applyScope(all));
  const { roles } = account.sandbox.world.iam;
  const [template] = roles.values();
  if (template === undefined) throw new Error('nothing was applied');
  for (let index = 0; index < ROLES; index += 1) {
    const name = `other-${index}`;
    roles.set(name, { ...template, name, id: `AROAOTHER${index}`, inline: [], attached: [] });
  }
});

afterAll(() => account.sandbox.close());

describe(`an account with ${INTEGRATIONS} integrations of a managed policy each, and ${ROLES} other roles`, () => {
  it('is applied with 25 calls for each of them', () => {
    expect(applied.result.outcomes.every(({ outcome }) => outcome === 'applied')).toBe(true);
    expect(applied.actions.length).toBeLessThanOrEqual(25 * INTEGRATIONS);
  });

  it('is planned with five calls of IAM, and the templates', async () => {
    const { result, actions } = await callsOf(() => plan(all));
    const templates = actions.filter((action) => action === 'GetTemplate').length;
    expect(actingIn(result)).toEqual([]);
    expect(templates).toBe(INTEGRATIONS);
    const ofStacks = actions.filter((action) =>
      /^(DescribeStacks|GetTemplate|GetCallerIdentity)$/.test(action),
    );
    expect(actions.length - ofStacks.length).toBeLessThanOrEqual(5);
    expect(ofStacks.length - templates).toBeLessThanOrEqual(3);
  });

  it('tells in the plan how often each operation was called', async () => {
    const { result, actions } = await callsOf(() => plan(all));
    const told = Object.entries(result.calls ?? {}).map(([operation, count]) => [
      operation.replace(/^.*:/, ''),
      count,
    ]);
    const counted = [...new Set(actions)].map((action) => [
      action,
      actions.filter((one) => one === action).length,
    ]);
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(counted));
    expect(result.calls).toMatchObject({
      'cloudformation:GetTemplate': INTEGRATIONS,
      'sts:GetCallerIdentity': 1,
    });
  });

  it('is planned all the same while AWS throttles, with more calls and nothing left unread', async () => {
    const calm = await callsOf(() => plan(all));
    for (const action of ['GetAccountAuthorizationDetails', 'ListRoles', 'DescribeStacks', 'GetTemplate'])
      account.sandbox.inject({ kind: 'throttle', action, times: 6 });
    const { result, actions } = await callsOf(() => plan(all));
    expect(actions.length).toBe(calm.actions.length + 4 * 6);
    const { calls: _calm, ...expected } = calm.result;
    const { calls: _throttled, ...read } = result;
    expect(read).toEqual(expected);
  });

  it('tells one integration with twelve calls, and reads nothing of the others', async () => {
    const [name = ''] = names;
    const { result, actions } = await callsOf(() => plan(all, [name]));
    expect(result.integrations.map(({ integration: one }) => one)).toEqual([name]);
    expect(actingIn(result)).toEqual([]);
    expect(actions.length).toBeLessThanOrEqual(12);
    expect(actions.filter((action) => action === 'GetTemplate')).toHaveLength(1);
  });

  it('is asked for one Description: of the policy that is to be adopted', async () => {
    await account.call({
      Action: 'CreatePolicy',
      PolicyName: 'found-policy',
      Description: 'theirs',
      PolicyDocument: allow('s3:ListBucket', 'arn:aws:s3:::found'),
    });
    const found = integration('found', [policyOf('found', { Description: 'theirs' })]);
    const { result, actions, policies } = await callsOf(() => plan(scope([...all.integrations, found])));
    expect(actingIn(result)).toEqual(['managed-policy/found-policy']);
    expect(policies).toEqual([`arn:aws:iam::${ACCOUNT}:policy/found-policy`]);
    expect(actions).not.toContain('ListPolicyVersions');
  });
});
