import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Scope } from '../../../src/model/integration.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { openLiveFolder } from '../../../src/live/live-folder.ts';
import { liveOfListings } from '../../../src/live/live-of-listings.ts';
import { renderPlan } from '../../../src/report/registry.ts';
import { assessedOf } from '../../helpers/assessed.ts';
import { openWritableSession } from '../../helpers/in-process/sessions.ts';
import { makeByHand, policyArn } from '../../helpers/make-by-hand.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { allow, inline, integration, planInput, resource, role, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

let account: Account;
let directory = '';

beforeEach(async () => {
  account = await openAccount();
  directory = await mkdtemp(join(tmpdir(), 'rolekeeper-dump-'));
});
afterEach(async () => {
  await account.sandbox.close();
  await rm(directory, { recursive: true });
});

/** What the commands of the aws CLI print of the account. */
async function dump(subject: Scope): Promise<void> {
  const session = await openWritableSession(subject.settings);
  const { iam } = session;
  const details = await iam.accountDetails();
  const listings = {
    details,
    roles: { Roles: await iam.roleRows() },
    profiles: { InstanceProfiles: await iam.instanceProfileRows() },
    providers: {
      OpenIDConnectProviderList: (await iam.oidcProviderRows()).map(({ Arn }) => ({ Arn })),
    },
    ...Object.fromEntries(
      details.Policies.map((policy) => [
        policy.PolicyName,
        {
          Policy: {
            ...policy,
            Description:
              account.sandbox.world.iam.policies.get(policy.PolicyName.toLowerCase())?.description ?? '',
          },
        },
      ]),
    ),
  };
  session.close();
  for (const [name, content] of Object.entries(listings))
    await writeFile(join(directory, `${name}.json`), JSON.stringify(content));
}

const actionsIn = ({ integrations }: Pick<Plan, 'integrations'>): readonly string[] =>
  integrations.flatMap(({ entries }) => entries.map(({ action, address }) => `${action} ${address}`)).sort();

async function both(subject: Scope) {
  const online = await planScope(subject);
  await dump(subject);
  const live = liveOfListings(await openLiveFolder(directory), subject.settings.account);
  const input = planInput(
    { scope: subject, live },
    { applied: { known: false }, source: { kind: 'files', directory } },
  );
  const offline = assessedOf(input, {});
  const text = renderPlan(offline, 'text', { command: 'plan', color: false });
  return { online: actionsIn(online), offline: actionsIn(offline), said: text.replaceAll(/\s+/g, ' ') };
}

const reading = { Policies: [inline('read', allow('s3:GetObject', '*'))] };
const writing = { Policies: [inline('read', allow('s3:PutObject', '*'))] };
const all = [
  role('r', { ...reading, ManagedPolicyArns: [policyArn('p')] }),
  resource('managed-policy', 'p'),
  resource('user', 'u', { Groups: ['g'] }),
  resource('group', 'g'),
  resource('instance-profile', 'x', { Roles: ['r'] }),
];
const of = (resources: typeof all, overrides = {}) => scope([integration('i', resources, overrides)]);

interface Row {
  readonly prepare?: () => Promise<unknown>;
  readonly subject: Scope;
  readonly online: readonly string[];
  /** Where it is another one. */
  readonly offline?: readonly string[];
  readonly said?: RegExp;
}

const ROWS: Readonly<Record<string, Row>> = {
  'nothing is there': {
    subject: of(all),
    online: all.map(({ kind, name }) => `create ${kind}/${name}`),
  },
  'all is as applied': {
    prepare: () => applyScope(of(all)),
    subject: of(all),
    online: all.map(({ kind, name }) => `none ${kind}/${name}`),
  },
  'a change in the file': {
    prepare: () => applyScope(of([role('r', reading)])),
    subject: of([role('r', writing)]),
    online: ['update role/r'],
  },
  'an edit in the account': {
    prepare: async () => {
      await applyScope(of([role('r', reading)]));
      await account.call({ Action: 'UpdateRole', RoleName: 'r', MaxSessionDuration: '7200' });
    },
    subject: of([role('r', reading)]),
    online: ['update role/r'],
  },
  'a resource that was deleted': {
    prepare: async () => {
      await applyScope(of([role('r'), role('s')]));
      await account.call({ Action: 'DeleteRole', RoleName: 'r' });
    },
    subject: of([role('r'), role('s')]),
    online: ['create role/r', 'none role/s'],
  },
  "what exists, is no stack's, and differs": {
    prepare: () => makeByHand(account, [role('r', reading)]),
    subject: of([role('r', writing)], { overwrite: ['role/r'] }),
    online: ['adopt role/r'],
    offline: ['update role/r'],
    said: /if no stack of rolekeeper has it yet, it will be adopted/,
  },
  "what exists, is no stack's, and is equal": {
    prepare: () => makeByHand(account, [role('r', reading)]),
    subject: of([role('r', reading)]),
    online: ['adopt role/r'],
    offline: ['none role/r'],
    said: /what exists and no stack has will be adopted/,
  },
  'what is only observed': {
    prepare: () => applyScope(of([role('r', reading)])),
    subject: of([role('r', reading)], { observe: true }),
    online: ['none role/r'],
  },
  'a deletion that the file acknowledges': {
    prepare: () => applyScope(of([role('r'), role('s')])),
    subject: of([role('s')], { delete: ['role/r'] }),
    online: ['delete role/r', 'none role/s'],
  },
  'a release that the file acknowledges': {
    prepare: () => applyScope(of([role('r'), role('s')])),
    subject: of([role('s')], { release: ['role/r'] }),
    online: ['none role/s', 'release role/r'],
    offline: ['none role/s'],
    said: /no file declares any more is released with release:/,
  },
  'what is no longer declared': {
    prepare: () => applyScope(of([role('r'), role('s')])),
    subject: of([role('s')]),
    online: ['delete role/r', 'none role/s'],
    offline: ['none role/s'],
    said: /no file declares any more is .* else blocked/,
  },
};

describe('a plan from files and a plan of the account itself', () => {
  it.each(Object.entries(ROWS))('have the same actions, or the first says why not: %s', async (_, row) => {
    await row.prepare?.();
    const { online, offline, said } = await both(row.subject);
    expect(online).toEqual([...row.online].sort());
    expect(offline).toEqual([...(row.offline ?? row.online)].sort());
    if (row.said !== undefined) expect(said).toMatch(row.said);
    // What only the stacks tell is not said to be needless.
    expect(said).not.toContain('no longer needed');
  });
});
