import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { drift } from '../../../src/commands/drift.ts';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../helpers/cli/temporary-folder.ts';
import { openSession } from '../../helpers/in-process/sessions.ts';
import { makeRichAccount } from '../../helpers/rich-account.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { capturedEnvironment } from '../../helpers/scenario/captured-environment.ts';

const SETTINGS = 'version: 1\naccount: "111122223333"\nregion: eu-central-1\nownAccounts: ["222233334444"]\n';
const INTEGRATION = `integration: reader
description: An own service reads one bucket
observe: true
roles:
  - RoleName: app
    AssumeRolePolicyDocument:
      Version: '2012-10-17'
      Statement: [{ Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: sts:AssumeRole }]
`;
const folder = temporaryFolder();
let account: Account;

async function driftOf(desired: string, format: 'text' | 'markdown' | 'json' = 'text'): Promise<string> {
  const environment = capturedEnvironment('2026-11-28T08:00:00Z');
  await drift({ desired: join(folder, desired), format }, environment, openSession).catch(() => undefined);
  return environment.stdout();
}

beforeAll(async () => {
  account = await openAccount();
  await makeRichAccount(account);
  for (const name of ['some', 'none']) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'rolekeeper.yaml'), SETTINGS);
  }
  writeFileSync(join(folder, 'some', 'reader.yaml'), INTEGRATION);
});

afterAll(() => account.sandbox.close());
afterAll(removeTemporaryFolders);

describe('what no file declares, in the report on drift', () => {
  it('is told with the vendor, the proof, the reach and the last use, the worst first', async () => {
    const text = (await driftOf('some')).replace(/\n +/g, ' ');
    const lines = text.match(/\? role\/[^?]+? · last used: [^?\n]+/g) ?? [];
    expect(text.match(/undeclared-outside-trust/g)).toHaveLength(1);
    expect(lines[0]).toMatch(/role\/(?:mystery|open-to-all|legacy-partner)/);
    expect(lines.join('\n')).toMatch(
      /role\/mystery · critical: the unknown AWS account 909090909090 without proof · reach: everything on every resource · last used: /,
    );
    expect(lines.join('\n')).toMatch(/Datadog \(AWS account 464622532012\) with an external id/);
    const dangers = lines.map((line) => / · (critical|high|medium|low): /.exec(line)?.[1]);
    const order = ['critical', 'high', 'medium', 'low'];
    expect(dangers).toEqual([...dangers].sort((a, b) => order.indexOf(a!) - order.indexOf(b!)));
    expect(lines.length).toBeGreaterThan(4);
  });

  it('stands in the caution where it is critical', async () => {
    const [, caution = ''] = (await driftOf('some', 'markdown')).split('[!CAUTION]');
    expect(caution.split('\n\n')[0]).toMatch(
      /\*\*Open to the outside, and in no file \(critical\):\*\* .*`role\/mystery`/,
    );
  });

  it('is neither a role of an own account, nor one on a path of AWS, nor one for a service', async () => {
    const text = await driftOf('some');
    for (const name of ['network-hub', 'AWSReservedSSO', 'AWSServiceRole', 'role/app ·'])
      expect(text).not.toMatch(new RegExp(`\\? .*${name}`));
  });

  it('has no external id in it, in any format', async () => {
    for (const format of ['text', 'markdown', 'json'] as const) {
      for (const desired of ['some', 'none'])
        expect(await driftOf(desired, format)).not.toMatch(/3f9a(?:8c1d2e4b5a69|…)/);
    }
  });
});

describe('drift on a scope without integrations', () => {
  it('is the inventory of what no file declares, with the users that have keys', async () => {
    const text = await driftOf('none');
    expect(text).toContain('No file declares anything here');
    expect(text).toContain('Inventory of account 111122223333');
    expect(text).toMatch(/role\/mystery · critical/);
    expect(text).toMatch(/user\/\S+ · /);
  });

  it('is a table in markdown, and data in JSON', async () => {
    expect(await driftOf('none', 'markdown')).toMatch(/\| \*\*critical\*\* \| `role\/mystery` \|/);
    const plan = JSON.parse(await driftOf('none', 'json')) as AssessedPlan;
    expect(plan.undeclaredInventory?.entries.map(({ address }) => address)).toContain('role/mystery');
  });
});
