import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { ActionCatalogue } from '../../../src/model/action-catalogue.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { PlanEntry } from '../../../src/model/plan.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import {
  allow,
  inline,
  integration,
  live,
  planInput,
  role,
  scope,
  stack,
  trustOf,
} from '../../helpers/resources.ts';

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const declared = {
  AssumeRolePolicyDocument: trustOf('AWS', '406095609952', { StringEquals: { 'sts:ExternalId': 'a1' } }),
  ManagedPolicyArns: [READ_ONLY],
  PermissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess',
  Policies: [inline('p', allow(['s3:GetObject', 's3:PutObject'], '*'))],
};
const deny = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] };
const denyAndAllow = {
  Version: '2012-10-17',
  Statement: [...deny.Statement, { Effect: 'Allow', Action: 'iam:*', Resource: '*' }],
};

function drift(properties: JsonObject, overwrite: readonly 'role/r'[] = []): PlanEntry {
  const desired = role('r', declared);
  const input = planInput({
    scope: scope([integration('i', [desired], { overwrite })]),
    stacks: [stack('i', [desired])],
    live: live([role('r', { ...declared, ...properties })]),
  });
  const entry = buildPlan(input).integrations[0]?.entries[0];
  if (entry === undefined) throw new Error('no entry');
  return entry;
}

describe('drift whose revert would only give access back is held', () => {
  it.each<readonly [string, JsonObject]>([
    [
      'a deny-all inline policy',
      { Policies: [...declared.Policies, inline('AWSRevokeOlderSessions', deny)] },
    ],
    [
      'a quarantine policy of AWS',
      { ManagedPolicyArns: [READ_ONLY, 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3'] },
    ],
    ['a detached policy', { ManagedPolicyArns: [] }],
    ['a deleted inline policy', { Policies: [] }],
    ['an action taken out', { Policies: [inline('p', allow('s3:GetObject', '*'))] }],
    [
      'a trust policy that denies',
      {
        AssumeRolePolicyDocument: {
          ...deny,
          Statement: [
            { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' },
            ...(declared.AssumeRolePolicyDocument['Statement'] as readonly JsonObject[]),
          ],
        },
      },
    ],
    [
      'a condition added',
      {
        AssumeRolePolicyDocument: trustOf('AWS', '406095609952', {
          StringEquals: { 'sts:ExternalId': 'a1', 'aws:SourceVpc': 'v' },
        }),
      },
    ],
  ])('%s', (_, properties) => {
    const entry = drift(properties);
    expect(entry).toMatchObject({ action: 'none', changes: [{ held: {} }] });
    expect(entry.changes[0]?.held?.reason).toContain('overwrite: [role/r]');
    expect(drift(properties, ['role/r'])).toMatchObject({ action: 'update', drift: 'modified' });
  });

  it('a boundary that was set in the account', () => {
    const { PermissionsBoundary: _, ...rest } = declared;
    const desired = role('r', rest);
    const input = planInput({
      scope: scope([integration('i', [desired])]),
      stacks: [stack('i', [desired])],
      live: live([role('r', declared)]),
    });
    expect(buildPlan(input).integrations[0]?.entries[0]).toMatchObject({
      action: 'none',
      changes: [{ held: {} }],
    });
  });
});

describe('drift that widened access is reverted', () => {
  it.each<readonly [string, JsonObject]>([
    ['an inline policy that allows', { Policies: [...declared.Policies, inline('sneaky', allow('*', '*'))] }],
    [
      'a grant sheltered behind a denial',
      { Policies: [...declared.Policies, inline('sneaky', denyAndAllow)] },
    ],
    ['an attached policy', { ManagedPolicyArns: [READ_ONLY, 'arn:aws:iam::aws:policy/AdministratorAccess'] }],
    ['an action added', { Policies: [inline('p', allow(['s3:GetObject', 's3:PutObject', 'iam:*'], '*'))] }],
    ['one action exchanged for another', { Policies: [inline('p', allow(['s3:GetObject', 'iam:*'], '*'))] }],
    ['an external id taken out', { AssumeRolePolicyDocument: trustOf('AWS', '406095609952') }],
    [
      'another account let in',
      {
        AssumeRolePolicyDocument: trustOf('AWS', '999988887777', {
          StringEquals: { 'sts:ExternalId': 'a1' },
        }),
      },
    ],
    ['another boundary', { PermissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
    ['a tag', { Tags: [{ Key: 'k', Value: 'v' }] }],
    ['a longer session', { MaxSessionDuration: 43200 }],
  ])('%s', (_, properties) => {
    expect(drift(properties)).toMatchObject({ action: 'update', cause: 'drift', drift: 'modified' });
    expect(drift(properties).changes.every((change) => change.held === undefined)).toBe(true);
  });
});

describe('drift of both kinds in one role', () => {
  it('is reverted where it widened and held where it cut off', () => {
    const entry = drift({
      Policies: [
        ...declared.Policies,
        inline('AWSRevokeOlderSessions', deny),
        inline('sneaky', allow('*', '*')),
      ],
    });
    expect(entry.changes.map((change) => [change.member, change.held !== undefined])).toEqual([
      ['AWSRevokeOlderSessions', true],
      ['sneaky', false],
    ]);
    expect(entry).toMatchObject({ action: 'update', drift: 'modified' });
  });
});

describe('with the action catalogue, what an edit means decides', () => {
  const bytes = readFileSync('dist/action-catalogue.json.gz');
  const catalogue = JSON.parse(gunzipSync(bytes).toString()) as ActionCatalogue;

  function heldFor(desired: JsonObject, found: JsonObject): readonly boolean[] {
    const before = role('r', desired);
    const input = planInput(
      {
        scope: scope([integration('i', [before])]),
        stacks: [stack('i', [before])],
        live: live([role('r', found)]),
      },
      { catalogue },
    );
    const changes = buildPlan(input).integrations[0]?.entries[0]?.changes ?? [];
    return changes.map((change) => change.held !== undefined);
  }

  it('holds a wildcard that was narrowed, which reads as one action exchanged for another', () => {
    const wide = { Policies: [inline('p', allow('s3:*', '*'))] };
    const narrow = { Policies: [inline('p', allow('s3:GetObject', 'arn:aws:s3:::b/*'))] };
    expect(heldFor(wide, narrow)).toEqual([true]);
    expect(heldFor(narrow, wide)).toEqual([false]);
  });

  it('holds a principal that was narrowed from an account to one of its roles', () => {
    const account = { AssumeRolePolicyDocument: trustOf('AWS', '406095609952') };
    const one = { AssumeRolePolicyDocument: trustOf('AWS', 'arn:aws:iam::406095609952:role/fetcher') };
    expect(heldFor(account, one)).toEqual([true]);
    expect(heldFor(one, account)).toEqual([false]);
  });

  it('reverts what was both narrowed and widened', () => {
    const wide = { Policies: [inline('p', allow('s3:*', '*'))] };
    const moved = { Policies: [inline('p', allow(['s3:GetObject', 'iam:PassRole'], '*'))] };
    expect(heldFor(wide, moved)).toEqual([false]);
  });
});
