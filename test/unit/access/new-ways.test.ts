import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../src/model/json.ts';
import { cautionLines } from '../../../src/report/caution-lines.ts';
import { cautionsOf } from '../../../src/report/cautions.ts';
import { role } from '../../helpers/resources.ts';
import { planWithAccess } from './plan-with-access.ts';

const GITHUB = 'token.actions.githubusercontent.com';
const BY_GITHUB = { Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${GITHUB}` } };
const ONE_OWNER = {
  ...BY_GITHUB,
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: { StringLike: { [`${GITHUB}:sub`]: 'repo:acme/*' } },
};
const VENDOR = 'arn:aws:iam::999988887777:root';
const BOB = { AWS: 'arn:aws:iam::999988887777:user/bob' };

const id = (value: string): JsonObject => ({ Condition: { StringEquals: { 'sts:ExternalId': value } } });
const when = (operator: string, key: string, value: string): JsonObject => ({
  Condition: { [operator]: { [key]: value } },
});

function trust(...lines: readonly JsonObject[]): JsonObject {
  const statement = { Effect: 'Allow', Principal: { AWS: VENDOR }, Action: 'sts:AssumeRole' };
  return { Version: '2012-10-17', Statement: lines.map((line) => ({ ...statement, ...line })) };
}

async function cautions(applied: JsonObject, desired: JsonObject): Promise<readonly string[]> {
  const of = (document: JsonObject) => [role('r', { AssumeRolePolicyDocument: document })];
  return cautionLines(cautionsOf(await planWithAccess({ applied: of(applied), desired: of(desired) })));
}

const WIDENS = '**Widens who can assume a role:**';
const FIRST = '**Trusted for the first time:**';
const UNKNOWN = 'the unknown AWS account `999988887777` can newly assume `role/r`';

describe('the caution about who may come in says what each can newly do, and what it had to show before', () => {
  test.each<[string, JsonObject, JsonObject, readonly string[]]>([
    [
      'what could not assume the role comes in for the first time',
      trust(BY_GITHUB),
      trust(ONE_OWNER),
      [
        `${FIRST} the identity provider \`GitHub Actions\` can newly assume \`role/r\` with the subject \`repo:acme/*\`, in \`i\``,
      ],
    ],
    ['a federation that loses its action comes in no more', trust(ONE_OWNER), trust(BY_GITHUB), []],
    [
      'an account that was denied comes in for the first time',
      trust(id('aaaa1111bbbb'), { Effect: 'Deny', Principal: { AWS: '*' } }),
      trust(id('cccc1111dddd')),
      [`${FIRST} ${UNKNOWN} with an external id, in \`i\``],
    ],
    [
      'one user of an account that is only asked for more',
      trust({}, { Effect: 'Deny', Principal: BOB }),
      trust(id('aaaa1111bbbb')),
      [
        `${WIDENS} \`arn:aws:iam::999988887777:user/bob\` can newly assume \`role/r\` with the external id \`aaaa1111bbbb\`, in \`i\``,
      ],
    ],
    [
      'one role of a vendor, whose account is told once',
      trust({}, { Effect: 'Deny', Principal: { AWS: '*' } }),
      trust({}, { Principal: { AWS: 'arn:aws:iam::464622532012:role/scan/collector' } }),
      [
        `${FIRST} ${UNKNOWN} without proof, in \`i\``,
        `${FIRST} \`Datadog\` (AWS account \`464622532012\`) as \`role/scan/collector\` can newly assume \`role/r\` without proof, in \`i\``,
      ],
    ],
    ['an account that is only asked for more opens nothing', trust({}), trust(id('aaaa1111bbbb')), []],
    [
      'a condition before, in words',
      trust(when('Bool', 'aws:MultiFactorAuthPresent', 'true')),
      trust({}),
      [`${WIDENS} ${UNKNOWN} without proof (before: with MFA), in \`i\``],
    ],
    [
      'a condition now, in words, with its key as it is written',
      trust(id('aaaa1111bbbb')),
      trust(when('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/scan*')),
      [`${WIDENS} ${UNKNOWN} as \`role/scan*\` (before: with an external id), in \`i\``],
    ],
    [
      'another external id in the place of one',
      trust(id('aaaa1111bbbb')),
      trust(id('cccc1111dddd')),
      [`${WIDENS} ${UNKNOWN} with another external id, in \`i\``],
    ],
    [
      'an external id beside one',
      trust(when('StringEquals', 'sts:ExternalId', 'aaaa1111bbbb')),
      trust({ Condition: { StringEquals: { 'sts:ExternalId': ['aaaa1111bbbb', 'cccc1111dddd'] } } }),
      [`${WIDENS} ${UNKNOWN} with one external id more, in \`i\``],
    ],
    [
      'all that is asked for, not only the external id',
      trust({
        Condition: {
          StringEquals: { 'sts:ExternalId': 'aaaa1111bbbb' },
          Bool: { 'aws:MultiFactorAuthPresent': 'true' },
        },
      }),
      trust(id('aaaa1111bbbb')),
      [`${WIDENS} ${UNKNOWN} with an external id (before: with an external id and with MFA), in \`i\``],
    ],
    [
      'an account of which one user came in',
      trust({ ...id('aaaa1111bbbb'), Principal: BOB }),
      trust(id('aaaa1111bbbb')),
      [`${WIDENS} ${UNKNOWN} with an external id (before: only as \`user/bob\`), in \`i\``],
    ],
    [
      'an organization beside one, and not that one',
      trust({ Principal: '*', ...when('StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5') }),
      trust({
        Principal: '*',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': ['o-a1b2c3d4e5', 'o-b1b2c3d4e5'] } },
      }),
      [`${WIDENS} every account of the organization \`o-b1b2c3d4e5\` can newly assume \`role/r\`, in \`i\``],
    ],
    [
      'not a unit of an organization in the place of all of it',
      trust({ Principal: '*', ...when('StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5') }),
      trust({
        Principal: '*',
        ...when('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*'),
      }),
      [],
    ],
    [
      'all of an organization in the place of a unit of it',
      trust({
        Principal: '*',
        ...when('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*'),
      }),
      trust({ Principal: '*', ...when('StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5') }),
      [`${WIDENS} every account of the organization \`o-a1b2c3d4e5\` can newly assume \`role/r\`, in \`i\``],
    ],
    [
      'a network beside a unit that takes the place of its organization',
      trust({ Principal: '*', ...when('StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5') }),
      trust(
        {
          Principal: '*',
          ...when('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-a1b2c3d4e5/r-ab12/*'),
        },
        { Principal: '*', ...when('IpAddress', 'aws:SourceIp', '198.51.100.0/24') },
      ),
      ['**Lets anyone assume a role:** `role/r` in `i`'],
    ],
    [
      'a repository beside others by its name',
      trust(BY_GITHUB, { ...ONE_OWNER }),
      trust(BY_GITHUB, {
        ...ONE_OWNER,
        Condition: { StringLike: { [`${GITHUB}:sub`]: ['repo:acme/*', 'repo:evil/x:*'] } },
      }),
      [
        `${WIDENS} the identity provider \`GitHub Actions\` can newly assume \`role/r\` also with the subject \`repo:evil/x:*\`, in \`i\``,
      ],
    ],
    [
      'a service beside an account, which both come in newly',
      trust(when('Bool', 'aws:MultiFactorAuthPresent', 'true')),
      trust({}, { Principal: { Service: 'ec2.amazonaws.com' } }),
      [
        `${WIDENS} ${UNKNOWN} without proof (before: with MFA), in \`i\``,
        `${WIDENS} the service \`ec2.amazonaws.com\` can newly assume \`role/r\`, in \`i\``,
      ],
    ],
  ])('%s', async (_, before, after, lines) => {
    expect(await cautions(before, after)).toEqual(lines);
  });

  test('an edit that only asks for more lets in none', async () => {
    const of = (document: JsonObject) => [role('r', { AssumeRolePolicyDocument: document })];
    const plan = await planWithAccess({ desired: of(trust({})), live: of(trust(id('aaaa1111bbbb'))) });
    expect(cautionLines(cautionsOf(plan))).toEqual([]);
  });
});
