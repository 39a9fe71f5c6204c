import { describe, expect, it } from '@jest/globals';
import type { Address } from '../../../src/model/address.ts';
import { lookups } from '../../../src/assess/lookups.ts';
import { assessedOf } from '../../helpers/assessed.ts';
import type { AssessedEntry } from '../../../src/model/assessment.ts';
import { allow, inline, integration, live, planInput, role, scope, stack } from '../../helpers/resources.ts';

const declared = role('vendor-reader', { Policies: [inline('read', allow('s3:GetObject', '*'))] });

/** What the plan says of the role for one row of the presence table. */
function entryFor(
  d: boolean,
  a: boolean,
  l: boolean,
  extra: Parameters<typeof integration>[2] = {},
): AssessedEntry {
  const other = role('other');
  const desired = integration('vendor', d ? [declared] : [other], extra);
  const stacks = a || !d ? [stack('vendor', [...(d ? [] : [other]), ...(a ? [declared] : [])])] : [];
  const found = [...(d ? [] : [other]), ...(l ? [declared] : [])];
  const plan = assessedOf(planInput({ scope: scope([desired]), stacks, live: live(found) }), {});
  const entry = plan.integrations[0]?.entries.find((item) => item.name === 'vendor-reader');
  if (entry === undefined) throw new Error('the plan does not mention the role');
  return entry;
}

function codes(entry: AssessedEntry): readonly string[] {
  return entry.blockers.map((blocker) => blocker.code);
}

describe('presence in YAML (D), in the stack (A) and in IAM (L)', () => {
  it('D – – is a creation that shows every field it sets', () => {
    const entry = entryFor(true, false, false);
    expect(entry).toMatchObject({ action: 'create', cause: 'change', blockers: [] });
    expect(entry.changes.map((change) => change.field)).toContain('Policies');
    expect(entry.changes.every((change) => change.before === undefined)).toBe(true);
  });

  it('D – L is an adoption', () => {
    expect(entryFor(true, false, true)).toMatchObject({
      action: 'adopt',
      cause: 'change',
      changes: [],
      blockers: [],
    });
  });

  it('D – L with a difference is blocked until the file acknowledges the overwriting', () => {
    const adopt = (overrides: Parameters<typeof integration>[2]): AssessedEntry | undefined => {
      const subject = scope([integration('vendor', [declared], overrides)]);
      const found = live([role('vendor-reader', { Description: 'made by hand' })]);
      return assessedOf(planInput({ scope: subject, live: found }), {}).integrations[0]?.entries[0];
    };
    expect(adopt({})).toMatchObject({ action: 'adopt', blockers: [{ code: 'unacknowledged-difference' }] });
    expect(adopt({ overwrite: ['role/vendor-reader'] })).toMatchObject({ action: 'adopt', blockers: [] });
  });

  it.each(['/aws-service-role/autoscaling.amazonaws.com/', '/aws-reserved/sso.amazonaws.com/eu-west-1/'])(
    'what AWS alone changes is neither adopted nor deleted: %s',
    (Path) => {
      const found = live([role('vendor-reader', { Path })]);
      const of = (subject: Parameters<typeof integration>[1], overrides = {}) =>
        assessedOf(
          planInput({ scope: scope([integration('vendor', subject, overrides)]), live: found }),
          {},
        ).integrations.flatMap(({ entries }) => entries.filter(({ name }) => name === 'vendor-reader'));
      const blockers = [{ code: 'foreign-owner', hint: expect.stringContaining('leave it to AWS') }];
      expect(of([declared], { overwrite: ['role/vendor-reader'] })).toMatchObject([
        { action: 'adopt', blockers },
      ]);
      expect(of([role('other')], { delete: ['role/vendor-reader'] })).toMatchObject([
        { action: 'delete', blockers },
      ]);
    },
  );

  it('D A – is drift: the resource was deleted in the account', () => {
    const entry = entryFor(true, true, false);
    expect(entry).toMatchObject({ action: 'create', cause: 'drift', drift: 'missing', blockers: [] });
  });

  it('D A L with three equal sides is nothing', () => {
    const entry = entryFor(true, true, true);
    expect(entry).toMatchObject({ action: 'none', changes: [], blockers: [] });
    expect(entry.cause).toBeUndefined();
  });

  it('– A – is forgotten without asking: nothing is left to destroy', () => {
    const entry = entryFor(false, true, false);
    expect(entry).toMatchObject({ action: 'forget', blockers: [] });
  });

  it('– A L is blocked until the deletion is acknowledged', () => {
    expect(codes(entryFor(false, true, true))).toEqual(['unacknowledged-deletion']);
    const acknowledged = entryFor(false, true, true, { delete: ['role/vendor-reader'] });
    expect(acknowledged).toMatchObject({ action: 'delete', blockers: [] });
    const released = entryFor(false, true, true, { release: ['role/VENDOR-reader'] });
    expect(released).toMatchObject({ action: 'release', changes: [], blockers: [] });
  });

  it('– – L is undeclared, and says which principals it trusts', () => {
    const plan = assessedOf(
      planInput({ scope: scope([integration('x', [role('x')])]), live: live([declared]) }),
      {},
    );
    expect(plan.undeclared).toEqual([
      expect.objectContaining({
        address: 'role/vendor-reader',
        trusts: ['AWS:arn:aws:iam::406095609952:root'],
        trustsOutside: true,
      }),
    ]);
  });
});

