import { afterAll, describe, expect, it } from '@jest/globals';
import { render } from '../../../src/commands/render.ts';
import { validate } from '../../../src/commands/validate.ts';
import { runCommand } from '../../helpers/scenario/run-command.ts';
import { desiredFolder, integrationFile, removeDesiredFolders, settingsFile } from './desired-folder.ts';

afterAll(removeDesiredFolders);

const settings = { 'rolekeeper.yaml': settingsFile('111122223333') };

describe('validate', () => {
  it('counts what it found', async () => {
    const desired = desiredFolder({ ...settings, 'reader.yaml': integrationFile('reader', 'reader') });
    const result = await runCommand((own) => validate({ desired, format: 'text' }, own));
    expect(result).toMatchObject({ exitCode: 0, stdout: '' });
    expect(result.stderr).toBe(`${desired} is valid: 1 integration, 1 resource\n`);
  });

  it('takes a folder as init leaves it, and says what comes next', async () => {
    const desired = desiredFolder(settings);
    const result = await runCommand((own) => validate({ desired, format: 'text' }, own));
    expect(result).toMatchObject({ exitCode: 0, stdout: '' });
    expect(result.stderr).toContain(`${desired} declares nothing yet. rolekeeper init VENDOR`);
    expect(result.stderr).toContain(`${desired} is valid: 0 integrations, 0 resources\n`);
  });

  it.each(['text', 'markdown', 'json'] as const)('gives every mistake as %s, and fails', async (format) => {
    const desired = desiredFolder({
      ...settings,
      'reader.yaml': integrationFile('reader', 'reader', '    Desciption: x\n    Pth: /\n'),
    });
    const result = await runCommand((own) => validate({ desired, format }, own));
    expect(result).toMatchObject({ exitCode: 1, reason: 'invalid-config' });
    expect(result.stdout).toContain('Desciption');
    expect(result.stdout).toContain('Pth');
    expect(result.stderr).toContain('has 2 mistakes (invalid-config)');
  });

  it('gives an empty list as JSON when there is no mistake', async () => {
    const desired = desiredFolder({ ...settings, 'reader.yaml': integrationFile('reader', 'reader') });
    const result = await runCommand((own) => validate({ desired, format: 'json' }, own));
    expect(JSON.parse(result.stdout)).toEqual([]);
  });
});

