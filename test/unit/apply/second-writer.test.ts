import { describe, it } from '@jest/globals';
import type { SandboxState } from '../../../src/sandbox/world.ts';
import { stateAfter } from '../../helpers/converge/open-applied.ts';
import { interrupted } from '../../helpers/interrupted-session.ts';
import { openWritableSession } from '../../helpers/in-process/sessions.ts';
import { callStack, stackOf } from '../../helpers/one-stack.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { allow, inline, integration, role, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { THOROUGH, itThorough } from '../../helpers/thorough.ts';

const narrow = { Policies: [inline('read', allow('s3:GetObject', '*'))] };
const files = (a: object, b: object = narrow) =>
  scope([integration('i', [role('a', { ...a }), role('b', { ...b })])]);

/** Who else writes, and the role that is written: one that the plan leaves alone, or the one that it changes. */
type Writer = (account: Account, name: 'a' | 'b') => Promise<unknown>;

const WRITERS: Readonly<Record<string, Writer>> = {
  'an edit in the console': (account, RoleName) =>
    account.call({
      Action: 'PutRolePolicy',
      RoleName,
      PolicyName: 'theirs',
      PolicyDocument: allow('ec2:*', '*'),
    }),
  'an update of the stack': async (account, name) => {
    const template = stackOf(account).deployment?.template ?? '{}';
    const [before = '', after = ''] = template.split(`"RoleName":"${name}"`);
    const edited = [before, after.replace('s3:GetObject', 's3:*')].join(`"RoleName":"${name}"`);
    await callStack(account, {
      Action: 'UpdateStack',
      TemplateBody: edited,
      'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
    }).catch(() => undefined);
    for (let tick = 0; tick < 6; tick += 1) await callStack(account, { Action: 'DescribeStacks' });
  },
  'another run': (_account, name) => {
    const theirs = { Policies: [inline('read', allow('s3:*', '*'))] };
    const [a, b] = name === 'a' ? [theirs, narrow] : [narrow, theirs];
    return applyScope(files(a, b)).catch(() => undefined);
  },
};

/** What rolekeeper is about to do: a change of the file, or drift of the one role. */
const SUBJECTS = { 'a change': files({ ...narrow, Description: 'mine' }), drift: files(narrow) };

const ROWS = Object.entries(SUBJECTS).flatMap(([what, subject]) =>
  (['a', 'b'] as const).map((name) => ({ what, subject, name })),
);

let applied: SandboxState | undefined;

const policiesOf = (account: Account, name: string): string =>
  JSON.stringify(account.sandbox.world.iam.roles.get(name)?.inline);

describe.each(Object.entries(WRITERS))('%s at any request of an apply', (_writer, write) => {
  // Of the two roles one with each subject.
  for (const { what, subject, name } of ROWS)
    ((name === 'a') === (what === 'drift') ? it : itThorough)(
      `is not undone in role/${name}: ${what}`,
      async () => {
        applied ??= await stateAfter(files(narrow));
        let isReached = true;
        for (let at = 1; isReached; at += THOROUGH ? 1 : 16) {
          const account = await openAccount({ state: applied });
          if (what === 'drift')
            await account.call({ Action: 'UpdateRole', RoleName: 'a', MaxSessionDuration: '7200' });
          let theirs: string | undefined;
          // What is written before the plan is read is shown, and may be reverted.
          let isPlanned = false;
          const act = async (): Promise<void> => {
            const before = policiesOf(account, name);
            await write(account, name);
            const after = policiesOf(account, name);
            if (isPlanned && after !== before) theirs = after;
          };
          let count = 0;
          const beforeEach = async (): Promise<void> => {
            count += 1;
            if (count === at) await act();
          };
          const result = await applyScope(
            subject,
            async (settings) => interrupted(await openWritableSession(settings), beforeEach),
            undefined,
            () => Promise.resolve((isPlanned = true)),
          );
          isReached = count >= at;
          if (theirs !== undefined && policiesOf(account, name) !== theirs) {
            throw new Error(
              `at request ${at}: ${JSON.stringify(result.outcomes)}, ${name} has ${policiesOf(account, name)}`,
            );
          }
          if (theirs !== undefined) await planScope(subject);
          await account.sandbox.close();
        }
      },
    );
});
