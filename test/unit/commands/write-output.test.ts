import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { writeOutput } from '../../../src/commands/action/write-output.ts';
import { saySkipped } from '../../helpers/thorough.ts';

const hasFullDevice = existsSync('/dev/full');
if (!hasFullDevice) saySkipped('an output on a full disk', 'this system has no /dev/full');

describe('a file that an output of the action names', () => {
  (hasFullDevice ? it : it.skip)('tells of a full disk, and is no bug of rolekeeper', async () => {
    await expect(writeOutput('sarif-path', '/dev/full', 'x')).rejects.toMatchObject({
      reason: 'invalid-config',
      message: 'sarif-path: /dev/full cannot be written: ENOSPC: no space left on device, write',
      hint: 'make room on the disk of the runner',
    });
  });

  it('tells of a folder that does not exist', async () => {
    await expect(writeOutput('plan-path', '/nowhere/plan.json', 'x')).rejects.toMatchObject({
      reason: 'invalid-config',
      message: expect.stringContaining('plan-path: /nowhere/plan.json cannot be written: ENOENT'),
      hint: expect.stringContaining('RUNNER_TEMP'),
    });
  });
});
