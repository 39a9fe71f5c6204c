import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import { describeThorough } from '../../helpers/thorough.ts';
import { desired, roleFile } from './desired-files.ts';
import { openAppliedStage, type Stage } from './stage.ts';

const MOST_AWS_CALLS = 12;
const MOST_GITHUB_CALLS = 12;

let stage: Stage;

describeThorough('a pull request that touches one integration of 100, in an account of 1,000 roles', () => {
  beforeAll(async () => {
    const names = Array.from({ length: 100 }, (_, index) => `integration-${index}`);
    stage = await openAppliedStage(desired(...names.map((name) => ({ name }))));
    const trust = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    };
    for (let index = names.length; index < 1_000; index += 1) {
      await stage.iam({ Action: 'CreateRole', RoleName: `else-${index}`, AssumeRolePolicyDocument: trust });
    }
  });

  afterAll(async () => {
    await stage.close();
    removeTemporaryFolders();
  });

  it('takes at most 12 calls of AWS and 12 of GitHub, for the first comment and for the next', async () => {
    const pull = await stage.github.openPull('change', {
      'desired/integration-7.yaml': roleFile({ name: 'integration-7', actions: ['s3:ListBucket'] }),
    });
    for (const _round of ['created', 'edited']) {
      stage.github.takeLog();
      const before = stage.sandbox.world.requests.length;
      const result = await stage.plan(pull);
      expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'changes', 'update-count': '1' } });
      const aws = stage.sandbox.world.requests.slice(before).map(({ action }) => action);
      const github = stage.github.takeLog().map(({ method, path }) => `${method} ${path}`);
      expect([aws, aws.length <= MOST_AWS_CALLS]).toEqual([aws, true]);
      expect([github, github.length <= MOST_GITHUB_CALLS]).toEqual([github, true]);
    }
  });
});
