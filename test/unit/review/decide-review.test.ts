import { describe, expect, it } from '@jest/globals';
import type { Verdict } from '../../../src/model/verdict.ts';
import type { Review } from '../../../src/review/approvals.ts';
import { namesDigest } from '../../../src/review/by-digest.ts';
import {
  decideReview,
  type MergeEvidence,
  type FileIds,
  type RequireReview,
  type ShownPlan,
} from '../../../src/review/decide-review.ts';

const DIGEST = 'ab'.repeat(32);
const OTHER = 'cd'.repeat(32);
const SINCE = '2026-08-22T10:00:00Z';
const BEFORE = '2026-08-22T09:59:59Z';
const AFTER = '2026-08-22T10:00:01Z';
const VERDICT: Verdict = {
  hash: 'ef'.repeat(32),
  items: [{ id: 'aaaaaaaa', text: 'role/x gains s3:GetObject' }],
  kept: [
    { id: 'kkkkkkk1', text: 'role/x may not s3:DeleteObject' },
    { id: 'kkkkkkk2', text: 'role/x may s3:GetObject' },
  ],
};
const PATHS = ['desired/logzio-s3.yaml', 'desired/rolekeeper.yaml'];
const CANDIDATE = {
  integration: 'logzio-s3',
  digest: DIGEST,
  verdict: VERDICT,
  paths: PATHS,
  stack: 'as-it-is',
  run: { run: 2, attempt: 2 },
};
const HEAD = 'a'.repeat(40);
const FILES: FileIds = new Map(PATHS.map((path) => [path, `id of ${path}`]));

const SHOWN_VERDICT = {
  hash: 'ef'.repeat(16),
  since: SINCE,
  kept: ['kkkkkkk1', 'kkkkkkk2'],
  items: ['aaaaaaaa'],
};

const shown = (digest: string): ShownPlan => ({
  url: 'https://github.test/comment',
  lastEditor: 'own',
  marker: {
    kind: 'plan',
    scope: 'desired',
    state: 'planned',
    head: 'a'.repeat(40),
    base: 'b'.repeat(40),
    baseRef: 'main',
    run: 1,
    attempt: 1,
    digests:
      digest === ''
        ? []
        : [{ integration: 'logzio-s3', digest: digest.slice(0, 32), since: SINCE, verdict: SHOWN_VERDICT }],
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
  commit: HEAD,
  ...more,
});

const pull = (reviews: readonly Review[], digest: string = DIGEST, number = 1): MergeEvidence => ({
  touched: number === 1 ? 'file' : 'settings',
  pullRequest: { number, url: '', author: 'alice', baseRef: 'main', mergedAt: '' },
  contributors: [],
  filesAt: new Map([[HEAD, FILES]]),
  shown: shown(digest),
  reviews,
});

const decide = (
  require: RequireReview,
  evidence: readonly MergeEvidence[],
  verdict = VERDICT,
  applied = FILES,
) => decideReview(require, { ...CANDIDATE, verdict }, evidence, applied);

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
      const verdict = decide(require, [pull(reviews)]);
      return verdict.verdict === 'not-approved' ? verdict.why : verdict.verdict;
    });
    expect(outcomes).toEqual([withApproval, withPlan]);
  });

  it('is plan-changed when the comment shows another plan, with both digests and the way out', () => {
    const verdict = decide('plan', [pull([review('APPROVED')], OTHER)]);
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
    expect('hint' in verdict && verdict.hint).toContain(`\`digest: ${DIGEST.slice(0, 32)}\``);
  });

  it('is plan-changed when the comment says nothing of the integration', () => {
    const evidence = pull([], '');
    expect(decide('plan', [evidence])).toMatchObject({
      verdict: 'plan-changed',
      reviewed: undefined,
    });
  });

  it('is not approved without a comment, and without a pull request', () => {
    expect(decide('plan', [{ ...pull([]), shown: undefined }])).toMatchObject({
      why: 'no-plan-shown',
    });
    expect(decide('plan', [])).toMatchObject({
      why: 'no-pull-request',
      pullRequest: undefined,
    });
  });

  it('is content with either the pull request of the file or that of the settings', () => {
    const approved = [review('APPROVED')];
    const either = (evidence: readonly MergeEvidence[]) => decide('approval', evidence);
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
    const either = (evidence: readonly MergeEvidence[]) => decide('approval', evidence);
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
    expect(decide('plan', [pull([], '', 2)])).toMatchObject({ why: 'no-pull-request' });
  });

  it('asks for nothing where no review is required', () => {
    expect(decide('none', [])).toMatchObject({
      verdict: 'approved',
      pullRequest: undefined,
    });
  });
});

describe('a comment is no evidence', () => {
  const approved = pull([review('APPROVED')]);
  const withMarker = (change: Partial<ShownPlan['marker']>): MergeEvidence => ({
    ...approved,
    shown: { ...shown(DIGEST), marker: { ...shown(DIGEST).marker, ...change } },
  });

  it.each(['other', 'unknown'] as const)('where its last editor is %s', (lastEditor) => {
    const evidence = { ...approved, shown: { ...shown(DIGEST), lastEditor } };
    for (const require of ['approval', 'plan'] as const) {
      expect(decide(require, [evidence])).toMatchObject({ why: 'comment-edited' });
    }
  });

  it('where its plan was made for another branch', () => {
    expect(decide('plan', [withMarker({ baseRef: 'dev' })])).toMatchObject({ why: 'other-base' });
  });

  it('where its plan was applied already', () => {
    const digests = shown(DIGEST).marker.digests.map((row) => ({ ...row, spent: true as const }));
    expect(decide('plan', [withMarker({ digests })])).toMatchObject({ why: 'spent' });
  });

  it.each([
    ['whose stack has moved since', 'as-before', { run: 1, attempt: 1 }, 'not-approved'],
    ['whose stack is as it was then', 'as-it-is', { run: 1, attempt: 1 }, 'approved'],
    ['and that has said since that it applied nothing', undefined, { run: 1, attempt: 1 }, 'approved'],
    ['and that is an earlier attempt of this run', 'as-before', { run: 2, attempt: 1 }, 'approved'],
    ['and that is another job of this attempt', 'as-before', { run: 2, attempt: 2 }, 'not-approved'],
    ['and that is a later attempt of this run', 'as-before', { run: 2, attempt: 3 }, 'not-approved'],
  ] as const)('a run that began to apply it and never ended, %s', (_what, stack, by, verdict) => {
    const digests = shown(DIGEST).marker.digests.map((row) => ({ ...row, claims: [{ ...by, stack }] }));
    // Whichever run wrote the comment last.
    for (const run of [1, 2])
      expect(decide('plan', [withMarker({ digests, run })])).toMatchObject({ verdict });
  });
});

