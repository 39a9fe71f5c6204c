import { describe, expect, it } from '@jest/globals';
import { decideIssue, type DriftNews } from '../../../src/review/decide-issue.ts';
import type { DriftMarker } from '../../../src/review/marker.ts';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

const news = (state: DriftNews['state'], digest = state === 'drift' ? A : ''): DriftNews => ({
  state,
  run: { run: 101, attempt: 1 },
  digest,
});

const standing = (
  state: DriftMarker['state'],
  open: boolean,
  digest = state === 'clean' ? '' : A,
  run = 100,
) => ({
  marker: { kind: 'drift' as const, scope: 'desired', state, run, attempt: 1, digest, tool: '0.1.0' },
  open,
});

const edit = (turn: 'reopen' | 'close' | undefined, comment: boolean, digest: string, rewrite = true) => ({
  step: 'edit',
  turn,
  comment,
  digest,
  rewrite,
});

describe('the rolling issue', () => {
  it.each([
    ['nothing to say and no issue', undefined, news('clean'), { step: 'nothing' }],
    ['first drift', undefined, news('drift'), { step: 'create', digest: A }],
    [
      'a check that fails before there was any',
      undefined,
      news('check-failed'),
      { step: 'create', digest: '' },
    ],
    ['a failed apply before there was any', undefined, news('apply-failed'), { step: 'create', digest: '' }],
    ['the same drift again', standing('drift', true), news('drift'), edit(undefined, false, A)],
    ['other drift', standing('drift', true), news('drift', B), edit(undefined, true, B)],
    ['drift, closed by hand', standing('drift', false), news('drift'), edit('reopen', true, A)],
    ['drift after all was clean', standing('clean', false), news('drift'), edit('reopen', true, A)],
    ['all clean', standing('drift', true), news('clean'), edit('close', true, '')],
    ['all clean, closed by hand', standing('drift', false), news('clean'), edit(undefined, false, '')],
    ['still clean', standing('clean', false), news('clean'), edit(undefined, false, '')],
    ['clean, reopened by hand', standing('clean', true), news('clean'), edit('close', true, '')],
    ['a check that fails', standing('drift', true), news('check-failed'), edit(undefined, true, A)],
    [
      'a check that fails again',
      standing('check-failed', true),
      news('check-failed'),
      edit(undefined, false, A),
    ],
    [
      'a check that fails when all was clean',
      standing('clean', false),
      news('check-failed'),
      edit('reopen', true, ''),
    ],
    [
      'the same drift after a failed check',
      standing('check-failed', true),
      news('drift'),
      edit(undefined, false, A),
    ],
    ['a failed apply', standing('drift', true), news('apply-failed'), edit(undefined, true, A, false)],
    [
      'a failed apply when all was clean',
      standing('clean', false),
      news('apply-failed'),
      edit('reopen', true, ''),
    ],
    [
      'clean after a failed apply',
      standing('apply-failed', true, ''),
      news('clean'),
      edit('close', true, ''),
    ],
    ['an older run', standing('drift', true, A, 102), news('clean'), { step: 'overtaken' }],
  ])('%s', (_what, before, said, step) => {
    expect(decideIssue(before, said)).toEqual(step);
  });
});
