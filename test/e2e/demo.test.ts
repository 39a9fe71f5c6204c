import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { REPOSITORY, runCli } from '../helpers/cli/run-cli.ts';
import { describeThorough } from '../helpers/thorough.ts';

/** An endpoint of one service wins over AWS_ENDPOINT_URL: what stands there must not be touched by a demo. */
const ELSEWHERE = {
  AWS_ENDPOINT_URL_IAM: 'http://127.0.0.1:1',
  AWS_ENDPOINT_URL_CLOUDFORMATION: 'http://127.0.0.1:1',
  AWS_PROFILE: 'production',
  AWS_SESSION_TOKEN: 'token',
};

/** What README shows of a plan. */
function sampleOf(readme: string): string {
  const sample = /\$ rolekeeper plan --only logzio-s3\n\n([^`]+)```/.exec(readme)?.[1];
  if (sample === undefined) throw new Error('README shows no plan');
  return sample;
}

describeThorough('rolekeeper demo', () => {
  it('ends 0 and shows plan, apply, no changes, drift, in this order', async () => {
    const result = await runCli(['demo'], { cwd: REPOSITORY, env: ELSEWHERE });
    expect(result.exitCode).toBe(0);
    const chapters = [
      '$ rolekeeper plan\n',
      'Plan: 2 to create, 1 to update, 0 to delete.',
      '$ rolekeeper apply\n',
      'Apply: 2 applied',
      '$ rolekeeper plan\n',
      'No changes. IAM matches the desired state.',
      '$ rolekeeper drift\n',
      'inline policy temporary-debug',
      'Exit code 2.',
    ];
    let position = -1;
    for (const chapter of chapters) {
      const found = result.stdout.indexOf(chapter, position + 1);
      expect([chapter, found > position]).toEqual([chapter, true]);
      position = found;
    }
    expect(result.stdout).toContain(sampleOf(readFileSync(join(REPOSITORY, 'README.md'), 'utf8')));
    expect(result.stdout + result.stderr).not.toContain('\u001B');
    expect(result.stdout + result.stderr).not.toMatch(/^ {4}at /m);
  });
});
