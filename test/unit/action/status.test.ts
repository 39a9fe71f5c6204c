import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Refusal } from '../../../src/commands/action/choose.ts';
import type { ActionContext } from '../../../src/commands/action/context.ts';
import { type Told, tellEnd } from '../../../src/commands/action/status.ts';
import { sayEnd } from '../../../src/commands/action/text/status-text.ts';
import { commentStoreOf } from '../../../src/github/comment-store.ts';
import { publishPlan, publishStatus, readShownPlan } from '../../../src/github/plan-comment.ts';
import type { IntegrationOutcome } from '../../../src/model/apply-result.ts';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import { startGitHub, type FakeGitHub } from '../../helpers/github/fake-github.ts';
import { connectTo } from '../../helpers/github/connect.ts';
import { planOf, statusOf } from '../github/publications.ts';
import { GOLDEN_PLANS } from '../report/golden-plans.ts';
import { RUN } from './run.ts';

let github: FakeGitHub;
beforeAll(async () => {
  github = await startGitHub();
});
afterAll(() => github.close());

const PLAN: AssessedPlan = { ...(GOLDEN_PLANS['update-statements'] as AssessedPlan), integrations: [] };

describe('a plan that a killed run may have applied', () => {
  it.each([
    ['spent', { spent: true }],
    ['approval-missing', { claims: [{ run: 105, attempt: 1, stack: 'A'.repeat(8) }] }],
  ] as const)('is, once another run refused it as %s, %j for every later attempt', async (why, use) => {
    const { number } = await github.openPull(`refused-${why}`, { 'desired/logzio-s3.yaml': why });
    const connection = connectTo(github);
    const store = commentStoreOf(connection, number);
    await publishPlan(store, planOf(100));
    const claims = new Map([['logzio-s3', 'A'.repeat(8)]]);
    await publishStatus(store, statusOf(105, 'applying', { claims }));
    const refusal = { verdict: 'not-approved', integration: 'logzio-s3', why, pullRequest: number } as const;
    const refused: readonly Refusal[] = [{ ...refusal, message: 'no', hint: 'change it' }];
    const choice = { approved: [], refused, pulls: new Map([['logzio-s3', number]]) };
    const told = { scope: { directory: 'desired' }, choice, connection, stacks: new Map() };
    const context = {
      run: { ...RUN, run: { run: 110, attempt: 1 } },
      inputs: { comment: 'always', scopes: [] },
    };
    for await (const part of tellEnd(told as unknown as Told, PLAN, [], context as unknown as ActionContext))
      expect(part.warnings).toEqual([]);
    const { digests = [] } = (await readShownPlan(store, 'desired'))?.marker ?? {};
    expect(digests).toMatchObject([use]);
  });
});

describe('the comment on what was applied', () => {
  const of = (handover: string): AssessedPlan => {
    const [first] = (GOLDEN_PLANS['update-statements'] as AssessedPlan).integrations;
    if (first === undefined) throw new Error('the golden plan has no integration');
    return { ...PLAN, integrations: [{ ...first, integration: 'one', handover }] };
  };
  const said = (outcome: 'applied' | 'unchanged' | 'failed', handover: string, limit = 60_000): string => {
    const base = {
      integration: 'one',
      changeSets: 1,
      reason: 'not-converged',
      message: 'it is not',
    } as const;
    const outcomes = [{ ...base, outcome }] as readonly IntegrationOutcome[];
    return sayEnd({ outcomes, refused: [], blocked: [] }, of(handover), RUN)(limit);
  };

  it('has what is to be handed over, also of what an earlier run had applied, and not of what failed', () => {
    expect(said('applied', 'Role: x')).toContain('```text\nRole: x\n```');
    expect(said('unchanged', 'Role: x')).toContain('```text\nRole: x\n```');
    expect(said('failed', 'Role: x')).not.toContain('Role: x');
  });

  it('leaves room for the plan', () => {
    const text = said('applied', 'x'.repeat(3_000), 4_000);
    expect(text).toContain('**To hand over**, in the summary of the run: `one`');
    expect(text.length).toBeLessThan(1_000);
  });
});
