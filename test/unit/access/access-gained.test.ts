import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../src/model/json.ts';
import type { AssessedEntry } from '../../../src/model/assessment.ts';
import type { Resource } from '../../../src/model/resource.ts';
import { driftItemsOf } from '../../../src/report/drift-items.ts';
import { cautionLines } from '../../../src/report/caution-lines.ts';
import { cautionsOf } from '../../../src/report/cautions.ts';
import { privilegesIn } from '../../../src/assess/privileges.ts';
import { allow, inline, resource, role } from '../../helpers/resources.ts';
import { planWithAccess } from './plan-with-access.ts';

const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const LIMIT = 'arn:aws:iam::111122223333:policy/limit';
const deny = (action: string): JsonObject => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: action, Resource: '*' }],
});
const reads = inline('read', allow('s3:*', '*'));
const denies = inline('no', deny('s3:Put*'));
const limit = resource('managed-policy', 'limit', { PolicyDocument: allow('s3:Get*', '*') });
const trust = (...statements: readonly JsonObject[]): JsonObject => ({
  Version: '2012-10-17',
  Statement: statements,
});
const logzio = { Effect: 'Allow', Principal: { AWS: '406095609952' }, Action: 'sts:AssumeRole' };
const notThem = {
  Effect: 'Deny',
  Principal: { AWS: 'arn:aws:iam::406095609952:role/x' },
  Action: 'sts:AssumeRole',
};

async function cautions(
  applied: JsonObject,
  desired: JsonObject,
  others: readonly Resource[] = [],
): Promise<readonly string[]> {
  const sides = { desired: [role('r', desired), ...others], applied: [role('r', applied), ...others] };
  return cautionLines(cautionsOf(await planWithAccess(sides)));
}

