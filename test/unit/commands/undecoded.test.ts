import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { apply } from '../../../src/commands/apply.ts';
import { drift } from '../../../src/commands/drift.ts';
import { plan } from '../../../src/commands/plan.ts';
import { openSession, openWritableSession } from '../../helpers/in-process/sessions.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { runCommand } from '../../helpers/scenario/run-command.ts';
import { desiredFolder, removeDesiredFolders, settingsFile } from './desired-folder.ts';

const READ = '{ Effect: Allow, Action: s3:GetObject, Resource: arn:aws:s3:::lake/* }';
const FILE = `integration: reader
description: A vendor reads one bucket
managedPolicies:
  - ManagedPolicyName: reader-list
    PolicyDocument: { Version: '2012-10-17', Statement: [${READ}] }
users:
  - UserName: reader-robot
    Policies: [{ PolicyName: own, PolicyDocument: { Version: '2012-10-17', Statement: [${READ}] } }]
roles:
  - RoleName: reader
    AssumeRolePolicyDocument:
      Version: '2012-10-17'
      Statement:
        - Effect: Allow
          Principal: { AWS: arn:aws:iam::406095609952:root }
          Action: sts:AssumeRole
          Condition: { StringEquals: { sts:ExternalId: k2vq8m1t7-4d9x0qa-7m2p } }
`;
const BROKEN = '{"Version"';

let account: Account;
let desired: string;
let sound: Account['sandbox']['world']['iam'];

const COMMANDS = {
  plan: () => runCommand((own) => plan({ desired, format: 'text' }, own, openSession)),
  drift: () => runCommand((own) => drift({ desired, format: 'text' }, own, openSession)),
  apply: () =>
    runCommand((own) =>
      apply({ desired, format: 'text', autoApprove: true, parallel: 1 }, own, openWritableSession),
    ),
};

beforeAll(async () => {
  account = await openAccount();
  desired = desiredFolder({ 'rolekeeper.yaml': settingsFile('111122223333', ''), 'reader.yaml': FILE });
  expect(await COMMANDS.apply()).toMatchObject({ exitCode: 0 });
  sound = structuredClone(account.sandbox.world.iam);
});

beforeEach(() => {
  const { iam } = account.sandbox.world;
  for (const kind of ['roles', 'users', 'policies'] as const) {
    const things = iam[kind] as Map<string, unknown>;
    things.clear();
    for (const [name, thing] of structuredClone(sound)[kind]) things.set(name, thing);
  }
});

afterAll(() => account.sandbox.close());
afterAll(removeDesiredFolders);

it.each<[what: string, address: string, say: RegExp, breakIt: (iam: typeof sound) => void]>([
  [
    'a trust policy',
    'role/reader',
    /AssumeRolePolicyDocument could not be read: IAM gave a text that is not a JSON object/,
    ({ roles }) => roles.forEach((one, name) => roles.set(name, { ...one, trust: BROKEN })),
  ],
  [
    'an inline policy',
    'user/reader-robot',
    /Policies could not be read: the inline policy "own" is not a JSON object/,
    ({ users }) =>
      users.forEach((one, name) => users.set(name, { ...one, inline: [{ name: 'own', document: BROKEN }] })),
  ],
  [
    'a managed policy',
    'managed-policy/reader-list',
    /PolicyDocument could not be read: IAM gave a text that is not a JSON object/,
    ({ policies }) =>
      policies.forEach((one, name) =>
        policies.set(name, {
          ...one,
          versions: one.versions.map((version) => ({ ...version, document: BROKEN })),
        }),
      ),
  ],
])(
  '%s that does not decode is unchecked, and neither drift nor no change',
  async (_, address, say, breakIt) => {
    breakIt(account.sandbox.world.iam);
    for (const [command, run] of Object.entries(COMMANDS)) {
      const { exitCode, reason, stdout, stderr } = await run();
      expect({ command, exitCode, reason }).toEqual({ command, exitCode: 1, reason: 'unchecked' });
      expect(`${stdout}${stderr}`.replace(/\s+/g, ' ')).toMatch(say);
      expect(`${stdout}${stderr}`).toContain(address);
      expect(stdout).not.toMatch(/no changes|no drift\.|was edited|nothing to do/i);
    }
  },
);
