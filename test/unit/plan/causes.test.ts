import { describe, expect, it } from '@jest/globals';
import { assessedOf } from '../../helpers/assessed.ts';
import type { PlanEntry } from '../../../src/model/plan.ts';
import type { Integration, Settings } from '../../../src/model/integration.ts';
import type { Resource } from '../../../src/model/resource.ts';
import { allow, inline, integration, live, planInput, role, scope, stack } from '../../helpers/resources.ts';

function withPolicy(action: string): Resource {
  return role('r', { Policies: [inline('p', allow(action, '*'))] });
}

function plan(
  desired: Resource,
  applied: Resource,
  found: Resource,
  overrides: { integration?: Partial<Integration>; settings?: Partial<Settings> } = {},
): PlanEntry {
  const subject = scope([integration('i', [desired], overrides.integration)], overrides.settings);
  const input = planInput({ scope: subject, stacks: [stack('i', [applied])], live: live([found]) });
  const entry = assessedOf(input).integrations[0]?.entries[0];
  if (entry === undefined) throw new Error('no entry');
  return entry;
}

function fingerprintOf({ changes }: PlanEntry, field: string): string {
  return changes.find((change) => change.field === field)?.fingerprint ?? 'none';
}

const old = withPolicy('s3:GetObject');
const edited = withPolicy('s3:PutObject');
const third = withPolicy('s3:DeleteObject');

describe('the cause of a difference', () => {
  it('is a change when only the YAML moved', () => {
    expect(plan(edited, old, old)).toMatchObject({
      action: 'update',
      cause: 'change',
      blockers: [],
      changes: [{ field: 'Policies', member: 'p', cause: 'change' }],
    });
  });

  it('is drift when only the account moved', () => {
    const entry = plan(old, old, edited);
    expect(entry).toMatchObject({ action: 'update', cause: 'drift', drift: 'modified' });
    expect(entry.changes).toMatchObject([{ field: 'Policies', member: 'p', cause: 'drift' }]);
  });

  it('is both when YAML and account moved apart', () => {
    expect(plan(edited, old, third)).toMatchObject({ cause: 'both', changes: [{ cause: 'both' }] });
  });

  it('leaves nothing to change in IAM when the YAML accepts an edit of the account', () => {
    expect(plan(edited, old, edited)).toMatchObject({
      action: 'update',
      changes: [],
      drift: 'modified',
      blockers: [],
    });
  });

  it('sees an inline policy, an attachment and a tag that no file declares', () => {
    const extra = role('r', {
      Policies: [inline('p', allow('s3:GetObject', '*')), inline('sneaky', allow('*', '*'))],
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
      Tags: [{ Key: 'by', Value: 'hand' }],
    });
    const members = plan(old, old, extra).changes.map(({ field, member, after }) => [field, member, after]);
    expect(members).toEqual([
      ['ManagedPolicyArns', 'arn:aws:iam::aws:policy/AdministratorAccess', undefined],
      ['Policies', 'sneaky', undefined],
      ['Tags', 'by', undefined],
    ]);
  });

  it('does not compare tags of tagging robots, unless the YAML declares them', () => {
    const tagged = role('r', { ...old.properties, Tags: [{ Key: 'aws-backup', Value: 'x' }] });
    const settings = { ignoreTags: ['aws-*'] };
    expect(plan(old, old, tagged, { settings })).toMatchObject({ action: 'none', changes: [] });
    expect(plan(tagged, old, old, { settings })).toMatchObject({ action: 'update' });
  });
});