describe('a reviewer is cautioned by what the access of a role comes to', () => {
  it('of a Deny that goes', async () => {
    expect(await cautions({ Policies: [reads, denies] }, { Policies: [reads] })).toEqual([
      '**Allows giving rights:** `role/r` in `i`: `s3:PutBucketPolicy, s3:PutBucketAcl, s3:PutObjectAcl` and 3 more',
      '**Allows destroying on everything:** `role/r` in `i`: `s3:PutLifecycleConfiguration, s3:PutBucketVersioning`',
      '**Lifts a limit:** `role/r` in `i` gains access by a change of a denial',
    ]);
  });

  it('of a boundary that goes', async () => {
    const bounded = { Policies: [reads], PermissionsBoundary: LIMIT };
    expect(await cautions(bounded, { Policies: [reads] }, [limit])).toEqual([
      '**Allows giving rights:** `role/r` in `i`: `s3:PutBucketPolicy, s3:DeleteBucketPolicy, s3:PutBucketAcl` and 4 more',
      '**Allows destroying on everything:** `role/r` in `i`: `s3:DeleteObject, s3:DeleteObjectVersion, s3:DeleteBucket` and 2 more',
      '**Lifts a limit:** `role/r` in `i` gains access by a change of its permissions boundary',
    ]);
  });

  it('of a boundary that goes where everything was allowed behind it', async () => {
    const all = inline('all', allow('*', '*'));
    const said = await cautions({ Policies: [all], PermissionsBoundary: LIMIT }, { Policies: [all] }, [
      limit,
    ]);
    expect(said).toContain('**Allows everything:** `role/r` in `i`');
  });

  it('not of a Deny that goes and denied nothing', async () => {
    const nothing = inline('no', deny('ec2:*'));
    expect(await cautions({ Policies: [reads, nothing] }, { Policies: [reads] })).toEqual([]);
  });

  it('of a Deny of the trust policy that goes', async () => {
    expect(
      await cautions(
        { AssumeRolePolicyDocument: trust(logzio, notThem) },
        { AssumeRolePolicyDocument: trust(logzio) },
      ),
    ).toEqual([
      '**Widens who can assume a role:** `arn:aws:iam::406095609952:role/x` can newly assume `role/r`, without further proof, in `i`',
    ]);
  });

  it('not of a trust statement that lets no further principal in', async () => {
    const again = { ...logzio, Principal: { AWS: 'arn:aws:iam::406095609952:role/y' } };
    expect(
      await cautions(
        { AssumeRolePolicyDocument: trust(logzio) },
        { AssumeRolePolicyDocument: trust(logzio, again) },
      ),
    ).toEqual([]);
  });

  it('of everything as no more than possible where that is an upper bound', async () => {
    const plan = await planWithAccess({
      desired: [role('r', { Policies: [inline('all', allow('*', '*'))] })],
      applied: [role('r', { Policies: [reads] })],
    });
    const [of] = plan.integrations;
    const [entry] = of?.entries ?? [];
    if (of === undefined || entry?.access === undefined) throw new Error('nothing moves');
    const { gains } = entry.access;
    const said = (access: AssessedEntry['access'], as: 'access' | 'drifted'): readonly string[] => {
      const judged = { ...entry, [as]: access, privileges: privilegesIn(access, { partition: 'aws' }) };
      return cautionLines(cautionsOf({ ...plan, integrations: [{ ...of, entries: [judged] }] }));
    };
    const bound = { ...entry.access, gains: [], mayGain: gains };
    expect(said(entry.access, 'access')).toEqual(['**Allows everything:** `role/r` in `i`']);
    expect(said(bound, 'access')).toEqual(['**May allow everything:** `role/r` in `i`']);
    expect(said(bound, 'drifted')).toContain(
      '**May allow everything by an edit in the account:** `role/r` in `i`',
    );
  });

  it('of an administrator, whose policy was not read', async () => {
    expect(await cautions({}, { ManagedPolicyArns: [ADMINISTRATOR] })).toEqual([
      '**Allows everything:** `role/r` in `i`',
    ]);
  });

  it('of a role that is unchanged itself and gets everything by its managed policy', async () => {
    const holder = role('r', { ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/m'] });
    const policy = (action: string): Resource =>
      resource('managed-policy', 'm', { PolicyDocument: allow(action, '*') });
    const plan = await planWithAccess({
      desired: [holder, policy('*')],
      applied: [holder, policy('s3:Get*')],
    });
    expect(cautionLines(cautionsOf(plan))).toContain('**Allows everything:** `role/r` in `i`');
  });
});

describe('drift is sorted by the access that it gained', () => {
  async function order(
    edits: Readonly<Record<string, readonly [JsonObject, JsonObject]>>,
    others: readonly Resource[] = [],
  ): Promise<readonly string[]> {
    const side = (index: 0 | 1): readonly Resource[] => [
      ...Object.entries(edits).map(([name, both]) => role(name, both[index])),
      ...others,
    ];
    const plan = await planWithAccess({ desired: side(0), live: side(1) });
    return driftItemsOf(plan).map(({ entry }) => entry.name);
  }

  it('over what its statements look like', async () => {
    expect(
      await order(
        {
          // Two statements more, and nothing by them.
          'a-redundant': [
            { Policies: [reads] },
            {
              Policies: [reads, inline('x', allow('s3:GetObject', '*')), inline('y', allow('s3:Get*', '*'))],
            },
          ],
          'b-boundary-gone': [{ Policies: [reads], PermissionsBoundary: LIMIT }, { Policies: [reads] }],
          'c-denial-gone': [{ Policies: [reads, inline('no', deny('s3:GetObject'))] }, { Policies: [reads] }],
          'd-administrator': [{}, { ManagedPolicyArns: [ADMINISTRATOR] }],
          'e-stranger': [{}, { AssumeRolePolicyDocument: trust(logzio, { ...logzio, Principal: '*' }) }],
        },
        [limit],
      ),
    ).toEqual(['d-administrator', 'e-stranger', 'b-boundary-gone', 'c-denial-gone', 'a-redundant']);
  });

  it('of a managed policy by what its holders gained', async () => {
    const holder = role('r', { ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/m'] });
    const policy = (action: string): Resource =>
      resource('managed-policy', 'm', { PolicyDocument: allow(action, '*') });
    const small = (names: readonly string[]): Resource =>
      role('a', {
        Policies: names.map((name) => inline(name, allow('s3:GetObject', `arn:aws:s3:::${name}`))),
      });
    const plan = await planWithAccess({
      desired: [holder, policy('s3:GetObject'), small([])],
      live: [holder, policy('iam:*'), small(['one', 'two', 'three'])],
    });
    expect(driftItemsOf(plan).map(({ entry }) => entry.address)).toEqual(['managed-policy/m', 'role/a']);
  });
});
