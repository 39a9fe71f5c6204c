import { expect } from '@jest/globals';
import type { OpenedPull } from '../../helpers/github/fake-github.ts';
import { roleFile } from './desired-files.ts';
import type { Stage } from './stage.ts';

export const MORE = ['s3:GetObject', 's3:GetObjectTagging'];

export const one = (actions: readonly string[]) => ({
  'desired/one.yaml': roleFile({ name: 'one', actions }),
});

export async function lastComment(
  stage: Stage,
  { number }: OpenedPull,
): Promise<{ id: number; body: string }> {
  const last = (await stage.github.comments(number)).at(-1);
  if (last === undefined) throw new Error(`#${number} has no comment`);
  return last;
}

/** What a step changed in IAM. */
export async function changedBy(stage: Stage, step: () => Promise<unknown>): Promise<number> {
  const { ledger } = stage.sandbox.world;
  const before = ledger.length;
  await step();
  return ledger.length - before;
}

/** Merges and pushes; nothing of IAM changes, and the run says why. */
export async function expectRefused(
  stage: Stage,
  pull: OpenedPull,
  refusal: RegExp,
  method: 'merge' | 'squash' = 'squash',
): Promise<void> {
  let log = '';
  const changes = await changedBy(stage, async () => {
    await stage.github.merge(pull.number, method);
    const pushed = await stage.push();
    log = `${pushed.outputs['failure-reason'] ?? ''} ${pushed.log}`;
  });
  expect(log).toMatch(refusal);
  expect(changes).toBe(0);
}

export async function expectApplied(stage: Stage, pull: OpenedPull): Promise<void> {
  await stage.github.merge(pull.number, 'squash');
  expect(await stage.push()).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } });
}