describe('lookups', () => {
  it('asks who owns a resource only where it would be adopted', () => {
    const input = planInput({
      scope: scope([integration('vendor', [declared, role('new')])]),
      live: live([declared]),
    });
    expect(lookups(input)).toEqual([
      {
        question: 'owner',
        address: 'role/vendor-reader',
        kind: 'role',
        physicalId: 'vendor-reader',
        stackName: 'rolekeeper-vendor',
      },
    ]);
  });

  it('asks by the name that IAM has, not by the one of the file', () => {
    const input = planInput({
      scope: scope([integration('vendor', [role('Vendor-READER')])]),
      live: live([declared]),
    });
    expect(lookups(input)).toMatchObject([{ question: 'owner', physicalId: 'vendor-reader' }]);
  });

  it('blocks the adoption of what another stack owns, and names the stack', () => {
    const input = planInput({ scope: scope([integration('vendor', [declared])]), live: live([declared]) });
    const plan = assessedOf(input, {
      answers: { 'owner role/vendor-reader': { answer: 'owner', stackName: 'terraform-bootstrap' } },
    });
    expect(plan.integrations[0]?.entries[0]?.blockers[0]).toMatchObject({
      code: 'foreign-owner',
      message: expect.stringContaining('terraform-bootstrap'),
    });
  });

  it('names the regions in which no stack could be asked', () => {
    const input = planInput({ scope: scope([integration('vendor', [declared])]), live: live([declared]) });
    const owner = { answer: 'owner' as const, unasked: ['eu-west-2', 'us-east-1'] };
    const plan = assessedOf(input, { answers: { 'owner role/vendor-reader': owner } });
    expect(plan.integrations[0]?.entries[0]).toMatchObject({
      blockers: [],
      observations: [
        {
          text: 'whether a stack in the regions eu-west-2, us-east-1 has it is not known: CloudFormation could not be asked there',
        },
      ],
    });
  });

  it.each<[string, string, string | undefined, RegExp]>([
    [
      'another folder of the account',
      'rk-b-v2',
      undefined,
      /first write "release: \[role\/vendor-reader\]" in its file in desired\/b/,
    ],
    ['another folder for another region', 'rk-c-v3', 'us-east-1', /in its file in desired\/c/],
    ['another repository', 'infra-v4', undefined, /write "release: \[role\/vendor-reader\]" there first/],
    ['a stranger in the region of a folder', 'rk-c-v3', 'us-west-2', /adopt --from-stack rk-c-v3/],
  ])('says how %s lets go of it', (_, stackName, region, hint) => {
    const folder = { addresses: [], region: 'eu-west-1' };
    const neighbours = [
      { ...folder, directory: 'desired/b', stackPrefix: 'rk-b-', integrations: ['v2'] },
      { ...folder, directory: 'desired/c', stackPrefix: 'rk-c-', region: 'us-east-1', integrations: ['v3'] },
    ];
    const own = scope([integration('vendor', [declared])], { otherStackPrefixes: ['infra-'] });
    const input = planInput({ scope: { ...own, neighbours }, live: live([declared]) });
    const owner = { answer: 'owner' as const, stackName, ...(region === undefined ? {} : { region }) };
    const plan = assessedOf(input, { answers: { 'owner role/vendor-reader': owner } });
    expect(plan.integrations[0]?.entries[0]?.blockers).toMatchObject([
      { code: 'foreign-owner', hint: expect.stringMatching(hint) },
    ]);
  });
});

describe('what another folder for the same account declares', () => {
  it('is not undeclared, in whatever case it is written', () => {
    const neighbour = { directory: 'desired/b', region: 'eu-west-1', stackPrefix: 'rk-b-', integrations: [] };
    const undeclared = (addresses: readonly Address[]) =>
      assessedOf(
        planInput({
          scope: { ...scope([integration('x', [role('x')])]), neighbours: [{ ...neighbour, addresses }] },
          live: live([declared]),
        }),
      ).undeclared.map(({ address }) => address);
    expect(undeclared(['role/Vendor-Reader'])).toEqual([]);
    expect(undeclared(['user/vendor-reader'])).toEqual(['role/vendor-reader']);
  });
});
