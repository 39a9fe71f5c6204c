import { describe, expect, it } from '@jest/globals';
import type { Review } from '../../../src/review/approvals.ts';
import {
  decideReview,
  namesDigest,
  type Evidence,
  type ShownPlan,
} from '../../../src/review/decide-review.ts';

const DIGEST = 'ab'.repeat(32);
const OTHER = 'cd'.repeat(32);
const SINCE = '2026-08-22T10:00:00Z';
const BEFORE = '2026-08-22T09:59:59Z';
const AFTER = '2026-08-22T10:00:01Z';
const CANDIDATE = { integration: 'logzio-s3', digest: DIGEST };

const shown = (digest: string): ShownPlan => ({
  url: 'https://github.test/comment',
  marker: {
    kind: 'plan',
    scope: 'desired',
    state: 'planned',
    head: 'a'.repeat(40),
    base: 'b'.repeat(40),
    run: 1,
    attempt: 1,
    digests: digest === '' ? [] : [{ integration: 'logzio-s3', digest: digest.slice(0, 32), since: SINCE }],
    tool: '0.1.0',
    closed: false,
  },
});

const review = (state: Review['state'], submittedAt: string = AFTER, more: Partial<Review> = {}): Review => ({
  reviewer: 'bob',
  isBot: false,
  mayWrite: true,
  state,
  submittedAt,
  ...more,
});

const pull = (reviews: readonly Review[], digest: string = DIGEST, number = 1): Evidence => ({
  touched: number === 1 ? 'file' : 'settings',
  pullRequest: { number, url: '', author: 'alice', mergedAt: '' },
  shown: shown(digest),
  reviews,
});

