import { describe, expect, it } from '@jest/globals';
import { assess } from '../../../src/assess/assess.ts';
import { guardsOf } from '../../../src/assess/guards.ts';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import { assessedPlan, blockersOf, type AssessedPlan } from '../../../src/model/assessment.ts';
import type { Integration } from '../../../src/model/integration.ts';
import type { PolicyContents } from '../../../src/model/policy-reader.ts';
import type { Resource } from '../../../src/model/resource.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { bareEvidence } from '../../helpers/assessed.ts';
import { allow, inline, integration, live, planInput, role, scope, stack } from '../../helpers/resources.ts';

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const BASE = 'arn:aws:iam::111122223333:policy/platform-base';
const READ = inline('read', allow('s3:GetObject', 'arn:aws:s3:::acme-prod-logs/*'));

interface Sides {
  readonly desired: Resource;
  readonly applied?: Resource;
  readonly live?: Resource;
  readonly file?: Partial<Integration>;
  readonly policies?: Readonly<Record<string, PolicyContents>>;
  readonly appliedKnown?: false;
}

async function planOf({
  desired,
  applied,
  live: is,
  file,
  policies = {},
  appliedKnown,
}: Sides): Promise<AssessedPlan> {
  const input = planInput(
    {
      scope: scope([integration('i', [desired], file)]),
      stacks: applied === undefined ? [] : [stack('i', [applied])],
      live: live(is === undefined ? [] : [is]),
    },
    appliedKnown === false ? { applied: { known: false } } : {},
  );
  const plan = buildPlan(input);
  const contents = new Map(Object.entries(policies));
  const evidence = bareEvidence(input, { catalogue: await readCatalogue(), contents });
  return assessedPlan(plan, assess(plan, evidence, guardsOf(input.scope.settings)));
}

function everything(arn: string): Readonly<Record<string, PolicyContents>> {
  return { [arn]: { version: 'v1', document: encodeURIComponent(JSON.stringify(allow('*', '*'))) } };
}

const codesOf = (plan: AssessedPlan): readonly string[] =>
  plan.integrations.flatMap((one) => blockersOf(one).map(({ code }) => code));
const rulesOf = (plan: AssessedPlan): readonly string[] =>
  plan.integrations.flatMap(({ findings = [] }) => findings.map(({ rule }) => rule));
const lossesOf = (plan: AssessedPlan): number =>
  plan.integrations.flatMap(({ entries }) => entries.flatMap(({ access }) => access?.loses ?? [])).length;

describe('what a plan leaves in the account', () => {
  const desired = role('r', { Policies: [READ] });
  const admin = role('r', { Policies: [inline('old', allow('s3:*', '*'))], ManagedPolicyArns: [ADMIN] });
  const ignoring = (field: string): Partial<Integration> => ({
    overwrite: ['role/r'],
    ignore: [{ address: 'role/r', field, reason: 'the platform attaches a policy of its own' }],
  });

  it.each(['AssumeRolePolicyDocument', 'Policies', 'ManagedPolicyArns', 'PermissionsBoundary'])(
    'is not taken over: %s cannot be ignored by an adoption',
    async (field) => {
      expect(codesOf(await planOf({ desired, live: admin, file: ignoring(field) }))).toContain(
        'ignored-access',
      );
    },
  );

  it('may be a field without access', async () => {
    expect(codesOf(await planOf({ desired, live: desired, file: ignoring('Description') }))).toEqual([]);
  });

  it.each<[string, Sides]>([
    ['an adoption', { desired, live: admin }],
    ['an update', { desired, applied: role('r'), live: admin }],
    ['a plan that does not know what was applied', { desired, live: admin, appliedKnown: false }],
  ])('counts in the access that it has after %s, and in the review rules', async (_action, sides) => {
    const plan = await planOf({ ...sides, file: ignoring('ManagedPolicyArns'), policies: everything(ADMIN) });
    expect(lossesOf(plan)).toBe(0);
    expect(rulesOf(plan)).toContain('full-admin');
  });

  it('counts where a file holds it, too', async () => {
    const handmade = role('r', { Policies: [READ, inline('debug', allow('*', '*'))] });
    const drifted = await planOf({ desired, applied: desired, live: handmade });
    const drift = drifted.integrations[0]?.entries[0]?.fingerprint ?? '';
    const file: Partial<Integration> = {
      hold: [{ address: 'role/r', drift, reason: 'x', until: '2026-12-31' }],
    };
    const plan = await planOf({ desired, applied: desired, live: handmade, file });
    expect(lossesOf(plan)).toBe(0);
    expect(rulesOf(plan)).toContain('full-admin');
  });
});

describe('a customer-managed policy that no file declares', () => {
  const desired = role('three', { ManagedPolicyArns: [BASE] });

  it('is read by the review rules where a role attaches it', async () => {
    const plan = await planOf({ desired, policies: everything(BASE) });
    expect(rulesOf(plan)).toContain('full-admin');
    expect(codesOf(plan)).toContain('findings');
    expect(plan.integrations[0]?.findings?.[0]?.message).toContain(
      'managed policy platform-base, which no file declares',
    );
  });

  it('limits as a boundary by what it holds', async () => {
    const bounded = role('three', { Policies: [inline('p', allow('*', '*'))], PermissionsBoundary: BASE });
    const policies: Readonly<Record<string, PolicyContents>> = {
      [BASE]: { version: 'v1', document: encodeURIComponent(JSON.stringify(allow('s3:GetObject', '*'))) },
    };
    expect(rulesOf(await planOf({ desired: bounded, policies }))).not.toContain('full-admin');
  });
});
