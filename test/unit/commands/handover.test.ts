import { afterAll, describe, expect, it } from '@jest/globals';
import { handover } from '../../../src/commands/handover.ts';
import { maskExternalId } from '../../../src/model/mask-external-id.ts';
import { runCommand } from '../../helpers/scenario/run-command.ts';
import { desiredFolder, integrationFile, removeDesiredFolders, settingsFile } from './desired-folder.ts';

afterAll(removeDesiredFolders);

const EXTERNAL_ID = 'acme:ext:4k2vq8m1t7zr09';
const TEXT = `parameters: { ExternalId: "${EXTERNAL_ID}" }\nhandover: "Paste \${role/reader.Arn} and \${ExternalId}"\n`;
const folder = desiredFolder({
  'rolekeeper.yaml': settingsFile('111122223333'),
  'reader.yaml': integrationFile('reader', 'reader', TEXT),
  'silent.yaml': integrationFile('silent', 'silent'),
});

describe('rolekeeper handover', () => {
  const onTerminal = { onTerminal: true, inCi: false };
  const shown = { desired: folder, showExternalIds: true };

  it('prints the text with a fingerprint, also on a terminal', async () => {
    const printed = `Paste arn:aws:iam::111122223333:role/reader and ${maskExternalId(EXTERNAL_ID, 'fingerprint')}\n`;
    for (const where of [{}, onTerminal]) {
      const result = await runCommand((own) => handover('reader', { desired: folder }, own), where);
      expect(result).toMatchObject({ exitCode: 0, stdout: printed, stderr: '' });
    }
  });

  it('prints the external id itself on a terminal, on request', async () => {
    const result = await runCommand((own) => handover('reader', shown, own), onTerminal);
    expect(result).toMatchObject({
      exitCode: 0,
      stdout: `Paste arn:aws:iam::111122223333:role/reader and ${EXTERNAL_ID}\n`,
    });
  });

  it.each([
    ['into a file or a pipe', { onTerminal: false, inCi: false }],
    ['into the log of a job', { onTerminal: true, inCi: true }],
  ])('does not print it %s', async (_where, environment) => {
    const result = await runCommand((own) => handover('reader', shown, own), environment);
    expect(result).toMatchObject({ exitCode: 1, reason: 'invalid-config', stdout: '' });
    expect(result.transcript).not.toContain(EXTERNAL_ID);
    expect(result.stderr).toContain('external ids are shown on a terminal only');
  });

  it('says which file has none', async () => {
    const result = await runCommand((own) => handover('silent', { desired: folder }, own));
    expect(result).toMatchObject({ exitCode: 1, reason: 'invalid-config' });
    expect(result.stderr).toContain('silent.yaml has no hand-over');
  });
});
