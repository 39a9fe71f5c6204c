import { describe, expect, test } from '@jest/globals';
import { judgeAccess } from '../../../src/access/judge-expectation.ts';
import { StepBudget } from '../../../src/access/step-budget.ts';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';

const catalogue = await readCatalogue();
const Statement = Array.from({ length: 612 }, (_, index) => ({
  Effect: 'Allow',
  Action: ['s3:GetObject', 's3:PutObject'],
  Resource: `arn:aws:s3:::bucket-${index}/*`,
}));
const principal = { policies: [{ name: 'p', document: { Version: '2012-10-17', Statement } }] };

function stepsOf(count: number, verdict: 'allow' | 'deny', on: (index: number) => string): number {
  const budget = new StepBudget(10_000_000);
  const options = { context: { partition: 'aws' }, catalogue, budget };
  for (let index = 0; index < count; index += 1) {
    const expectation = {
      expects: 'access',
      principal: 'role/x',
      verdict,
      action: 's3:GetObject',
      on: [on(index)],
      location: { file: 'x.yaml', line: 1, column: 1 },
    } as const;
    expect(judgeAccess(expectation, principal, options).holds).toBe('yes');
  }
  return 10_000_000 - budget.left;
}

describe('the expectations of a role of 612 statements', () => {
  test.each([
    ['allow', (index: number) => `arn:aws:s3:::bucket-${index}/a`],
    ['deny', (index: number) => `arn:aws:s3:::other-${index}/*`],
  ] as const)('cost the statements near them only (%s)', (verdict, on) => {
    const [few, many] = [stepsOf(20, verdict, on), stepsOf(520, verdict, on)];
    expect((many - few) / 500).toBeLessThan(500);
  });
});
