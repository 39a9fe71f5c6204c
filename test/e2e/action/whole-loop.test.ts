import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import type { OpenedPull } from '../../helpers/github/fake-github.ts';
import { desired, roleFile } from './desired-files.ts';
import { markedDigest, openStage, type Stage } from './stage.ts';

const sneaky = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:PutObject', Resource: '*' }],
};

let stage: Stage;

beforeAll(async () => {
  stage = await openStage(desired({ name: 'reader' }, { name: 'other' }));
});

afterAll(async () => {
  await stage.close();
  removeTemporaryFolders();
});

async function lastComment(pull: OpenedPull): Promise<string> {
  return (await stage.github.comments(pull.number)).at(-1)?.body ?? '';
}

// One story, told in order, on one repository and one account.
describe('the life of a change', () => {
  let pull: OpenedPull;
  let digest = '';

  it('what was not reviewed is applied only by hand, by its digests', async () => {
    const refused = await stage.push();
    expect(refused).toMatchObject({
      exitCode: 1,
      outputs: { result: 'error', 'failure-reason': 'not-approved' },
    });
    expect(stage.sandbox.world.ledger).toEqual([]);
    const given = refused.outputs['plan-digest'] ?? '';
    expect(given).toMatch(/^[0-9a-f]{32} [0-9a-f]{32}$/);
    const applied = await stage.dispatch({ command: 'apply', digest: given });
    expect(applied).toMatchObject({ exitCode: 0, outputs: { result: 'applied', 'create-count': '2' } });
  });

  it('the refusal opened the drift issue, and a clean check closes it', async () => {
    expect(await stage.github.issues()).toMatchObject([{ number: 1, state: 'open' }]);
    const checked = await stage.schedule();
    expect(checked).toMatchObject({
      exitCode: 0,
      outputs: { result: 'no-changes', 'has-drift': 'false', 'issue-number': '1' },
    });
    expect(await stage.github.issues()).toMatchObject([
      { number: 1, state: 'closed', state_reason: 'completed' },
    ]);
  });

  it('a pull request gets a comment with its plan', async () => {
    pull = await stage.github.openPull('more', {
      'desired/reader.yaml': roleFile({ name: 'reader', actions: ['s3:GetObject', 's3:GetObjectTagging'] }),
    });
    const planned = await stage.plan(pull);
    expect(planned).toMatchObject({
      exitCode: 0,
      outputs: { result: 'changes', 'has-changes': 'true', 'update-count': '1', 'failure-reason': '' },
    });
    expect(planned.outputs['comment-url']).toContain(`/${pull.number}#issuecomment-`);
    digest = planned.outputs['plan-digest'] ?? '';
    const [comment] = await stage.github.comments(pull.number);
    expect(comment?.user.login).toBe('github-actions[bot]');
    expect(comment?.body).toContain('## IAM plan: 0 to create, 1 to update, 0 to delete');
    expect(comment?.body).toContain(markedDigest(digest));
    expect(comment?.body).toContain('1 other not compared');
    expect(comment?.body).toMatch(/drift last checked [\d-]+ [\d:]+ UTC: \[issue 1\]/);
    expect(planned.summary).toContain('## IAM plan: 0 to create, 1 to update, 0 to delete');
    expect(planned.plan).toMatchObject({ format: 1, plans: [{ integrations: [{ integration: 'reader' }] }] });
  });

  it('is approved, and meanwhile the role is edited in the account', async () => {
    await stage.github.review(pull.number, 'bob', 'APPROVE');
    await stage.iam({
      Action: 'PutRolePolicy',
      RoleName: 'reader',
      PolicyName: 'read',
      PolicyDocument: sneaky,
    });
  });

  it('is merged, and apply refuses and says why', async () => {
    await stage.github.merge(pull.number, 'squash');
    const before = stage.sandbox.world.ledger.length;
    const refused = await stage.push();
    expect(refused).toMatchObject({
      exitCode: 1,
      outputs: { result: 'error', 'failure-reason': 'plan-changed', 'issue-number': '1' },
    });
    expect(stage.sandbox.world.ledger).toHaveLength(before);
    const now = refused.outputs['plan-digest'] ?? '';
    expect(now).not.toBe(digest);
    const comment = await lastComment(pull);
    expect(comment).toContain('**Not applied:** `reader` (`plan-changed`)');
    expect(comment).toContain(`\`digest: ${now}\``);
    expect(comment).toContain('The current plan');
    expect(comment).toContain('s3:PutObject');
    expect(refused.summary).toContain(now);
    digest = now;
    expect(await stage.github.issues()).toMatchObject([{ number: 1, state: 'open' }]);
  });

  it('a digest that is not of now applies nothing and names that of now', async () => {
    const wrong = await stage.dispatch({ command: 'apply', digest: '0123456789abcdef'.repeat(2) });
    expect(wrong).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'plan-changed' } });
    expect(wrong.log).toContain(`reader ${digest}`);
  });

  it('is applied by hand with the digest of now', async () => {
    const applied = await stage.dispatch({ command: 'apply', digest });
    expect(applied).toMatchObject({ exitCode: 0, outputs: { result: 'applied', 'failure-reason': '' } });
    expect(applied.log).toContain('[reader]');
    expect(applied.summary).toContain('Apply: 1 applied');
    const comment = await lastComment(pull);
    expect(comment).toContain('**Applied** `reader`');
    expect(comment).toContain('"state":"applied"');
    expect(await stage.github.comments(pull.number)).toHaveLength(1);
    const policy = await stage.iam({ Action: 'GetRolePolicy', RoleName: 'reader', PolicyName: 'read' });
    expect(decodeURIComponent(policy)).toContain('s3:GetObjectTagging');
  });

  it('running the same job again changes nothing', async () => {
    const before = stage.sandbox.world.ledger.length;
    const again = await stage.push();
    expect(again).toMatchObject({ exitCode: 0, outputs: { result: 'no-changes' } });
    expect(stage.sandbox.world.ledger).toHaveLength(before);
  });

  it('drift is found on schedule, with the answers to it', async () => {
    await stage.schedule();
    expect(await stage.github.issues()).toMatchObject([{ number: 1, state: 'closed' }]);
    await stage.iam({
      Action: 'PutRolePolicy',
      RoleName: 'other',
      PolicyName: 'debug',
      PolicyDocument: sneaky,
    });
    const found = await stage.schedule({ inputs: { 'fail-on-drift': 'true' } });
    expect(found).toMatchObject({
      exitCode: 1,
      outputs: { result: 'drift', 'has-drift': 'true', 'drift-count': '1', 'failure-reason': '' },
    });
    const [issue] = await stage.github.issues();
    expect(issue).toMatchObject({ number: 1, state: 'open' });
    expect(issue?.title).toContain('1 extra');
    expect(issue?.body).toMatch(/^Last checked \d{4}-/m);
    expect(issue?.body).toContain('**Revert:** start the apply workflow by hand');
    expect(issue?.body).toContain(`digest: ${found.outputs['plan-digest'] ?? '?'}`);
    expect(issue?.body).toContain('PolicyName: debug');
    expect(issue?.body).toContain('hold:');
  });

  it('drift that no merge touched is reported by apply, and neither applied nor a failure', async () => {
    const before = stage.sandbox.world.ledger.length;
    const result = await stage.push();
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'drift', 'has-drift': 'true' } });
    expect(result.summary).toContain('Drift that no merge touched');
    expect(stage.sandbox.world.ledger).toHaveLength(before);
    digest = result.outputs['plan-digest'] ?? '';
  });

  it('drift is healed by hand, and the issue is closed', async () => {
    const healed = await stage.dispatch({ command: 'apply', digest });
    expect(healed).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } });
    const checked = await stage.schedule();
    expect(checked.outputs).toMatchObject({ result: 'no-changes', 'has-drift': 'false' });
    expect(await stage.github.issues()).toMatchObject([{ number: 1, state: 'closed' }]);
  });
});
