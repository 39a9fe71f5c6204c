import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { otherRegions } from '../../../src/aws/regions.ts';
import { init } from '../../../src/commands/init.ts';
import { initVendor } from '../../../src/commands/init-vendor.ts';
import { wrongAnswer } from '../../../src/init/answers.ts';
import type { Environment } from '../../../src/commands/environment.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../helpers/cli/temporary-folder.ts';
import { capturedEnvironment } from '../../helpers/scenario/captured-environment.ts';

const here = process.cwd();
let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
  process.chdir(folder);
});
afterEach(() => process.chdir(here));
afterAll(removeTemporaryFolders);

interface Terminal {
  readonly environment: Environment;
  readonly asked: string[];
  readonly err: () => string;
}

/** A person who answers one question after the other, and leaves when there is no answer left. */
function terminal(...answers: readonly string[]): Terminal {
  const left = [...answers];
  const asked: string[] = [];
  let err = '';
  const environment = capturedEnvironment('2026-11-22T08:00:00Z', {
    interactive: true,
    ask: (question) => {
      asked.push(question);
      return Promise.resolve(left.shift());
    },
    err: (text) => {
      err += text;
    },
  });
  return { environment, asked, err: () => err };
}

describe('init at a terminal', () => {
  it('asks for what no flag says, and asks again where an answer is wrong', async () => {
    const { environment, asked, err } = terminal('12', '111122223333', 'eu-west-1', 'acme', ' acme/infra ');
    expect(await init({ owners: ['@acme/security'] }, environment)).toBe(0);
    expect(asked).toEqual([
      'AWS account id: ',
      'AWS account id: ',
      'region of the CloudFormation stacks: ',
      'repository on GitHub, OWNER/NAME: ',
      'repository on GitHub, OWNER/NAME: ',
    ]);
    expect(err()).toBe(
      '--account must be an account id: 12 digits\n--repository must be OWNER/NAME, as on GitHub\n',
    );
    expect(readFileSync('desired/rolekeeper.yaml', 'utf8')).toContain('account: "111122223333"');
  });

  it('writes nothing when the person leaves', async () => {
    const { environment } = terminal('111122223333');
    await expect(init({}, environment)).rejects.toThrow(
      'the questions were not all answered; nothing was written',
    );
    expect(readdirSync('.')).toEqual([]);
  });

  it('pins the action where the commit is known', async () => {
    const pin = 'c0ffee'.padEnd(40, '0');
    const options = { account: '111122223333', region: 'eu-west-1', repository: 'acme/infra', pin };
    await init(options, terminal().environment);
    for (const name of readdirSync('.github/workflows'))
      expect(readFileSync(join('.github/workflows', name), 'utf8')).toMatch(
        new RegExp(`uses: rolekeeper/rolekeeper@${pin} # v\\d+\\.\\d+\\.\\d+$`, 'm'),
      );
  });
});

describe('init with flags', () => {
  const answers = { account: '111122223333', region: 'eu-west-1', repository: 'acme/infra' };

  it.each(['eu-wst-1', 'eu-west', 'euwest-1', 'eu-west-1a', 'EU-WEST-1', 'uk-west-1'])(
    'takes %s for no region',
    async (region) => {
      await expect(init({ ...answers, region }, terminal().environment)).rejects.toThrow(
        '--region must be a region of AWS, for example eu-central-1',
      );
      expect(readdirSync('.')).toEqual([]);
    },
  );

  it.each([
    ...otherRegions('aws', ''),
    'us-gov-west-1',
    'cn-northwest-1',
    'il-central-1',
    'mx-central-1',
    'af-south-1',
    'eusc-de-east-1',
    'us-isob-east-1',
  ])('takes %s for a region', (region) => {
    expect(wrongAnswer('region', region)).toBeUndefined();
  });

  it('writes no file where one of them cannot be, and leaves no hidden one', async () => {
    writeFileSync('.github', 'a file');
    await expect(init(answers, terminal().environment)).rejects.toThrow(
      'the folder .github/workflows cannot be created; nothing was written',
    );
    expect(readdirSync('desired')).toEqual([]);
    expect(existsSync('rolekeeper-bootstrap.yaml')).toBe(false);
  });
});

describe('init of a vendor at a terminal', () => {
  beforeEach(() => {
    mkdirSync('desired');
    writeFileSync('desired/rolekeeper.yaml', 'version: 1\naccount: "111122223333"\nregion: eu-west-1\n');
  });

  it('asks in the words of the vendor, again where an answer is wrong, and writes the file', async () => {
    const { environment, asked, err } = terminal(
      'x y',
      '9f3c1a7e5b2d4f60',
      'SecurityAudit, job-function/ViewOnlyAccess',
    );
    expect(await initVendor('datadog', { desired: 'desired' }, environment)).toBe(0);
    expect(asked[0]).toBe(asked[1]);
    expect(asked[0]).toContain('In Datadog: Integrations, Amazon Web Services');
    expect(err()).toBe(
      '--external-id must be the one that the vendor shows: 2 to 1224 letters, digits and +=,.@:/_-\n',
    );
    expect(readFileSync('desired/datadog.yaml', 'utf8')).toContain('policy/job-function/ViewOnlyAccess');
  });

  it('takes no answer for one that may wait, and the role is pending', async () => {
    await initVendor('snowflake', { desired: 'desired' }, terminal('', '', 'acme-stage').environment);
    expect(readFileSync('desired/snowflake.yaml', 'utf8')).toContain('pending: true');
  });

  it.each([
    ['logzio', 'it has logzio-s3, logzio-s3-kms, logzio-metrics'],
    ['datadogg', 'did you mean datadog?'],
    ['acme', "from a vendor's own template: rolekeeper init --from-template FILE"],
  ])('%s is not in the catalogue: %s', async (id, hint) => {
    const refusal: unknown = await initVendor(id, { desired: 'desired' }, terminal().environment).catch(
      (error: unknown) => error,
    );
    expect(refusal).toMatchObject({ hint: expect.stringContaining(hint) });
  });

  it('writes over nothing', async () => {
    writeFileSync('desired/qwak.yaml', 'mine\n');
    const { environment } = terminal('acme-data');
    await expect(initVendor('qwak', { desired: 'desired' }, environment)).rejects.toThrow(
      'desired/qwak.yaml exists already; nothing was written',
    );
    expect(readFileSync('desired/qwak.yaml', 'utf8')).toBe('mine\n');
  });

  it('writes no file that would not be valid beside the others', async () => {
    await initVendor('qwak', { desired: 'desired' }, terminal('acme-data').environment);
    const { environment, err } = terminal('9f3c1a7e5b2d4f60', 'SecurityAudit');
    const options = { desired: 'desired', roleName: 'qwak-access-role' };
    await expect(initVendor('datadog', options, environment)).rejects.toThrow(
      'desired/datadog.yaml would not be valid; nothing was written',
    );
    expect(err()).toContain('role/qwak-access-role');
    expect(existsSync('desired/datadog.yaml')).toBe(false);
  });

  it('needs the settings of the folder', async () => {
    await expect(initVendor('qwak', { desired: 'other' }, terminal().environment)).rejects.toThrow(
      'other/rolekeeper.yaml is missing',
    );
  });
});