describe('exceptions that the file makes', () => {
  it('shows held drift without reverting it, until the date', () => {
    const drift = fingerprintOf(plan(old, old, edited), 'Policies');
    const hold = (until: string): Partial<Integration> => ({
      hold: [{ address: 'role/r', field: 'Policies', drift, reason: 'migration', until }],
    });
    const held = plan(old, old, edited, { integration: hold('2026-11-23') });
    expect(held).toMatchObject({
      action: 'none',
      changes: [{ held: { reason: 'migration', until: '2026-11-23' } }],
    });
    expect(held.drift).toBeUndefined();
    expect(plan(old, old, edited, { integration: hold('2026-11-22') })).toMatchObject({ drift: 'modified' });
    // Longer than a year, nobody knows what is known.
    expect(plan(old, old, edited, { integration: hold('2027-11-23') })).toMatchObject({ drift: 'modified' });
  });

  it('holds one drift: what is edited since then in the same field, or in another, is new drift', () => {
    const before = plan(old, old, edited);
    const holding = (
      field: string | undefined,
      drift: string,
    ): { readonly integration: Partial<Integration> } => ({
      integration: {
        hold: [
          {
            address: 'role/r',
            ...(field === undefined ? {} : { field }),
            drift,
            reason: 'x',
            until: '2027-01-01',
          },
        ],
      },
    });
    const tagged = role('r', { ...edited.properties, Tags: [{ Key: 'by', Value: 'hand' }] });
    const ofField = holding('Policies', fingerprintOf(before, 'Policies'));
    const ofAll = holding(undefined, before.fingerprint ?? '');
    expect(plan(old, old, edited, ofField).drift).toBeUndefined();
    expect(plan(old, old, edited, ofAll).drift).toBeUndefined();
    expect(plan(old, old, third, ofField).drift).toBe('modified');
    expect(plan(old, old, third, ofAll).drift).toBe('modified');
    expect(plan(old, old, tagged, ofField).changes.map(({ held }) => held?.reason)).toEqual(['x', undefined]);
    expect(plan(old, old, tagged, ofAll).changes.map(({ held }) => held?.reason)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('warns of a hold that holds nothing', () => {
    const codes = (found: Resource, drift: string): readonly string[] => {
      const hold = [{ address: 'role/r', drift, reason: 'x', until: '2027-01-01' }] as const;
      const input = planInput({
        scope: scope([integration('i', [old], { hold })]),
        stacks: [stack('i', [old])],
        live: live([found]),
      });
      return (assessedOf(input).integrations[0]?.warnings ?? []).map(({ code }) => code);
    };
    const { fingerprint = '' } = plan(old, old, edited);
    expect(codes(edited, fingerprint)).toEqual([]);
    expect(codes(old, fingerprint)).toEqual(['stale-hold']);
    expect(codes(third, fingerprint)).toEqual(['stale-hold']);
  });

  it('holds drift only: what an adoption would change is for "overwrite" to say', () => {
    const subject = scope([
      integration('i', [old], {
        overwrite: ['role/r'],
        hold: [{ address: 'role/r', drift: '0'.repeat(16), reason: 'migration', until: '2026-12-31' }],
      }),
    ]);
    const entry = assessedOf(planInput({ scope: subject, live: live([edited]) })).integrations[0]?.entries[0];
    expect(entry).toMatchObject({ action: 'adopt', blockers: [], changes: [{ field: 'Policies' }] });
    expect(entry?.changes[0]?.held).toBeUndefined();
  });

  it('does not compare an ignored field', () => {
    const ignore: Partial<Integration> = {
      ignore: [{ address: 'role/R', field: 'Policies', reason: 'robot' }],
    };
    expect(plan(old, old, edited, { integration: ignore })).toMatchObject({ action: 'none', changes: [] });
  });

  it('reports what is observed and plans nothing for it', () => {
    const subject = scope([integration('i', [old], { observe: true })]);
    const observed = assessedOf(planInput({ scope: subject, live: live([edited]) })).integrations[0];
    expect(observed).toMatchObject({
      observed: true,
      entries: [{ action: 'none', cause: 'unknown', blockers: [] }],
    });
    expect(observed?.entries[0]?.drift).toBeUndefined();
    expect(observed?.entries[0]?.changes).toHaveLength(1);
  });

  it('calls drift of what is observed what was edited since it was applied', () => {
    const subject = scope([integration('i', [old], { observe: true })]);
    const input = planInput({ scope: subject, stacks: [stack('i', [old])], live: live([edited]) });
    expect(assessedOf(input).integrations[0]?.entries).toMatchObject([{ action: 'none', drift: 'modified' }]);
  });
});