describe('validate, by the review rules', () => {
  const open = integrationFile('reader', 'reader').replace('Service: ec2.amazonaws.com', "AWS: '*'");

  it.each(['text', 'markdown', 'json'] as const)(
    'gives every finding as %s, and fails for an error',
    async (format) => {
      const desired = desiredFolder({ ...settings, 'reader.yaml': open });
      const result = await runCommand((own) => validate({ desired, format }, own));
      expect(result).toMatchObject({ exitCode: 1, reason: 'findings' });
      expect(result.stdout).toContain('trust-anybody');
      expect(result.stderr).toContain(
        'reader.yaml:8:11: the review rules forbid it: trust-anybody of role/reader',
      );
    },
  );

  it('gives them as SARIF, each with its line', async () => {
    const desired = desiredFolder({ ...settings, 'reader.yaml': open });
    const result = await runCommand((own) => validate({ desired, format: 'sarif' }, own));
    expect(result).toMatchObject({ exitCode: 1, reason: 'findings' });
    const [first] = (JSON.parse(result.stdout) as { runs: { results: unknown[] }[] }).runs;
    expect(first?.results).toEqual([
      expect.objectContaining({
        ruleId: 'trust-anybody',
        level: 'error',
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: expect.stringMatching(/reader\.yaml$/) },
              region: { startLine: 8, startColumn: 11 },
            },
          },
        ],
      }),
    ]);
  });

  it.each(['text', 'sarif'] as const)(
    'gives the findings of a file as %s though another file has a mistake',
    async (format) => {
      const desired = desiredFolder({
        ...settings,
        'broken.yaml': integrationFile('broken', '5'),
        'reader.yaml': open,
      });
      const result = await runCommand((own) => validate({ desired, format }, own));
      expect(result).toMatchObject({ exitCode: 1, reason: 'invalid-config' });
      expect(result.stdout).toContain('broken.yaml');
      expect(result.stdout).toContain('trust-anybody');
      // The last line counts what is listed.
      if (format === 'text') expect(result.stdout).toContain('2 errors');
      expect(result.stderr).toContain('has 2 mistakes (invalid-config)');
    },
  );

  it.each(['text', 'sarif'] as const)(
    'gives the findings as %s though the settings have a mistake, by what is right in them',
    async (format) => {
      const desired = desiredFolder({
        'rolekeeper.yaml': settingsFile(
          '111122223333',
          'maxDelete: 5\nrules: { wildcard-write: nonsense }\n',
        ),
        'reader.yaml': open,
      });
      const result = await runCommand((own) => validate({ desired, format }, own));
      expect(result).toMatchObject({ exitCode: 1, reason: 'invalid-config' });
      expect(result.stdout).toContain('maxDelete');
      expect(result.stdout).toContain('nonsense');
      expect(result.stdout).toContain('trust-anybody');
    },
  );

  it.each([
    ['that stand before a mistake', 'rules: { trust-anybody: off }\nmaxDelete: 5\n', false],
    ['that stand behind a mistake', 'maxDelete: 5\nrules: { trust-anybody: off }\n', false],
    ['that have a mistake themselves, not', 'rules: { trust-anybody: off, other: 1 }\n', true],
  ])('judges files by levels %s', async (_, more, finds) => {
    const desired = desiredFolder({
      'rolekeeper.yaml': settingsFile('111122223333', more),
      'reader.yaml': open,
    });
    const result = await runCommand((own) => validate({ desired, format: 'sarif' }, own));
    expect(result.reason).toBe('invalid-config');
    expect(result.stdout.includes('"ruleId": "trust-anybody"')).toBe(finds);
  });

  it('gives no finding where the settings do not say which account it is', async () => {
    const desired = desiredFolder({ 'rolekeeper.yaml': settingsFile('1111', ''), 'reader.yaml': open });
    const result = await runCommand((own) => validate({ desired, format: 'text' }, own));
    expect(result).toMatchObject({ exitCode: 1, reason: 'invalid-config' });
    expect(result.stdout).not.toContain('trust-anybody');
  });

  it('says nothing of exceptions while a file has a mistake', async () => {
    const more = 'exceptions: [{ rule: full-admin, address: role/reader, reason: for the set-up }]\n';
    const desired = desiredFolder({
      ...settings,
      'broken.yaml': integrationFile('broken', '5'),
      'reader.yaml': open + more,
    });
    const result = await runCommand((own) => validate({ desired, format: 'text' }, own));
    expect(result.stdout).not.toContain('excepts nothing');
  });

  it('passes with a warning, and says which exception excepts nothing', async () => {
    const rules = 'rules: { trust-anybody: warning }\n';
    const more = 'exceptions: [{ rule: full-admin, address: role/reader, reason: for the set-up }]\n';
    const desired = desiredFolder({
      'rolekeeper.yaml': settingsFile('111122223333', rules),
      'reader.yaml': open + more,
    });
    const result = await runCommand((own) => validate({ desired, format: 'text' }, own));
    expect(result.exitCode).toBe(0);
    const printed = result.stdout.replace(/\s+/g, ' ');
    expect(printed).toContain('warning: anybody with an AWS account can assume role/reader (trust-anybody)');
    expect(printed).toContain('from full-admin for role/reader excepts nothing');
  });
});

describe('render', () => {
  it('asks for the scope when two have an integration of that name', async () => {
    const desired = desiredFolder({
      'a/rolekeeper.yaml': settingsFile('111122223333'),
      'a/reader.yaml': integrationFile('reader', 'reader'),
      'b/rolekeeper.yaml': settingsFile('444455556666'),
      'b/reader.yaml': integrationFile('reader', 'reader'),
    });
    const result = await runCommand((own) => render('reader', { desired }, own));
    expect(result).toMatchObject({ exitCode: 1, reason: 'invalid-config' });
    expect(result.stderr).toContain('2 scopes have an integration reader');
  });

  it('gives literal values only', async () => {
    const desired = desiredFolder({ ...settings, 'reader.yaml': integrationFile('reader', 'reader') });
    const result = await runCommand((own) => render('reader', { desired }, own));
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(Object.keys(JSON.parse(result.stdout) as object)).toContain('Resources');
    expect(result.stdout).not.toMatch(/"(Ref|Fn::\w+)"/);
  });
});
