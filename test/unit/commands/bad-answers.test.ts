import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { adopt } from '../../../src/commands/adopt.ts';
import { apply } from '../../../src/commands/apply.ts';
import { drift } from '../../../src/commands/drift.ts';
import type { Environment } from '../../../src/commands/environment.ts';
import { inventory } from '../../../src/commands/inventory.ts';
import { openAnyAccount, openSession, openWritableSession } from '../../../src/commands/open-session.ts';
import { plan } from '../../../src/commands/plan.ts';
import type { Settings } from '../../../src/model/integration.ts';
import { runCommand } from '../../helpers/scenario/run-command.ts';
import {
  clearAwsEnvironment,
  sendResult,
  startEndpoint,
  stopEndpoints,
  useDummyCredentials,
  type Answer,
} from '../aws/fake-endpoint.ts';
import { THOROUGH } from '../../helpers/thorough.ts';
import { desiredFolder, integrationFile, removeDesiredFolders, settingsFile } from './desired-folder.ts';

const ACCOUNT = '300000000000';
const BULK = 'GetAccountAuthorizationDetails';

/** An account without anything, as far as its lists are asked for. */
const CALM: Readonly<Record<string, string>> = {
  GetCallerIdentity: `<Arn>arn:aws:iam::${ACCOUNT}:user/ci</Arn><UserId>AIDA</UserId><Account>${ACCOUNT}</Account>`,
  DescribeStacks: '<Stacks/>',
  [BULK]: '<IsTruncated>false</IsTruncated><RoleDetailList/>',
  ListRoles: '<IsTruncated>false</IsTruncated><Roles/>',
  ListInstanceProfiles: '<IsTruncated>false</IsTruncated><InstanceProfiles/>',
  ListOpenIDConnectProviders: '<OpenIDConnectProviderList/>',
};

const PATIENT = { attempts: 1, connectionMilliseconds: 10_000, requestMilliseconds: 10_000 };
const HASTY = { ...PATIENT, requestMilliseconds: THOROUGH ? 1_000 : 200 };

/** An answer may take as long as a busy machine makes it, where one comes. */
let timeouts = PATIENT;

let bad: Answer;
let desired: string;

beforeAll(async () => {
  useDummyCredentials();
  await startEndpoint((parameters, response) => {
    const action = parameters.get('Action') ?? '';
    if (action === BULK) return bad(parameters, response);
    sendResult(response, action, CALM[action] ?? '');
  });
  desired = desiredFolder({
    'rolekeeper.yaml': settingsFile(ACCOUNT, ''),
    'reader.yaml': integrationFile('reader', 'reader'),
  });
});

afterAll(async () => {
  clearAwsEnvironment();
  await stopEndpoints();
  removeDesiredFolders();
});

const open = (settings: Settings) => openSession(settings, { timeouts });
const openWritable = (settings: Settings) => openWritableSession(settings, { timeouts });
const openAny = () => openAnyAccount({ timeouts });

/** Every command that reads the account as a whole. A plan reads a large one singly, so to it a loop of pages is one. */
const COMMANDS: Readonly<Record<string, (own: Environment) => Promise<number>>> = {
  drift: (own) => drift({ desired, format: 'text' }, own, open),
  inventory: (own) => inventory({ format: 'text' }, own, openAny),
  'adopt --all': (own) => adopt([], { desired, all: true }, own, open),
  plan: (own) => plan({ desired, format: 'text' }, own, open),
  apply: (own) => apply({ desired, format: 'text', autoApprove: true, parallel: 1 }, own, openWritable),
};

const driftIn = () => runCommand((own) => drift({ desired, format: 'text' }, own, open));

it('the account is read where the answers are those of AWS', async () => {
  bad = (_parameters, response) => sendResult(response, BULK, CALM[BULK] ?? '');
  const { stdout, stderr } = await driftIn();
  expect(stderr).not.toContain('Error');
  expect(stdout).toContain('role/reader');
});

it.each<[what: string, answer: Answer, sentence: RegExp]>([
  [
    'a marker that leads back to its own page',
    (_, response) =>
      sendResult(response, BULK, '<IsTruncated>true</IsTruncated><Marker>a</Marker><RoleDetailList/>'),
    /gives the same page again and again/,
  ],
  [
    'markers that lead back to a page before',
    (parameters, response) => {
      const next = parameters.get('Marker') === 'a' ? 'b' : 'a';
      sendResult(response, BULK, `<IsTruncated>true</IsTruncated><Marker>${next}</Marker><RoleDetailList/>`);
    },
    /gives the same page again and again/,
  ],
  [
    'a page that says there is more, and not where',
    (_, response) => sendResult(response, BULK, '<IsTruncated>true</IsTruncated><RoleDetailList/>'),
    /has no Marker: it is not from AWS/,
  ],
  ['a page without members', (_, response) => sendResult(response, BULK, ''), /has no IsTruncated/],
  [
    'a role without its trust policy',
    (_, response) =>
      sendResult(
        response,
        BULK,
        '<IsTruncated>false</IsTruncated><RoleDetailList><member><RoleName>reader</RoleName>' +
          `<RoleId>AROA</RoleId><Path>/</Path><Arn>arn:aws:iam::${ACCOUNT}:role/reader</Arn></member></RoleDetailList>`,
      ),
    /has no AssumeRolePolicyDocument: it is not from AWS/,
  ],
  [
    'XML that ends in the middle of a role',
    (_, response) => {
      response.setHeader('content-type', 'text/xml');
      response.end(`<${BULK}Response><${BULK}Result><RoleDetailList><member><RoleName>rea`);
    },
    /GetAccountAuthorizationDetails/,
  ],
  [
    'a page of a proxy',
    (_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><html><body><p>Sign in<br></p></body></html>');
    },
    /GetAccountAuthorizationDetails/,
  ],
  ['no answer', () => undefined, /did not answer|not reached|timed out|timeout/i],
])(
  'every command ends with its own sentence, and never as clean, after %s',
  async (what, answer, sentence) => {
    bad = answer;
    timeouts = what === 'no answer' ? HASTY : PATIENT;
    const isLoop = /marker/.test(what);
    const commands = Object.entries(COMMANDS).filter(
      ([name]) => !isLoop || (name !== 'plan' && name !== 'apply'),
    );
    const ends = await Promise.all(commands.map(([, command]) => runCommand(command)));
    for (const [index, { exitCode, reason, stdout, stderr }] of ends.entries()) {
      const command = commands[index]?.[0];
      expect({ command, exitCode, reason }).toEqual({ command, exitCode: 1, reason: 'unreachable' });
      expect(stderr.replace(/\s+/g, ' ')).toMatch(sentence);
      expect(stdout).not.toMatch(/no drift|no changes|nothing to/i);
    }
  },
);
