import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { removeTemporaryFolders } from '../../helpers/cli/temporary-folder.ts';
import { desired, roleFile } from './desired-files.ts';
import { openStage, type Stage } from './stage.ts';

/** Paths of Node binaries, separated by colons; the one that runs the tests when there is none. */
const nodes = (process.env['ROLEKEEPER_NODES'] ?? '').split(':').filter((path) => path !== '');

/** Something else to change on each Node; actions that exist, as an unknown one gives a warning of its own. */
const additions = ['s3:GetObjectAcl', 's3:GetObjectTagging', 's3:GetObjectVersion', 's3:GetObjectAttributes'];

let stage: Stage;

beforeAll(async () => {
  stage = await openStage(desired({ name: 'reader' }));
});

afterAll(async () => {
  await stage.close();
  removeTemporaryFolders();
});

describe.each(nodes.length === 0 ? [process.execPath] : nodes)('the built action on %s', (node) => {
  it('plans, applies, and looks for drift', async () => {
    const actions = ['s3:GetObject', additions[nodes.indexOf(node) + 1] ?? 's3:GetObjectRetention'];
    const pull = await stage.github.openPull(`change-${nodes.indexOf(node)}`, {
      'desired/reader.yaml': roleFile({ name: 'reader', actions }),
    });
    const planned = await stage.plan(pull, { node });
    expect(planned).toMatchObject({ exitCode: 0, outputs: { result: 'changes' } });
    expect(planned.summary).toContain('## IAM plan');
    await stage.github.merge(pull.number, 'squash');
    const applied = await stage.push(undefined, { node });
    expect(applied).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } });
    const checked = await stage.schedule({ node });
    expect(checked).toMatchObject({ exitCode: 0, outputs: { result: 'no-changes', 'has-drift': 'false' } });
    expect(`${planned.log}${applied.log}${checked.log}`).not.toMatch(/Warning:|deprecat/i);
  });
});
