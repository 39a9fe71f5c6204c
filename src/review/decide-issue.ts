import type { DriftMarker } from './marker.ts';
import { compareRuns, type RunPoint } from './run-order.ts';

/** What a check, or an apply that failed, has to say to the drift issue. */
export interface DriftNews {
  readonly state: DriftMarker['state'];
  readonly run: RunPoint;
  /** Of the drift that was seen; empty when none was, or when nothing could be seen. */
  readonly digest: string;
}

/** The issue as it stands. */
export interface StandingIssue {
  readonly marker: DriftMarker;
  readonly open: boolean;
}

export type IssueStep =
  | { readonly step: 'nothing' }
  | { readonly step: 'overtaken' }
  | { readonly step: 'create'; readonly digest: string }
  | {
      readonly step: 'edit';
      /** Undefined: stays as it is. */
      readonly turn: 'reopen' | 'close' | undefined;
      /** Whether a comment says so, for those who are notified. */
      readonly comment: boolean;
      /** The digest that the issue carries from now on. */
      readonly digest: string;
      /** Whether title and body say something new; a failed apply leaves them, unless they say that all is clean. */
      readonly rewrite: boolean;
    };

/**
 * The life of the rolling issue: opened with the first drift, edited in place, commented when the drift is another one,
 * reopened while there is anything to say, closed when all is clean, and from then on says when that was last seen. A check
 * that failed closes nothing.
 */
export function decideIssue(standing: StandingIssue | undefined, news: DriftNews): IssueStep {
  if (standing === undefined) {
    return news.state === 'clean' ? { step: 'nothing' } : { step: 'create', digest: news.digest };
  }
  const { marker, open } = standing;
  if (compareRuns(news.run, marker) < 0) return { step: 'overtaken' };
  const turn = open ? undefined : 'reopen';
  switch (news.state) {
    case 'clean':
      // A closed one is edited, too: plans say out of it when drift was checked last. It sends no notification.
      return { step: 'edit', turn: open ? 'close' : undefined, comment: open, digest: '', rewrite: true };
    case 'drift': {
      const isOther = marker.digest !== news.digest;
      return { step: 'edit', turn, comment: isOther || !open, digest: news.digest, rewrite: true };
    }
    case 'check-failed': {
      const isNew = marker.state !== 'check-failed';
      return { step: 'edit', turn, comment: isNew || !open, digest: marker.digest, rewrite: true };
    }
    case 'apply-failed':
      return { step: 'edit', turn, comment: true, digest: marker.digest, rewrite: marker.state === 'clean' };
  }
}
