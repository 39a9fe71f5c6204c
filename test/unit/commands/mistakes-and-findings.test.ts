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

async function planned(format: 'text' | 'sarif', out?: string) {
  const environment = capturedEnvironment('2026-11-28T08:00:00Z');
  const options = { desired, format, ...(out === undefined ? {} : { out }) };
  const failure = plan(options, environment, () => Promise.reject(new Error('AWS is asked')));
  await expect(failure).rejects.toMatchObject({ reason: 'invalid-config' });
  return environment;
}

interface Sarif {
  readonly runs: readonly [{ readonly results: readonly { readonly ruleId: string }[] }];
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
});