describe('what is applied is what was reviewed', () => {
  it.each([
    ['an approval after the plan', [review('APPROVED')], 'approved', 'approved'],
    ['no review', [], 'approval-missing', 'approved'],
    [
      'an approval before the plan',
      [review('APPROVED', BEFORE)],
      'approval-older-than-plan',
      'approval-older-than-plan',
    ],
    [
      'an approval in the same second',
      [review('APPROVED', SINCE)],
      'approval-older-than-plan',
      'approval-older-than-plan',
    ],
    [
      'approvals before and after',
      [review('APPROVED', BEFORE), review('APPROVED', AFTER, { reviewer: 'carol' })],
      'approved',
      'approved',
    ],
    [
      'a second approval by the same reviewer',
      [review('APPROVED', BEFORE), review('APPROVED')],
      'approved',
      'approved',
    ],
    ['a comment only', [review('COMMENTED')], 'approval-missing', 'approved'],
    ['a comment after the approval', [review('APPROVED'), review('COMMENTED')], 'approved', 'approved'],
    ['a dismissed approval', [review('DISMISSED')], 'approval-missing', 'approved'],
    ['a request for changes', [review('CHANGES_REQUESTED')], 'changes-requested', 'changes-requested'],
    [
      'a request for changes beside an approval',
      [review('APPROVED'), review('CHANGES_REQUESTED', AFTER, { reviewer: 'carol' })],
      'changes-requested',
      'changes-requested',
    ],
    [
      'an approval after a request for changes',
      [review('CHANGES_REQUESTED', BEFORE), review('APPROVED')],
      'approved',
      'approved',
    ],
    [
      "the author's own approval",
      [review('APPROVED', AFTER, { reviewer: 'Alice' })],
      'approval-missing',
      'approved',
    ],
    ["a bot's approval", [review('APPROVED', AFTER, { isBot: true })], 'approval-missing', 'approved'],
    [
      "an outsider's approval",
      [review('APPROVED', AFTER, { mayWrite: false })],
      'approval-missing',
      'approved',
    ],
    [
      "an outsider's request for changes",
      [review('CHANGES_REQUESTED', AFTER, { mayWrite: false })],
      'approval-missing',
      'approved',
    ],
    [
      'a review not submitted',
      [{ ...review('PENDING'), submittedAt: undefined }],
      'approval-missing',
      'approved',
    ],
  ] as const)('%s', (_what, reviews, withApproval, withPlan) => {
    const outcomes = (['approval', 'plan'] as const).map((require) => {
      const verdict = decideReview(require, CANDIDATE, [pull(reviews)]);
      return verdict.verdict === 'not-approved' ? verdict.why : verdict.verdict;
    });
    expect(outcomes).toEqual([withApproval, withPlan]);
  });

  it('is plan-changed when the comment shows another plan, with both digests and the way out', () => {
    const verdict = decideReview('plan', CANDIDATE, [pull([review('APPROVED')], OTHER)]);
    expect(verdict).toMatchObject({
      verdict: 'plan-changed',
      pullRequest: 1,
      reviewed: OTHER.slice(0, 32),
      current: DIGEST,
    });
    expect('message' in verdict && verdict.message).toBe(
      'the plan is not the one that was reviewed: the comment on #1 shows cdcdcdcdcdcdcdcd for logzio-s3, and it is ' +
        'abababababababab now',
    );
    expect('hint' in verdict && verdict.hint).toContain('`digest: abababababababab`');
  });

  it('is plan-changed when the comment says nothing of the integration', () => {
    const evidence = pull([], '');
    expect(decideReview('plan', CANDIDATE, [evidence])).toMatchObject({
      verdict: 'plan-changed',
      reviewed: undefined,
    });
  });

  it('is not approved without a comment, and without a pull request', () => {
    expect(decideReview('plan', CANDIDATE, [{ ...pull([]), shown: undefined }])).toMatchObject({
      why: 'no-plan-shown',
    });
    expect(decideReview('plan', CANDIDATE, [])).toMatchObject({
      why: 'no-pull-request',
      pullRequest: undefined,
    });
  });

  it('is content with either the pull request of the file or that of the settings', () => {
    const approved = [review('APPROVED')];
    const either = (evidence: readonly Evidence[]) => decideReview('approval', CANDIDATE, evidence);
    expect(either([pull([], OTHER, 2), pull(approved)])).toMatchObject({
      verdict: 'approved',
      pullRequest: 1,
    });
    expect(either([pull([], OTHER), pull(approved, DIGEST, 2)])).toMatchObject({
      verdict: 'approved',
      pullRequest: 2,
    });
  });

  it('names the nearest miss', () => {
    const either = (evidence: readonly Evidence[]) => decideReview('approval', CANDIDATE, evidence);
    expect(either([pull([], OTHER, 2), pull([])])).toMatchObject({ why: 'approval-missing', pullRequest: 1 });
    expect(either([pull([], OTHER, 2), pull([], '')])).toMatchObject({
      verdict: 'plan-changed',
      pullRequest: 2,
    });
    expect(either([pull([], '', 2), pull([], OTHER)])).toMatchObject({
      verdict: 'plan-changed',
      pullRequest: 1,
    });
  });

  it('does not ask settings that do not speak of the integration', () => {
    expect(decideReview('plan', CANDIDATE, [pull([], '', 2)])).toMatchObject({ why: 'no-pull-request' });
  });

  it('asks for nothing where no review is required', () => {
    expect(decideReview('none', CANDIDATE, [])).toMatchObject({
      verdict: 'approved',
      pullRequest: undefined,
    });
  });
});

describe('the digest that somebody starts the workflow with', () => {
  it.each([
    [DIGEST, true],
    [DIGEST.slice(0, 16), true],
    [` sha256:${DIGEST.slice(0, 16).toUpperCase()} `, true],
    [DIGEST.slice(0, 15), false],
    [OTHER.slice(0, 16), false],
    [`${DIGEST}0`, false],
    ['', false],
    ['*'.repeat(16), false],
  ])('%s', (given, names) => {
    expect(namesDigest(given, DIGEST)).toBe(names);
  });
});
