import { describe, expect, it } from '@jest/globals';
import { assessedOf } from '../../helpers/assessed.ts';
import type { AssessedIntegration } from '../../../src/model/assessment.ts';
import type { Use } from '../../../src/model/iam-uses.ts';
import {
  allow,
  integration,
  live,
  liveResource,
  planInput,
  resource,
  role,
  scope,
  stack,
} from '../../helpers/resources.ts';

function codesOf(plan: AssessedIntegration | undefined): readonly string[] {
  return [...(plan?.blockers ?? []), ...(plan?.entries ?? []).flatMap((entry) => entry.blockers)].map(
    (blocker) => blocker.code,
  );
}

describe('what forbids to carry out a plan', () => {
  it('is a replacement under the same name', () => {
    const before = role('r', { Path: '/' });
    const input = planInput({
      scope: scope([integration('i', [role('r', { Path: '/vendors/' })])]),
      stacks: [stack('i', [before])],
      live: live([before]),
    });
    const [plan] = assessedOf(input, {}).integrations;
    expect(codesOf(plan)).toEqual(['replacement']);
    expect(plan?.entries[0]?.blockers[0]?.hint).toContain('two pull requests');
  });

  it.each([
    ['Description', { Description: 'Reads logs' }, { Description: 'reads the logs' }],
    ['Path', { Path: '/vendors/' }, { Path: '/' }],
  ])(
    'is another %s of a policy that is to be adopted, and nothing managed is to be removed for it',
    (field, declared, found) => {
      const input = planInput({
        scope: scope([
          integration('i', [resource('managed-policy', 'p', declared)], { overwrite: ['managed-policy/p'] }),
        ]),
        live: live([resource('managed-policy', 'p', found)]),
      });
      const [plan] = assessedOf(input, {}).integrations;
      const [blocker] = plan?.entries[0]?.blockers ?? [];
      expect(blocker).toMatchObject({
        code: 'replacement',
        message: expect.stringContaining(`${field} of managed-policy/p cannot be changed in place`),
        hint: expect.stringMatching(/^write the value that is live; or delete the resource by hand/),
      });
      expect(blocker?.hint).not.toMatch(/two pull requests|"delete:/);
    },
  );

  it('is not a path that CloudFormation can change in place', () => {
    const before = resource('user', 'u', { Path: '/' });
    const input = planInput({
      scope: scope([integration('i', [resource('user', 'u', { Path: '/vendors/' })])]),
      stacks: [stack('i', [before])],
      live: live([before]),
    });
    expect(codesOf(assessedOf(input, {}).integrations[0])).toEqual([]);
  });

  it('is moving a resource between integrations in one pull request', () => {
    const moved = role('r');
    const input = planInput({
      scope: scope([integration('from', [role('x')], { delete: ['role/r'] }), integration('to', [moved])]),
      stacks: [stack('from', [role('x'), moved])],
      live: live([role('x'), moved]),
    });
    const plans = assessedOf(input, {}).integrations;
    expect(codesOf(plans.find((plan) => plan.integration === 'to'))).toContain('moved-resource');
  });

  it('is more deletions than maxDeletes, over all integrations together', () => {
    const gone = [role('a'), role('b')];
    const input = planInput({
      scope: scope(
        [
          integration('i', [role('x')], { delete: ['role/a'] }),
          integration('j', [role('y')], { delete: ['role/b'] }),
          integration('k', [role('z')]),
        ],
        { maxDeletes: 1 },
      ),
      stacks: [stack('i', [role('x'), role('a')]), stack('j', [role('y'), role('b')])],
      live: live([role('x'), role('y'), ...gone]),
    });
    expect(assessedOf(input, {}).integrations.map(codesOf)).toEqual([
      ['too-many-deletions'],
      ['too-many-deletions'],
      [],
    ]);
  });

  it('is a whole integration whose file is gone, until the settings acknowledge it', () => {
    const stacks = [stack('old', [role('r')])];
    const sides = { stacks, live: live([role('r')]) };
    const blocked = assessedOf(planInput({ scope: scope([]), ...sides }), {}).integrations[0];
    expect(codesOf(blocked)).toEqual(['unacknowledged-deletion']);
    expect(blocked?.entries[0]?.blockers[0]?.hint).toContain('delete: [old]');
    const acknowledged = assessedOf(planInput({ scope: scope([], { delete: ['old'] }), ...sides }), {});
    expect(codesOf(acknowledged.integrations[0])).toEqual([]);
  });

  it('is a stack that was edited outside rolekeeper, or that only a person can bring back', () => {
    const plansOf = (overrides: Parameters<typeof stack>[2]): readonly string[] =>
      codesOf(
        assessedOf(
          planInput({
            scope: scope([integration('i', [role('r', { Description: 'new' })])]),
            stacks: [stack('i', [role('r')], overrides)],
            live: live([role('r')]),
          }),
          {},
        ).integrations[0],
      );
    expect(
      plansOf({
        ownership: { owner: 'edited', why: 'was edited outside rolekeeper', isRetained: false },
      }),
    ).toContain('foreign-stack');
    expect(plansOf({ status: 'UPDATE_ROLLBACK_FAILED' })).toEqual(['stack-state']);
    expect(plansOf({ status: 'UPDATE_IN_PROGRESS' })).toEqual([]);
  });

  it('is a role that rolekeeper itself works with', () => {
    const own = role('rolekeeper-apply');
    const input = planInput(
      {
        scope: scope([integration('i', [role('rolekeeper-apply', { Description: 'new' })])]),
        stacks: [stack('i', [own])],
        live: live([own]),
      },
      { ownArns: [liveResource(own).arn] },
    );
    expect(codesOf(assessedOf(input, {}).integrations[0])).toEqual(['own-role']);
  });

  it.each(['rolekeeper-plan', 'Rolekeeper-Apply', 'service-role'])(
    'is a role of that sort whichever of them the run has: %s',
    (name) => {
      const adopted = planInput({
        scope: scope([integration('i', [role(name)])], {
          cloudFormationRole: 'arn:aws:iam::111122223333:role/ci/service-role',
        }),
        live: live([role(name)]),
      });
      expect(codesOf(assessedOf(adopted).integrations[0])).toEqual(['own-role']);
    },
  );

  it('is one that the settings name', () => {
    const planOf = (ownRoles: readonly string[]): AssessedIntegration | undefined =>
      assessedOf(planInput({ scope: scope([integration('i', [role('deployer')])], { ownRoles }) }))
        .integrations[0];
    expect(codesOf(planOf(['deployer']))).toEqual(['own-role']);
    expect(codesOf(planOf(['other']))).toEqual([]);
  });

  it('is a managed policy on such a role, attached or as its boundary', () => {
    const policy = resource('managed-policy', 'power', { PolicyDocument: allow('s3:*', '*') });
    const input = planInput({
      scope: scope([integration('i', [policy], { overwrite: ['managed-policy/power'] })]),
      live: live([resource('managed-policy', 'power', { PolicyDocument: allow('cloudformation:*', '*') })]),
    });
    const blockedBy = (uses: readonly Use[]): readonly string[] =>
      codesOf(assessedOf(input, { uses: new Map([['managed-policy/power', uses]]) }).integrations[0]);
    expect(blockedBy([{ use: 'attachment', kind: 'role', name: 'rolekeeper-apply' }])).toEqual(['own-role']);
    expect(blockedBy([{ use: 'boundary', kind: 'role', name: 'rolekeeper-plan' }])).toEqual(['own-role']);
    expect(blockedBy([{ use: 'attachment', kind: 'role', name: 'app' }])).toEqual([]);
    const listed = {
      ...input,
      live: live([
        ...input.live.found.map((one) => one.resource),
        role('rolekeeper-plan', {
          ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/power'],
        }),
      ]),
    };
    expect(codesOf(assessedOf(listed).integrations[0])).toEqual(['own-role']);
  });
});

describe('what could not be read', () => {
  it('blocks a change of it and is never in sync', () => {
    const input = planInput({
      scope: scope([integration('i', [role('r', { Description: 'new' })])]),
      stacks: [stack('i', [role('r')])],
      live: live([], { unchecked: [{ kind: 'role', reason: 'access denied: iam:GetRole' }] }),
    });
    const [plan] = assessedOf(input, {}).integrations;
    expect(plan?.entries[0]).toMatchObject({ action: 'update', unchecked: ['*'] });
    expect(codesOf(plan)).toEqual(['unchecked']);
  });

  it('marks single fields, and compares the others', () => {
    const found = { ...liveResource(role('r')), uncheckedProperties: ['Description'] };
    const input = planInput({
      scope: scope([integration('i', [role('r', { Description: 'as applied' })])]),
      stacks: [stack('i', [role('r', { Description: 'as applied' })])],
      live: { found: [found], unchecked: [] },
    });
    expect(assessedOf(input, {}).integrations[0]?.entries[0]).toMatchObject({
      action: 'none',
      changes: [],
      unchecked: ['Description'],
    });
  });

  it('has an unknown cause where there is no applied side', () => {
    const input = planInput(
      {
        scope: scope([integration('i', [role('r'), role('new')])]),
        live: live([role('r', { Description: 'x' })]),
      },
      { applied: { known: false }, source: { kind: 'files', directory: 'live' } },
    );
    const entries = assessedOf(input, {}).integrations[0]?.entries ?? [];
    expect(entries.map(({ name, action, cause }) => [name, action, cause])).toEqual([
      ['new', 'create', 'unknown'],
      ['r', 'update', 'unknown'],
    ]);
  });
});

describe('an acknowledged deletion', () => {
  it('shows what goes', () => {
    const gone = role('gone', { Policies: [{ PolicyName: 'p', PolicyDocument: allow('s3:*', '*') }] });
    const input = planInput({
      scope: scope([integration('i', [role('x')], { delete: ['role/gone'] })]),
      stacks: [stack('i', [role('x'), gone])],
      live: live([role('x'), gone]),
    });
    const entry = assessedOf(input, {}).integrations[0]?.entries.find((item) => item.name === 'gone');
    expect(entry?.changes.find((change) => change.field === 'Policies')).toMatchObject({
      member: 'p',
      statements: [{ change: 'removed' }],
    });
  });
});
