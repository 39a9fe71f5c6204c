import { basename, join } from 'node:path';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { adopt } from '../../../src/commands/adopt.ts';
import { render } from '../../../src/commands/render.ts';
import { loadDesired } from '../../../src/desired/load.ts';
import type { Resource } from '../../../src/model/resource.ts';
import { anyResources } from '../../helpers/arbitraries.ts';
import { itWith, runProgram } from '../../helpers/cli/programs.ts';
import { openSession } from '../../helpers/in-process/sessions.ts';
import { makeByHand } from '../../helpers/make-by-hand.ts';
import { planScope } from '../../helpers/rehearsal.ts';
import { inline, role, trustOf } from '../../helpers/resources.ts';
import { openAccount } from '../../helpers/scenario/account.ts';
import { runCommand } from '../../helpers/scenario/run-command.ts';
import { runsOf } from '../../helpers/thorough.ts';
import { desiredFolder, removeDesiredFolders, settingsFile } from '../commands/desired-folder.ts';

afterEach(removeDesiredFolders);
afterAll(removeDesiredFolders);

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '${',
      '${aws:username}',
      '}',
      '{',
      '<',
      '>',
      '\n',
      '\r',
      '\t',
      ': ',
      ' #',
      "'",
      '"',
      '- ',
      '\u00ad',
    ),
    fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    fc.integer({ min: 0xa1, max: 0xff }).map((code) => String.fromCharCode(code)),
  ),
  minLength: 1,
  maxLength: 20,
});

/** A role whose every text an adversary chose, as far as IAM takes it. */
const hostile: fc.Arbitrary<Resource> = fc
  .record({
    name: fc.stringMatching(/^[A-Za-z0-9_+=,.@-]{1,20}$/),
    Description: text,
    key: fc.stringMatching(/^[A-Za-z0-9 _.:/=+@-]{1,12}$/).filter((key) => !/^aws:/i.test(key)),
    value: fc.stringMatching(/^[A-Za-z0-9 _.:/=+@-]{0,12}$/),
    object: text,
    id: fc.stringMatching(/^[A-Za-z0-9+=,.@:/-]{2,12}$/),
    sid: fc.stringMatching(/^[A-Za-z0-9]{1,8}$/),
  })
  .map(({ name, Description, key, value, object, id, sid }) =>
    role(`x${name}`, {
      Description,
      Tags: [{ Key: key, Value: value }],
      AssumeRolePolicyDocument: trustOf('AWS', 'arn:aws:iam::909090909090:root', {
        StringEquals: { 'sts:ExternalId': id },
      }),
      Policies: [
        inline(`p${name}`, {
          Version: '2012-10-17',
          Statement: [
            { Sid: sid, Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::b/${object}` },
          ],
        }),
      ],
    }),
  );

const accounts = fc
  .tuple(anyResources, fc.uniqueArray(hostile, { maxLength: 3, selector: ({ name }) => name.toLowerCase() }))
  .map(([plain, odd]) => {
    const roles = new Set(plain.filter(({ kind }) => kind === 'role').map(({ name }) => name));
    const carried = ({ kind, properties }: Resource): boolean =>
      kind !== 'instance-profile' ||
      (properties['Roles'] as readonly string[]).every((name) => roles.has(name));
    return [...plain.filter(carried), ...odd];
  });

const seed = process.env['ROLEKEEPER_PROPERTY_SEED'];

test('whatever an account has, the plan of what adopt writes for it has no difference', async () => {
  await fc.assert(
    fc.asyncProperty(accounts, async (resources) => {
      const account = await openAccount();
      try {
        await makeByHand(account, resources);
        const desired = desiredFolder({ 'rolekeeper.yaml': settingsFile('111122223333') });
        const result = await runCommand((own) => adopt([], { desired, all: true }, own, openSession));
        expect(result).toMatchObject({ exitCode: 0 });
        const { scopes } = await loadDesired({ directory: desired });
        const [scope] = scopes;
        const left = Number(/^Not adopted: (\d+)$/m.exec(result.stdout)?.[1] ?? 0);
        const declared = scope?.integrations.flatMap((one) => one.resources) ?? [];
        expect(declared).toHaveLength(resources.length - left);
        // Only a document that `validate` refuses in any file is left out: with a placeholder, a variable, white space.
        for (const line of result.stdout.split('\n').filter((one) => /^ {2}[a-z-]+\//.test(one)))
          expect(line).toMatch(/a file cannot declare it as it is: .*(placeholder|variable|white space)/);
        if (scope === undefined) return;
        const entries = (await planScope(scope)).integrations.flatMap((one) => one.entries);
        expect(
          entries.filter(
            ({ action, changes, blockers }) => action !== 'adopt' || changes.length + blockers.length > 0,
          ),
        ).toEqual([]);
      } finally {
        await account.sandbox.close();
      }
    }),
    { ...runsOf(3, 300), ...(seed === undefined ? {} : { seed: Number(seed) }) },
  );
});

/** The templates of all files of a folder, each in a file of its own. */
async function renderAll(desired: string, into: string): Promise<readonly string[]> {
  const integrations = (await loadDesired({ directory: desired })).scopes.flatMap(
    (scope) => scope.integrations,
  );
  const files: string[] = [];
  for (const { name } of integrations) {
    const out = join(into, `${basename(desired)}-${name}.json`);
    const { exitCode } = await runCommand((own) => render(name, { desired, out }, own));
    expect(exitCode).toBe(0);
    files.push(out);
  }
  return files;
}

itWith('cfn-lint')(
  'whatever an account has, cfn-lint accepts the templates of what adopt writes',
  async () => {
    const into = desiredFolder({});
    const files: string[] = [];
    for (const resources of fc.sample(accounts, {
      ...runsOf(5, 40),
      ...(seed === undefined ? {} : { seed: Number(seed) }),
    })) {
      const account = await openAccount();
      try {
        // IAM takes a line end in a resource, and cfn-lint does not.
        const onOneLine = resources.filter(
          ({ properties }) => !/\\[nr]/.test(JSON.stringify(properties['Policies'] ?? [])),
        );
        await makeByHand(account, onOneLine);
        const desired = desiredFolder({ 'rolekeeper.yaml': settingsFile('111122223333') });
        await runCommand((own) => adopt([], { desired, all: true }, own, openSession));
        files.push(...(await renderAll(desired, into)));
      } finally {
        await account.sandbox.close();
      }
    }
    const says = await runProgram('cfn-lint', files, process.env).catch(
      (error: { readonly stdout?: string; readonly message: string }) => error.stdout ?? error.message,
    );
    expect(says).toBe('');
  },
  180_000,
);
