import { describe, expect, it } from '@jest/globals';
import type { AssessedEntry, AssessedPlan } from '../../../src/model/assessment.ts';
import type { Resource } from '../../../src/model/resource.ts';
import { renderPlan } from '../../../src/report/registry.ts';
import { allow, inline, resource, role } from '../../helpers/resources.ts';
import { planWithAccess } from './plan-with-access.ts';

const ARN = 'arn:aws:iam::111122223333:policy/m';
const holder = role('r', { ManagedPolicyArns: [ARN] });
const policy = (action: string): Resource =>
  resource('managed-policy', 'm', { PolicyDocument: allow(action, 'arn:aws:s3:::b/*') });

function entryOf(plan: AssessedPlan, address: string): AssessedEntry | undefined {
  return plan.integrations[0]?.entries.find((entry) => entry.address === address);
}

function text(plan: AssessedPlan): string {
  return renderPlan(plan, 'text', { command: 'plan', color: false }).replace(/\s+/g, ' ');
}

function markdown(plan: AssessedPlan): string {
  return renderPlan(plan, 'markdown', { command: 'plan', color: false }).replaceAll('`', '');
}

describe('a plan that changes nothing but a managed policy', () => {
  const sides = { desired: [holder, policy('s3:*')], applied: [holder, policy('s3:GetObject')] };

  it('says on the policy whose access moves, and on the role what it gains', async () => {
    const plan = await planWithAccess({ ...sides, uses: { 'managed-policy/m': [] } });
    expect(entryOf(plan, 'managed-policy/m')?.holders).toEqual({ moved: ['role/r'], others: [] });
    expect(entryOf(plan, 'role/r')?.movedBy).toEqual([{ address: 'managed-policy/m', cause: 'change' }]);
    for (const report of [text(plan), markdown(plan)]) {
      expect(report).toContain('managed-policy/m changes what role/r can do (see there)');
      expect(report).toContain('role/r can now call every action of s3 on b/* (could: s3:GetObject)');
    }
    expect(text(plan)).toContain('role/r is unchanged itself; managed-policy/m changes what it can do');
    expect(markdown(plan)).toContain(
      'role/r is unchanged itself, but managed-policy/m changes what it can do',
    );
  });

  it('names others that have it where IAM was asked', async () => {
    const uses = [
      { use: 'attachment', kind: 'role', name: 'R' },
      { use: 'attachment', kind: 'user', name: 'stranger' },
      { use: 'boundary', kind: 'role', name: 'limited' },
    ] as const;
    const plan = await planWithAccess({ ...sides, uses: { 'managed-policy/m': uses } });
    expect(entryOf(plan, 'managed-policy/m')?.holders?.others).toEqual(['role/limited', 'user/stranger']);
    expect(text(plan)).toContain(
      'also attached to: role/limited, user/stranger (not in this plan), for which the change holds too; their access was not compared',
    );
  });

  it('says that other attachments were not checked where IAM was not asked', async () => {
    for (const report of [text(await planWithAccess(sides)), markdown(await planWithAccess(sides))]) {
      expect(report).toContain('other attachments were not checked');
    }
  });

  it('finds others in files that have the whole account', async () => {
    const stranger = role('stranger', { PermissionsBoundary: ARN });
    const plan = await planWithAccess({
      ...sides,
      live: [...sides.applied, stranger],
      source: { kind: 'files', directory: 'live' },
    });
    expect(entryOf(plan, 'managed-policy/m')?.holders?.others).toEqual(['role/stranger']);
  });

  it('says so when it is attached to nothing', async () => {
    const plan = await planWithAccess({
      desired: [policy('s3:*')],
      applied: [policy('s3:GetObject')],
      uses: { 'managed-policy/m': [] },
    });
    expect(text(plan)).toContain("managed-policy/m changes no principal's access");
  });

  it('is drift alone, when the policy was edited in the account', async () => {
    const plan = await planWithAccess({
      desired: [holder, policy('s3:GetObject')],
      live: [holder, policy('s3:*')],
    });
    expect(entryOf(plan, 'role/r')?.movedBy).toEqual([{ address: 'managed-policy/m', cause: 'drift' }]);
    expect(markdown(plan)).not.toContain('### What this changes');
    const drift = renderPlan(plan, 'text', { command: 'drift', color: false }).replace(/\s+/g, ' ');
    expect(drift).toContain('also concerned, because they have it: role/r');
  });
});

it('a user says which of its groups changes what it can do', async () => {
  const group = (action: string): Resource =>
    resource('group', 'g', { Policies: [inline('p', allow(action, '*'))] });
  const user = resource('user', 'u', { Groups: ['g'] });
  const plan = await planWithAccess({
    desired: [user, group('s3:*')],
    applied: [user, group('s3:GetObject')],
    uses: {
      'group/g': [
        { use: 'member', name: 'u' },
        { use: 'member', name: 'other' },
      ],
    },
  });
  expect(entryOf(plan, 'user/u')?.movedBy).toEqual([{ address: 'group/g', cause: 'change' }]);
  expect(text(plan)).toContain(
    'other members: user/other (not in this plan), for which the change holds too; their access was not compared',
  );
});
