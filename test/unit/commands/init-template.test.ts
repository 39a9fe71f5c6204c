import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { initTemplate, type InitTemplateOptions } from '../../../src/commands/init-template.ts';
import { render } from '../../../src/commands/render.ts';
import { INVISIBLE } from '../../../src/model/invisible.ts';
import { runCommand, type CommandResult } from '../../helpers/scenario/run-command.ts';
import { desiredFolder, removeDesiredFolders, settingsFile, writeFiles } from './desired-folder.ts';

const ESCAPE = '\u001b';

/** A template of which the words are hostile. */
const TEMPLATE = JSON.stringify({
  Description: 'Reads \u202eeverything\u200b and \u001b[31mmore',
  Parameters: {
    ExternalId: { Type: 'String', MinLength: 4, Description: 'In the console\u001b[2J' },
  },
  Resources: {
    Reader: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'reader',
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: 'arn:aws:iam::777788889999:root' },
              Action: 'sts:AssumeRole',
              Condition: { StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } } },
            },
          ],
        },
      },
    },
  },
});

let desired: string;
let target: string;

beforeEach(() => {
  desired = desiredFolder({ 'rolekeeper.yaml': settingsFile('111122223333') });
  writeFiles(join(desired, 'from'), { 'vendor.template.json': TEMPLATE });
  target = join(desired, 'vendor.yaml');
});

afterAll(removeDesiredFolders);

function init(options: Partial<InitTemplateOptions> = {}): Promise<CommandResult> {
  const fromTemplate = join(desired, 'from', 'vendor.template.json');
  return runCommand((own) => initTemplate({ desired, fromTemplate, ...options }, own));
}

/** The hash of the resources that a stack of an integration has. */
async function resourcesOf(name: string, folder: string): Promise<{ template: string; hash: unknown }> {
  const { stdout, stderr } = await runCommand((own) => render(name, { desired: folder }, own));
  expect(stderr).not.toContain('Error');
  const { Metadata } = JSON.parse(stdout) as { Metadata: { rolekeeper: { resources: unknown } } };
  return { template: stdout, hash: Metadata.rolekeeper.resources };
}

// docs/questions.md says so to readers whose repository is lost.
test.each(['logiq-glue', 'logiq-server', 'onemata-ec2'])(
  'the template of a stack of rolekeeper becomes a file with the same resources: %s',
  async (name) => {
    const before = await resourcesOf(name, 'desired');
    const again = desiredFolder({ 'rolekeeper.yaml': settingsFile('111122223333') });
    const fromTemplate = join(desiredFolder({ 'template.json': before.template }), 'template.json');
    const options = { desired: again, fromTemplate, integration: name, serviceRoles: true } as const;
    expect(await init(options)).toMatchObject({ exitCode: 0 });
    expect((await resourcesOf(name, again)).hash).toBe(before.hash);
  },
);

describe('init --from-template', () => {
  test('writes the file, in which nothing hides', async () => {
    const { exitCode, stdout, stderr } = await init({ answer: ['ExternalId=abc123def456'] });
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stdout).toContain(`wrote ${target}`);
    const text = readFileSync(target, 'utf8');
    expect(text).toMatch(
      /^# yaml-language-server: [^\n]*\n# From the template vendor.template.json, SHA-256 /,
    );
    expect(text).toContain('description: "Reads \\u202eeverything\\u200b');
    expect(text.replaceAll('\n', '').search(INVISIBLE)).toBe(-1);
  });

  test('says what the template leaves open, without its control characters, and writes nothing', async () => {
    const { exitCode, reason, stderr } = await init();
    expect({ exitCode, reason }).toEqual({ exitCode: 1, reason: 'invalid-config' });
    expect(stderr).toContain("--answer 'ExternalId=…'");
    expect(stderr).not.toContain(ESCAPE);
    expect(existsSync(target)).toBe(false);
  });

  test('opens the template of a nested stack beside it, and no file outside of its folder', async () => {
    const stack = (url: string): object => ({
      Type: 'AWS::CloudFormation::Stack',
      Properties: { TemplateURL: url },
    });
    const group = (name: string): string =>
      JSON.stringify({ Resources: { G: { Type: 'AWS::IAM::Group', Properties: { GroupName: name } } } });
    const Resources = {
      In: stack('./parts/inner.json'),
      Out: stack('../outside.json'),
      Link: stack('link.json'),
    };
    writeFiles(desired, { 'outside.json': group('outside') });
    writeFiles(join(desired, 'from'), {
      'outer.json': JSON.stringify({ Resources }),
      'parts/inner.json': group('inside'),
    });
    symlinkSync(join(desired, 'outside.json'), join(desired, 'from', 'link.json'));
    const { exitCode, stdout } = await init({
      fromTemplate: join(desired, 'from', 'outer.json'),
      integration: 'nested',
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('the nested stack In makes inside');
    expect(stdout).toContain('what the nested stack Out makes of IAM is not in this file');
    expect(stdout).toContain('what the nested stack Link makes of IAM is not in this file');
    expect(readFileSync(join(desired, 'nested.yaml'), 'utf8')).not.toContain('outside');
  });

  test('writes over no file', async () => {
    writeFiles(desired, { 'vendor.yml': 'mine' });
    const { reason, stderr } = await init({ answer: ['ExternalId=abc123def456'] });
    expect(reason).toBe('invalid-config');
    expect(stderr).toContain('vendor.yml exists already; nothing was written');
    expect(existsSync(target)).toBe(false);
  });
});
