import { afterEach, describe, expect, it } from '@jest/globals';
import type { Scope } from '../../../src/model/integration.ts';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import { openWritableSession } from '../../helpers/in-process/sessions.ts';
import type { OpenWritableSession } from '../../../src/commands/session.ts';
import type { Switches } from '../../../src/sandbox/switches.ts';
import type { SandboxState } from '../../../src/sandbox/world.ts';
import { makeByHand, policyArn } from '../../helpers/make-by-hand.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { allow, inline, integration, resource, role, scope, trustOf } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { THOROUGH, settingsFor } from '../../helpers/thorough.ts';

/** A run that is killed does not try again. */
const openOnce: OpenWritableSession = (settings) =>
  openWritableSession(settings, {
    timeouts: { attempts: 1, connectionMilliseconds: 5000, requestMilliseconds: 5000 },
  });

const before = [
  role('r', { ManagedPolicyArns: [policyArn('p')], Policies: [inline('a', allow('s3:GetObject', '*'))] }),
  resource('managed-policy', 'p'),
  resource('instance-profile', 'r'),
];
const after = [
  role('r', { ManagedPolicyArns: [policyArn('p')], Policies: [inline('a', allow('s3:PutObject', '*'))] }),
  resource('managed-policy', 'p', { PolicyDocument: allow('s3:DeleteObject', '*') }),
  resource('instance-profile', 'r'),
];
const ALL = ['role/r', 'managed-policy/p', 'instance-profile/r'] as const;
const of = (resources: typeof before, overrides = {}): Scope =>
  scope([integration('i', resources, overrides)]);

const trusting = (name: string) => ({
  AssumeRolePolicyDocument: trustOf('AWS', policyArn('').replace('policy/', `role/${name}`)),
});

/** Files that need each other: their stacks are made in stages. */
const mutual = scope([
  integration('i', [role('r', trusting('s')), resource('instance-profile', 'y', { Roles: ['s'] })]),
  integration('j', [role('s', { ...trusting('t'), PermissionsBoundary: policyArn('p') })]),
  integration('k', [role('t', trusting('r')), resource('managed-policy', 'p')]),
]);

interface Scenario {
  /** Brings the account to where the run begins. */
  readonly prepare: (account: Account) => Promise<unknown>;
  readonly subject: Scope;
  /** Statuses in which some of the killed runs leave the stack. */
  readonly passes: readonly string[];
}

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  create: {
    prepare: async () => undefined,
    subject: of(before),
    passes: ['REVIEW_IN_PROGRESS', 'CREATE_IN_PROGRESS'],
  },
  update: {
    prepare: () => applyScope(of(before)),
    subject: of(after),
    passes: ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'],
  },
  'adopt with differences': {
    prepare: (account) => makeByHand(account, before),
    subject: of(after, { overwrite: ALL }),
    passes: ['REVIEW_IN_PROGRESS', 'IMPORT_IN_PROGRESS', 'UPDATE_IN_PROGRESS'],
  },
  delete: {
    prepare: () => applyScope(of([...before, role('kept')])),
    subject: of([role('kept')], { delete: ALL }),
    passes: ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'],
  },
  'delete all': {
    prepare: () => applyScope(of(before)),
    subject: scope([], { delete: ['i'] }),
    passes: ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'DELETE_IN_PROGRESS'],
  },
  'create files that need each other': {
    prepare: async () => undefined,
    subject: mutual,
    passes: ['REVIEW_IN_PROGRESS', 'CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS'],
  },
  'recover from a failed creation': {
    prepare: async (account) => {
      account.sandbox.inject({ kind: 'handler', operation: 'create', name: 'r', message: 'no', times: 1 });
      const { outcomes } = await applyScope(of(before));
      expect(outcomes).toMatchObject([{ outcome: 'failed' }]);
    },
    subject: of(before),
    passes: ['ROLLBACK_COMPLETE', 'DELETE_IN_PROGRESS', 'CREATE_IN_PROGRESS'],
  },
};

/** The settings that nobody could verify, the other way round: where there is time for it. */
const SETTINGS: readonly (readonly [string, Partial<Switches>])[] = [
  ['as AWS probably is', {}],
  ...(!THOROUGH
    ? []
    : [
        [
          'the other way round',
          {
            importWritesProperties: true,
            importRollback: 'delete',
            nameConflictValidation: 'all',
            deletionPolicyIsChange: true,
            resourceMetadataIsChange: false,
            dependsOnIsChange: true,
            templateMetadataIsChange: true,
          },
        ] as const,
      ]),
];

let account: Account;

afterEach(() => account.sandbox.close());