describe('an approval does not count', () => {
  it('of whoever wrote or pushed a commit; the request for changes of the same person does', () => {
    const by = (state: Review['state']) => ({ ...pull([review(state)]), contributors: ['alice', 'Bob'] });
    expect(decide('approval', [by('APPROVED')])).toMatchObject({ why: 'approval-missing' });
    expect(decide('approval', [by('CHANGES_REQUESTED')])).toMatchObject({ why: 'changes-requested' });
    expect(decide('plan', [by('APPROVED')])).toMatchObject({ verdict: 'approved', reviewers: [] });
  });

  it('that is older than what the comment says of the change', () => {
    const digests = shown(DIGEST).marker.digests.map((row) => ({
      ...row,
      since: BEFORE,
      verdict: { ...row.verdict, since: '2026-08-22T10:00:02Z' },
    }));
    const evidence = {
      ...pull([review('APPROVED')]),
      shown: { ...shown(DIGEST), marker: { ...shown(DIGEST).marker, digests } },
    };
    expect(decide('approval', [evidence])).toMatchObject({ why: 'approval-older-than-plan' });
  });

  it.each(PATHS)('that was given where %s is another file, or is not there', (path) => {
    const evidence = pull([review('APPROVED')]);
    const other = new Map(FILES).set(path, 'another');
    expect(decide('approval', [evidence], VERDICT, other)).toMatchObject({ why: 'approval-of-other-files' });
    const gone = new Map([...FILES].filter(([one]) => one !== path));
    expect(decide('approval', [evidence], VERDICT, gone)).toMatchObject({ why: 'approval-of-other-files' });
    expect(decide('plan', [evidence], VERDICT, gone)).toMatchObject({ verdict: 'approved' });
  });

  it('that was given for a commit nobody knows', () => {
    const evidence = pull([review('APPROVED', AFTER, { commit: 'f'.repeat(40) })]);
    expect(decide('approval', [evidence])).toMatchObject({ why: 'approval-of-other-files' });
  });
});

describe('the verdict at apply', () => {
  const approved = [pull([review('APPROVED')])];
  const verdict = (change: Partial<Verdict>): Verdict => ({ ...VERDICT, hash: '12'.repeat(32), ...change });

  it('may have less than was shown', () => {
    expect(
      decide(
        'approval',
        approved,
        verdict({ items: [], kept: [...VERDICT.kept, { id: 'kkkkkkk3', text: '' }] }),
      ),
    ).toMatchObject({
      verdict: 'approved',
    });
  });

  it('is plan-changed with more, and says what', () => {
    const more = { id: 'bbbbbbbb', text: 'role/x gains s3:PutObject' };
    const decided = decide('approval', approved, verdict({ items: [...VERDICT.items, more] }));
    expect(decided).toMatchObject({
      verdict: 'plan-changed',
      message: expect.stringMatching(/more than the comment on #1 shows .*: role\/x gains s3:PutObject$/),
    });
  });

  it('is plan-changed where an expectation is lost', () => {
    const [first] = VERDICT.kept;
    // Another one that holds in its place makes up for nothing.
    for (const others of [[], [{ id: 'kkkkkkk9', text: 'role/x may s3:ListBucket' }]]) {
      const kept = first === undefined ? others : [first, ...others];
      expect(decide('approval', approved, verdict({ kept }))).toMatchObject({
        verdict: 'plan-changed',
        message: expect.stringContaining('1 of 2 expectations'),
      });
    }
  });

  it('is the very one where the comment had no room for its parts', () => {
    const digests = shown(DIGEST).marker.digests.map((row) => {
      const { items: _items, kept: _kept, ...rest } = SHOWN_VERDICT;
      return { ...row, verdict: rest };
    });
    const evidence = approved.map((one) => ({
      ...one,
      shown: { ...shown(DIGEST), marker: { ...shown(DIGEST).marker, digests } },
    }));
    expect(decide('approval', evidence)).toMatchObject({ verdict: 'approved' });
    expect(decide('approval', evidence, verdict({ items: [] }))).toMatchObject({ verdict: 'plan-changed' });
  });
});

describe('the digest that somebody starts the workflow with', () => {
  it.each([
    [DIGEST, true],
    [DIGEST.slice(0, 32), true],
    [` sha256:${DIGEST.slice(0, 32).toUpperCase()} `, true],
    [DIGEST.slice(0, 31), false],
    [DIGEST.slice(0, 16), false],
    [OTHER.slice(0, 32), false],
    [`${DIGEST}0`, false],
    ['', false],
    ['*'.repeat(32), false],
  ])('%s', (given, names) => {
    expect(namesDigest(given, DIGEST)).toBe(names);
  });
});
