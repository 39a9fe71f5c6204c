import type { Location } from './diagnostic.ts';
import { withoutSecrets } from './secrets.ts';

/** Why a run failed: the closed set behind exit code 1 and the action's output `failure-reason`. */
export const FAILURE_REASONS = [
  'invalid-config',
  'expectation-failed',
  'findings',
  'no-credentials',
  'wrong-account',
  'access-denied',
  'unreachable',
  'unchecked',
  'blocked',
  'not-approved',
  'plan-changed',
  'stale-run',
  'stack-busy',
  'change-set-mismatch',
  'change-set-failed',
  'not-converged',
  'interrupted',
  'github',
  'unsupported-event',
  'internal',
] as const;

export type FailureReason = (typeof FAILURE_REASONS)[number];

export interface FailureOptions {
  readonly hint?: string;
  readonly cause?: unknown;
  readonly location?: Location;
  /** As in {@link RolekeeperError}. */
  readonly isAbsence?: boolean;
}

/** The one error that operations throw; only the entry points catch it. */
export class RolekeeperError extends Error {
  override readonly name = 'RolekeeperError';
  readonly reason: FailureReason;
  /** What the user can do about it. */
  readonly hint: string | undefined;
  /** Where in the input the cause stands. */
  readonly location: Location | undefined;
  /** There is nothing at all of what the reason is about: `no-credentials` were given. */
  readonly isAbsence: boolean;

  constructor(reason: FailureReason, message: string, options: FailureOptions = {}) {
    super(withoutSecrets(message), { cause: options.cause });
    this.reason = reason;
    this.hint = options.hint === undefined ? undefined : withoutSecrets(options.hint);
    this.location = options.location;
    this.isAbsence = options.isAbsence ?? false;
  }
}
