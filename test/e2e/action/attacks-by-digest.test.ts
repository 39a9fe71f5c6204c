import { afterAll, afterEach, expect, it } from '@jest/globals';
import { removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import { describeThorough } from '../../helpers/thorough.ts';
import { changedBy, MORE, one } from './attack.ts';
import { desired, roleFile, settings } from './desired-files.ts';
import { openAppliedStage, openStage, type Stage } from './stage.ts';

let stage: Stage;

afterEach(() => stage.close());
afterAll(removeTemporaryFolders);

describeThorough('a digest that an input names', () => {
  it('has at least 32 digits', async () => {
    stage = await openAppliedStage(desired({ name: 'one' }));
    const pull = await stage.github.openPull('change', one(MORE));
    const planned = await stage.plan(pull);
    const digest = planned.outputs['plan-digest'] ?? '';
    expect(digest).toMatch(/^[0-9a-f]{32}$/);
    const short = await stage.dispatch({ command: 'apply', digest: digest.slice(0, 16) });
    expect(short).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'invalid-config' } });
  });
});

describeThorough('a digest of one folder', () => {
  it('applies nothing of another folder that declares the same', async () => {
    const role = (name: string) => roleFile({ name }).replace(`integration: ${name}`, 'integration: one');
    stage = await openStage({
      'desired/stage/rolekeeper.yaml': settings('stackPrefix: a-\n'),
      'desired/stage/one.yaml': role('one'),
      'desired/prod/rolekeeper.yaml': settings('stackPrefix: b-\n'),
      'desired/prod/one.yaml': role('uno'),
    });
    const planned = await stage.dispatch({ command: 'plan' });
    const digests = (planned.outputs['plan-digest'] ?? '').split(' ');
    expect(new Set(digests).size).toBe(2);
    const { ledger } = stage.sandbox.world;
    await stage.dispatch({ command: 'apply', digest: digests[0] ?? '' });
    expect(new Set(ledger.map(({ resource }) => resource)).size).toBe(1);
  });
});

describeThorough('the gated apply', () => {
  it('applies exactly what the plan job showed, without a comment or a review', async () => {
    stage = await openAppliedStage(desired({ name: 'one' }, { name: 'two' }));
    await stage.github.push('main', one(MORE));
    const planned = await stage.push(undefined, { inputs: { command: 'plan' } });
    const digest = planned.outputs['plan-digest'] ?? '';
    expect(planned).toMatchObject({ exitCode: 0, outputs: { result: 'changes' } });
    expect(await stage.push(undefined, { inputs: { command: 'apply', digest } })).toMatchObject({
      exitCode: 0,
      outputs: { result: 'applied' },
    });
  });

  it('applies nothing of what changed between its two jobs', async () => {
    stage = await openAppliedStage(desired({ name: 'one' }));
    await stage.github.push('main', one(MORE));
    const planned = await stage.push(undefined, { inputs: { command: 'plan' } });
    const digest = planned.outputs['plan-digest'] ?? '';
    const between = {
      Action: 'PutRolePolicy',
      RoleName: 'one',
      PolicyName: 'read',
      PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] },
    };
    await stage.iam(between);
    const changes = await changedBy(stage, async () => {
      const applied = await stage.push(undefined, { inputs: { command: 'apply', digest } });
      expect(applied).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'plan-changed' } });
    });
    expect(changes).toBe(0);
  });
});
