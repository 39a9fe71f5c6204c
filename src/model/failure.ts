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

/** What CloudFormation could not find: it does not exist, or is not known everywhere in IAM yet. */
export interface MissingReference {
  readonly missing: 'principal' | 'policy';
  /** Those that its message names, in lower case. */
  readonly arns: readonly string[];
}

/** What the program decides by, where the reason alone does not tell: never by the words of a message. */
export type FailureDetail =
  /** `no-credentials`: none were given at all. */
  | { readonly detail: 'none-given' }
  /** `change-set-failed`: another change set of the stack was executed first. */
  | { readonly detail: 'overtaken' }
  /** `change-set-failed`: it was begun, and no end of it was seen for as long as was waited. */
  | { readonly detail: 'no-end' }
  /** `change-set-failed` */
  | { readonly detail: 'missing-references'; readonly references: readonly MissingReference[] };

export interface FailureOptions {
  readonly hint?: string | undefined;
  readonly cause?: unknown;
  readonly location?: Location | undefined;
  readonly detail?: FailureDetail | undefined;
}

/** The one error that operations throw; only the entry points catch it. */
export class RolekeeperError extends Error {
  override readonly name = 'RolekeeperError';
  readonly reason: FailureReason;
  /** What the user can do about it. */
  readonly hint: string | undefined;
  /** Where in the input the cause stands. */
  readonly location: Location | undefined;
  readonly detail: FailureDetail | undefined;

  constructor(reason: FailureReason, message: string, options: FailureOptions = {}) {
    super(withoutSecrets(message), { cause: options.cause });
    this.reason = reason;
    this.hint = options.hint === undefined ? undefined : withoutSecrets(options.hint);
    this.location = options.location;
    this.detail = options.detail;
  }
}
