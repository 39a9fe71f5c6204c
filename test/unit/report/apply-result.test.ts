import { describe, expect, it } from '@jest/globals';
import { annotationsOfOutcomes } from '../../../src/commands/action/text/annotations.ts';
import { sayEnd } from '../../../src/commands/action/text/status-text.ts';
import { failureOfOutcomes } from '../../../src/commands/failures.ts';
import type { IntegrationOutcome, NotSeen } from '../../../src/model/apply-result.ts';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import type { FailureReason } from '../../../src/model/failure.ts';
import { renderAppliedMarkdown, renderAppliedText } from '../../../src/report/apply-result.ts';
import { RUN } from '../action/run.ts';

const proof = { integrations: [] } as unknown as AssessedPlan;

describe('what is said of an integration that was not applied is no more than was verified', () => {
  it.each<[FailureReason, NotSeen | undefined, string]>([
    ['change-set-failed', undefined, 'failed'],
    ['unreachable', undefined, 'failed'],
    ['unreachable', 'not-confirmed', 'not confirmed'],
    ['change-set-failed', 'not-confirmed', 'not confirmed'],
    ['interrupted', 'not-started', 'not started'],
    ['stale-run', undefined, 'not applied by this run'],
  ])('in the same words everywhere: %s, %s', (reason, known, words) => {
    const outcome: IntegrationOutcome = {
      outcome: 'failed',
      integration: 'reader',
      reason,
      message: 'why',
      ...(known === undefined ? {} : { known }),
    };
    const other = { ...outcome, integration: 'writer' };
    const outcomes = [outcome, other];
    expect(renderAppliedText({ outcomes, proof }, { color: false })).toContain(
      `Apply: 0 applied, 2 ${words}.`,
    );
    expect(renderAppliedMarkdown({ outcomes, proof })).toContain(`## Apply: 0 applied, 2 ${words}.`);
    expect(annotationsOfOutcomes([outcome])[0]?.title).toBe(`rolekeeper: reader ${words} (${reason})`);
    const label = `**${words.slice(0, 1).toUpperCase()}${words.slice(1)}:** \`reader\``;
    expect(sayEnd({ outcomes, refused: [], blocked: [] }, proof, RUN)(60_000)).toContain(label);
    expect(failureOfOutcomes(proof, outcomes)?.message).toBe(`${words}: reader, writer`);
  });
});
