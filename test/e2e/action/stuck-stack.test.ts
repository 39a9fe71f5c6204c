import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import { roleFile, settings } from './desired-files.ts';
import { openStage, type Stage } from './stage.ts';
import { describeThorough } from '../../helpers/thorough.ts';

const files = (actions: readonly string[]) => ({
  'desired/rolekeeper.yaml': settings('requireReview: none\n'),
  'desired/reader.yaml': roleFile({ name: 'reader', actions }),
});

let stage: Stage;

beforeAll(async () => {
  stage = await openStage(files(['s3:GetObject']));
  expect(await stage.push()).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } });
});

afterAll(async () => {
  await stage.close();
  removeTemporaryFolders();
});

const blocked = { exitCode: 1, outputs: { result: 'blocked', 'failure-reason': 'blocked' } };
const command = 'aws cloudformation continue-update-rollback --stack-name rolekeeper-reader';

// One story, told in order, on one repository and one account.
describeThorough('a stack that got stuck, and a merge that was reverted after it', () => {
  it('fails the run for the merge, and the one for the reverting merge too', async () => {
    stage.sandbox.inject({ kind: 'handler', operation: 'update', name: 'reader', message: 'no', times: 2 });
    await stage.github.push('main', files(['s3:PutObject']));
    expect(await stage.push()).toMatchObject({ exitCode: 1, outputs: { result: 'error' } });
    await stage.github.push('main', files(['s3:GetObject']));
    const result = await stage.push();
    expect(result).toMatchObject(blocked);
    expect(result.outputs['has-changes']).toBe('false');
    expect(result.summary).toContain(command);
  });

  it('is what a plan says, and not that there is nothing to do', async () => {
    const result = await stage.dispatch({ command: 'plan' });
    expect(result).toMatchObject(blocked);
    expect(result.summary).toContain(command);
    expect(result.summary).not.toContain('No changes');
  });

  it('keeps the drift issue open, with the way out', async () => {
    expect(await stage.schedule()).toMatchObject(blocked);
    const issue = (await stage.github.issues()).at(-1);
    expect(issue).toMatchObject({
      state: 'open',
      title: 'IAM drift in account 111122223333: 1 blocked',
    });
    expect(issue?.body).toContain(command);
    expect(issue?.body).not.toContain('as declared again');
  });

  it('is over after the command: the issue is closed', async () => {
    await stage.iam({
      Version: '2010-05-15',
      Action: 'ContinueUpdateRollback',
      StackName: 'rolekeeper-reader',
    });
    await stage.iam({ Version: '2010-05-15', Action: 'DescribeStacks' });
    await stage.iam({ Version: '2010-05-15', Action: 'DescribeStacks' });
    expect(await stage.schedule()).toMatchObject({ exitCode: 0, outputs: { result: 'no-changes' } });
    expect(await stage.github.issues()).toMatchObject([{ state: 'closed', state_reason: 'completed' }]);
  });
});
