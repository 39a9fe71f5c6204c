import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseSettings } from '../../../src/desired/parse-settings.ts';
import type { Settings } from '../../../src/model/integration.ts';
import {
  EXTERNAL_ID,
  HUB,
  openManyAccounts,
  roleLines,
  type ManyAccounts,
} from '../../helpers/in-process/many-accounts.ts';
import { openSession, openWritableSession } from '../../helpers/in-process/sessions.ts';

const ACCOUNT = '444455556666';
let aws: ManyAccounts;

beforeEach(() => {
  aws = openManyAccounts([ACCOUNT, '555566667777']);
  Object.assign(process.env, { GITHUB_RUN_ID: '170001', GITHUB_RUN_ATTEMPT: '2' });
});
afterEach(() => aws.close());

function settings(role: string): Settings {
  const text = `version: 1\naccount: '${ACCOUNT}'\nregion: eu-west-1\n${role}`;
  const parsed = parseSettings(text, 'desired/prod/rolekeeper.yaml');
  if (parsed.settings === undefined) throw new Error(JSON.stringify(parsed.diagnostics));
  return parsed.settings;
}

const assumed = (): readonly object[] =>
  aws.sandbox.world.requests
    .filter(({ action }) => action === 'AssumeRole')
    .map(({ parameters }) => parameters);

describe('a scope with a role', () => {
  it('is read with its read role, in a session that names the run', async () => {
    const session = await openSession(settings(roleLines(ACCOUNT, ', durationSeconds: 900')));
    const rows = await session.stacks.stacks('rolekeeper-');
    session.close();
    expect(rows).toEqual([]);
    expect(assumed()).toEqual([
      expect.objectContaining({
        RoleArn: `arn:aws:iam::${ACCOUNT}:role/rolekeeper-plan`,
        RoleSessionName: 'rolekeeper-170001-2',
        ExternalId: EXTERNAL_ID,
        DurationSeconds: '900',
      }),
    ]);
    expect(aws.worldOf(ACCOUNT).requests.map(({ action }) => action)).toContain('DescribeStacks');
  });

  it('is changed with its apply role, and neither of the two may be changed by a plan', async () => {
    const session = await openWritableSession(settings(roleLines(ACCOUNT)));
    session.close();
    const role = `arn:aws:iam::${ACCOUNT}:role`;
    expect(assumed()).toEqual([expect.objectContaining({ RoleArn: `${role}/rolekeeper-apply` })]);
    expect(session.ownArns).toEqual(
      expect.arrayContaining([`${role}/rolekeeper-plan`, `${role}/rolekeeper-apply`]),
    );
  });

  it('is assumed once for all requests of a session', async () => {
    const session = await openSession(settings(roleLines(ACCOUNT)));
    await Promise.all([
      session.stacks.stacks('a-'),
      session.stacks.stacks('b-'),
      session.stacks.stacks('c-'),
    ]);
    session.close();
    expect(assumed()).toHaveLength(1);
  });

  it('is assumed anew when its session is about to end', async () => {
    const session = await openSession(settings(roleLines(ACCOUNT)));
    const { now } = Date;
    try {
      Date.now = () => now() + 56 * 60_000;
      await session.stacks.stacks('a-');
    } finally {
      Date.now = now;
      session.close();
    }
    expect(assumed()).toHaveLength(2);
  });
});

describe('a role that cannot be assumed', () => {
  const role = `arn:aws:iam::${ACCOUNT}:role`;

  it.each([
    ['that is not there', `role: { read: '${role}/nobody', externalId: ${EXTERNAL_ID} }\n`],
    ['without its external id', `role: { read: '${role}/rolekeeper-plan' }\n`],
    ['with another external id', `role: { read: '${role}/rolekeeper-plan', externalId: other }\n`],
  ])('%s is named with its file, and nothing is read', async (_what, lines) => {
    await expect(openSession(settings(lines))).rejects.toMatchObject({
      reason: 'access-denied',
      message: expect.stringMatching(
        /^the role arn:aws:iam::444455556666:role\/\S+ of desired\/prod\/rolekeeper\.yaml cannot be assumed: User: arn:aws:iam::999900001111:root is not authorized/,
      ),
      hint: expect.stringContaining("let the role's trust policy allow sts:AssumeRole"),
    });
    expect(aws.worldOf(ACCOUNT).requests).toEqual([]);
  });

  it('for so long says which of the two may be changed', async () => {
    await expect(openSession(settings(roleLines(ACCOUNT, ', durationSeconds: 7200')))).rejects.toMatchObject({
      reason: 'invalid-config',
      hint: expect.stringMatching(/^lower "durationSeconds"/),
    });
  });

  it('to apply, because the settings name none, is refused before any request', async () => {
    const only = settings(`role: { read: '${role}/rolekeeper-plan', externalId: ${EXTERNAL_ID} }\n`);
    await expect(openWritableSession(only)).rejects.toMatchObject({ reason: 'invalid-config' });
    expect(aws.sandbox.world.requests).toEqual([]);
  });

  it('because AWS denies the caller sts:AssumeRole', async () => {
    aws.sandbox.inject({ kind: 'deny', action: 'AssumeRole' });
    await expect(openSession(settings(roleLines(ACCOUNT)))).rejects.toMatchObject({
      reason: 'access-denied',
      message: expect.stringContaining('sts:AssumeRole'),
    });
  });
});

describe('the settings of a role', () => {
  it.each([
    [
      'of another account',
      `role: { read: 'arn:aws:iam::${HUB}:role/r' }\n`,
      /4:15 .*role\.read .* is not a role of this account/,
    ],
    [
      'of another partition',
      `role: { read: 'arn:aws-cn:iam::${ACCOUNT}:role/r' }\n`,
      /not a role of this account/,
    ],
    ['that is not an ARN', 'role: { read: rolekeeper-plan }\n', /must be the ARN of a role/],
    ['without a role to read with', `role: { apply: 'arn:aws:iam::${ACCOUNT}:role/r' }\n`, /read/],
    ['for too short a time', roleLines(ACCOUNT, ', durationSeconds: 60'), /must be 900 or more/],
    [
      'with an external id that STS refuses',
      roleLines(ACCOUNT).replace(EXTERNAL_ID, '"a b"'),
      /must have 2 to 1,224/,
    ],
  ])('%s are refused', (_what, lines, message) => {
    const { settings: parsed, diagnostics } = parseSettings(
      `version: 1\naccount: '${ACCOUNT}'\nregion: eu-west-1\n${lines}`,
      'rolekeeper.yaml',
    );
    expect(parsed).toBeUndefined();
    const said = diagnostics.map(
      ({ location, message: text, hint }) => `${location?.line}:${location?.column} ${text} ${hint}`,
    );
    expect(said.join('\n')).toMatch(message);
  });
});