/** The account before the run, to begin from again and again. */
async function prepared({ prepare }: Scenario, switches: Partial<Switches>): Promise<SandboxState> {
  account = await openAccount({ switches });
  await prepare(account);
  const state = account.sandbox.saveState();
  await account.sandbox.close();
  return state;
}

function actionsIn({ integrations }: AssessedPlan): readonly string[] {
  return integrations.flatMap(({ entries }) =>
    entries.filter((entry) => entry.action !== 'none').map((entry) => `${entry.action} ${entry.address}`),
  );
}

/** What IAM has, without what tells one run from another. */
function iamNow(): string {
  const sorted = Object.entries(account.sandbox.world.iam.save()).map(([kind, records]) => {
    const texts = (records as readonly object[]).map((one) => JSON.stringify(one));
    return `${kind}: ${texts.sort().join()}`;
  });
  const state = sorted.join('\n');
  return state
    .replaceAll(/"(createDate|updateDate|id|createdAt)":"[^"]*"/g, '""')
    .replaceAll(/A(RO|ID|NP|GP|IP)A[A-Z2-7]{17}/g, '');
}

/** Kills a run after so many requests were carried out, the last of them without an answer. @returns whether it died */
async function killedAfter(requests: number, { subject }: Scenario): Promise<boolean> {
  const { faults } = account.sandbox.world;
  faults.add({ kind: 'drop', action: '*', when: 'after', after: requests, times: 1 });
  faults.add({ kind: 'drop', action: '*', when: 'before', after: requests });
  await applyScope(subject, openOnce).catch(() => undefined);
  const died = faults.list().length < 2;
  faults.clear();
  return died;
}

const RUNS = SETTINGS.flatMap(([setting, switches]) =>
  settingsFor(SCENARIOS, ['adopt with differences', 'create files that need each other']).map(
    ([name, scenario]) => ({
      name: `${name}, ${setting}`,
      scenario,
      switches,
    }),
  ),
);

describe.each(RUNS)('a run that is killed: $name', ({ scenario, switches }) => {
  it('tells the truth in between and converges in the next run, wherever it was', async () => {
    const state = await prepared(scenario, switches);
    account = await openAccount({ state, switches });
    await applyScope(scenario.subject);
    const goal = iamNow();
    const statuses = new Set<string>();
    for (let requests = 0, died = true; died; requests += THOROUGH ? 1 : 16) {
      await account.sandbox.close();
      account = await openAccount({ state, switches });
      died = await killedAfter(requests, scenario);
      const dead = account.sandbox.saveState();
      const running = account.sandbox.world.cloudFormation.stacks.map((stack) => stack.status);
      running.forEach((status) => statuses.add(status));

      await tellsTheTruth(scenario.subject, goal, requests);
      await converges(scenario.subject, goal, requests, state);
      if (!running.some((status) => status.endsWith('_IN_PROGRESS'))) continue;
      // Reading lets time pass. The next run may also come before CloudFormation has got any further.
      await account.sandbox.close();
      account = await openAccount({ state: dead, switches });
      await converges(scenario.subject, goal, requests, state);
    }
    if (THOROUGH) expect([...statuses]).toEqual(expect.arrayContaining([...scenario.passes]));
  });
});

/** Nobody has edited the account, and no plan says so. Only a plan with nothing to do means that all is done. */
async function tellsTheTruth(subject: Scope, goal: string, requests: number): Promise<void> {
  const plan = await planScope(subject);
  const drifted = plan.integrations.flatMap(({ entries }) => entries.filter((entry) => entry.drift));
  expect({ requests, drift: drifted.map((entry) => entry.address) }).toEqual({ requests, drift: [] });
  const warnings = plan.integrations.flatMap((item) => item.warnings ?? []);
  if (actionsIn(plan).length > 0 || warnings.some(({ code }) => code === 'stack-busy')) return;
  expect({ requests, iam: iamNow() }).toEqual({ requests, iam: goal });
}

async function converges(subject: Scope, goal: string, requests: number, start: SandboxState): Promise<void> {
  const { outcomes } = await applyScope(subject);
  const failed = outcomes.filter(({ outcome }) => outcome === 'failed' || outcome === 'blocked');
  expect({ requests, failed }).toEqual({ requests, failed: [] });
  expect({ requests, iam: iamNow() }).toEqual({ requests, iam: goal });
  expect(actionsIn(await planScope(subject))).toEqual([]);
  const elsewhere = account
    .changesSince(start.ledger.length)
    .filter((line) => !line.startsWith('change-set'));
  expect(elsewhere).toEqual([]);
}
