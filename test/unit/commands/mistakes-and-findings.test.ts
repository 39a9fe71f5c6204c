import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { plan } from '../../../src/commands/plan.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../helpers/cli/temporary-folder.ts';
import { capturedEnvironment } from '../../helpers/scenario/captured-environment.ts';

const folder = temporaryFolder();
const desired = join(folder, 'desired');
const role = (name: string, principal: string): string => `integration: ${name.toLowerCase()}
description: x
roles:
  - RoleName: ${name}
    AssumeRolePolicyDocument:
      Version: '2012-10-17'
      Statement: [{ Effect: Allow, Principal: ${principal}, Action: sts:AssumeRole }]
`;

afterAll(removeTemporaryFolders);

mkdirSync(desired);
writeFileSync(join(desired, 'rolekeeper.yaml'), 'version: 1\naccount: "111122223333"\nregion: eu-west-1\n');
writeFileSync(join(desired, 'open.yaml'), role('Open', '"*"'));
writeFileSync(join(desired, 'broken.yaml'), role('Broken', '"*"').replace('RoleName: Broken', 'RoleName: 5'));

async function planned(format: 'text' | 'sarif', out?: string, from = desired) {
  const environment = capturedEnvironment('2026-11-28T08:00:00Z');
  const options = { desired: from, format, ...(out === undefined ? {} : { out }) };
  const failure = plan(options, environment, () => Promise.reject(new Error('AWS is asked')));
  await expect(failure).rejects.toMatchObject({ reason: 'invalid-config' });
  return environment;
}

interface Sarif {
  readonly runs: readonly [
    {
      readonly results: readonly { readonly ruleId: string }[];
      readonly invocations?: readonly { readonly executionSuccessful: boolean }[];
    },
  ];
}

/** What a plan of one file, with the settings of `lines`, says and gives as SARIF. */
async function withSettings(name: string, ...lines: readonly string[]) {
  const scope = join(folder, name, 'scope');
  mkdirSync(join(folder, name, '_shared'), { recursive: true });
  mkdirSync(scope);
  writeFileSync(join(folder, name, '_shared', 'common.yaml'), role('Common', '"*"'));
  writeFileSync(join(scope, 'open.yaml'), role('Open', '{ AWS: "arn:aws:iam::${AWS::AccountId}:root" }'));
  writeFileSync(join(scope, 'near.yaml'), role('Near', '{ AWS: "arn:aws:iam::999988887777:root" }'));
  writeFileSync(join(scope, 'wide.yaml'), role('Wide', '"*"'));
  if (lines.length > 0) writeFileSync(join(scope, 'rolekeeper.yaml'), `${lines.join('\n')}\n`);
  const out = join(folder, name, 'found.sarif');
  const said = (await planned('sarif', out, join(folder, name))).stderr();
  const [run] = (JSON.parse(readFileSync(out, 'utf8')) as Sarif).runs;
  return { said, run, rules: run.results.map(({ ruleId }) => ruleId) };
}

describe('a plan of files of which one has a mistake', () => {
  it('says what the rules find in the others, beside the mistake', async () => {
    const text = (await planned('text')).stderr();
    expect(text).toContain('broken.yaml');
    expect(text).toMatch(/open\.yaml[^]*trust-anybody/);
  });

  it('keeps the alerts of the others in SARIF', async () => {
    const out = join(folder, 'found.sarif');
    await planned('sarif', out);
    const { runs } = JSON.parse(readFileSync(out, 'utf8')) as Sarif;
    const rules = runs[0].results.map(({ ruleId }) => ruleId);
    expect(rules).toContain('trust-anybody');
    expect(rules.length).toBeGreaterThan(1);
  });

  it('closes no alert: what the file with the mistake has is not known', async () => {
    const out = join(folder, 'kept.sarif');
    await planned('sarif', out);
    const { runs } = JSON.parse(readFileSync(out, 'utf8')) as Sarif;
    expect(runs[0].invocations).toMatchObject([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          { message: { text: `${join(desired, 'broken.yaml')} is not judged: it has a mistake` } },
        ],
      },
    ]);
  });
});

