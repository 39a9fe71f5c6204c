import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { writeOutput } from '../../../src/commands/action/write-output.ts';
import { saySkipped } from '../../helpers/thorough.ts';

const hasFullDevice = existsSync('/dev/full');
if (!hasFullDevice) saySkipped('an output on a full disk', 'this system has no /dev/full');

describe('a file that an output of the action names', () => {
  (hasFullDevice ? it : it.skip)('tells of a full disk, and is no bug of rolekeeper', async () => {
    await expect(writeOutput('sarif-path', { temporary: '/dev', name: 'full' }, 'x')).rejects.toMatchObject({
      reason: 'invalid-config',
      message: 'sarif-path: /dev/full cannot be written: ENOSPC: no space left on device, write',
      hint: 'make room on the disk of the runner: RUNNER_TEMP names the folder',
    });
  });

  it.each([
    [
      { chosen: '/nowhere/plan.json' },
      'name a file in a folder that exists and can be written to with the input plan-path',
    ],
    [
      { temporary: '/nowhere', name: 'plan.json' },
      'RUNNER_TEMP of the runner has to name a folder that exists and can be written to',
    ],
  ])('tells who names the folder of %j, where it does not exist', async (place, hint) => {
    await expect(writeOutput('plan-path', place, 'x')).rejects.toMatchObject({
      reason: 'invalid-config',
      message: expect.stringContaining('plan-path: /nowhere/plan.json cannot be written: ENOENT'),
      hint,
    });
  });
});
