import { describe, expect, it } from '@jest/globals';
import type { IntegrationOutcome } from '../../../src/model/apply-result.ts';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import type { FailureReason } from '../../../src/model/failure.ts';
import { renderAppliedText } from '../../../src/report/apply-result.ts';

const proof = { integrations: [] } as unknown as AssessedPlan;

describe('the count of what apply did', () => {
  it.each<[FailureReason, string]>([
    ['change-set-failed', 'Apply: 0 applied, 1 failed.'],
    ['unreachable', 'Apply: 0 applied, 1 not confirmed.'],
    ['interrupted', 'Apply: 0 applied, 1 not confirmed.'],
    ['unchecked', 'Apply: 0 applied, 1 not confirmed.'],
  ])('says no more than was verified: %s', (reason, total) => {
    const outcome: IntegrationOutcome = { outcome: 'failed', integration: 'reader', reason, message: 'why' };
    expect(renderAppliedText({ outcomes: [outcome], proof }, { color: false })).toContain(total);
  });
});