const SETTINGS = ['version: 1', 'account: "111122223333"', 'region: eu-west-1'];

describe('a plan of files whose settings have a mistake', () => {
  it.each<[mistake: string, settings: readonly string[]]>([
    ['a bracket that is not closed', ['ownAccounts: ["444455556666"', ...SETTINGS]],
    ['a tab', [...SETTINGS, 'tags:', '\tteam: x']],
    ['a quote that is not closed', ['version: 1', 'region: eu-west-1', 'account: "111122223333']],
    ['an account that is not text', ['version: 1', 'account: 111122223333', 'region: eu-west-1']],
    ['a version that is not known', ['version: 7', ...SETTINGS.slice(1)]],
    [
      'a merge that is not resolved',
      ['<<<<<<< HEAD', 'maxDeletes: 1', '=======', 'maxDeletes: 2', '>>>>>>> b', ...SETTINGS],
    ],
    ['no version', SETTINGS.slice(1)],
  ])('judges them by the account that it names: %s', async (mistake, settings) => {
    const { said, run, rules } = await withSettings(mistake.replaceAll(' ', '-'), ...settings);
    expect(rules).toContain('trust-anybody');
    expect(rules).toContain('trust-without-external-id');
    expect(run.results.filter(({ ruleId }) => ruleId === 'trust-without-external-id')).toHaveLength(1);
    expect(said).not.toContain('000000000000');
    expect(run.invocations).toMatchObject([{ executionSuccessful: false }]);
  });

  it('says which keys they are judged without', async () => {
    const { said } = await withSettings('without', ...SETTINGS, 'ownAccounts: ["999988887777"', 'rules: {}');
    expect(said.replace(/\s+/g, ' ')).toContain(
      'the review rules judge nothing by "ownAccounts:", which cannot be read for certain',
    );
  });

  it('judges the files that they include', async () => {
    const include = ['include:', '  - file: _shared/common.yaml'];
    const { said, rules, run } = await withSettings('shared', ...SETTINGS, 'tags: {', ...include);
    expect(said).toMatch(/common\.yaml[^]*trust-anybody/);
    expect(rules.filter((rule) => rule === 'trust-anybody')).toHaveLength(2);
    expect(run.invocations).toMatchObject([{ executionSuccessful: false }]);
  });

  it('judges the files that are included beside one with a mistake, and leaves all alerts open', async () => {
    const include = [
      'include:',
      '  - file: _shared/common.yaml',
      '  - file: _shared/other.yaml',
      '    nmae: x',
    ];
    const { rules, run } = await withSettings('beside', ...SETTINGS, ...include);
    expect(rules.filter((rule) => rule === 'trust-anybody')).toHaveLength(2);
    expect(run.invocations).toMatchObject([{ executionSuccessful: false }]);
  });

  it.each<[why: string, settings: readonly string[], says: string]>([
    ['no settings', [], 'do not judge the files of'],
    [
      'another account on each side of a merge',
      ['<<<<<<< a', ...SETTINGS, '=======', 'account: "444455556666"', '>>>>>>> b'],
      'do not judge the files of',
    ],
    ['no region', SETTINGS.slice(0, 2), 'do not judge the files of'],
    [
      'an include that cannot be read',
      [...SETTINGS, 'include: ["_shared/common.yaml"'],
      'do not judge every file under "include:"',
    ],
  ])('says what it does not judge, and leaves all alerts open: %s', async (why, settings, says) => {
    const { said, run } = await withSettings(`unjudged-${why.replaceAll(' ', '-')}`, ...settings);
    expect(said.replace(/\s+/g, ' ')).toContain(says);
    expect(run.invocations).toMatchObject([{ executionSuccessful: false }]);
  });
});
