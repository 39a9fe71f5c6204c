import type { AccessLevel } from './action-catalogue.ts';
import type { ConditionLine } from './statement.ts';

/** What a permission does not reach, although its resources and conditions say so. */
export interface AccessException {
  /** Patterns that must all match. */
  readonly on: readonly string[];
  readonly notOn: readonly string[];
  readonly when: readonly ConditionLine[];
}

/** Where a permission holds: everything that it says must be so. */
export interface AccessReach {
  /** Patterns of resources, one of which must match; of a trust policy, of principals. */
  readonly on: readonly string[];
  /** More patterns, each of which must match as well: a boundary's, for instance. */
  readonly alsoOn: readonly string[];
  readonly notOn: readonly string[];
  readonly when: readonly ConditionLine[];
  readonly except: readonly AccessException[];
}

/** A permission that a principal gains or loses, of one service. */
export interface Permission extends AccessReach {
  /** `s3`; `*` is every service but those in `exceptServices`. */
  readonly service: string;
  readonly exceptServices: readonly string[];
  /** One, unless `every` is set and no level is spared. */
  readonly levels: readonly AccessLevel[];
  /** Names without the service, those that matter most first; empty where `every` is set. */
  readonly actions: readonly string[];
  /** Every action of the service but `exceptActions`, those that the catalogue does not know yet too. */
  readonly every: boolean;
  readonly exceptActions: readonly string[];
}

/** Who may newly, or no longer, assume a role. */
export interface AssumeGrant extends AccessReach {
  /** `AssumeRole`, `TagSession`, …: names without `sts:`. */
  readonly actions: readonly string[];
  /** Narrower principals that have the same actions already, or keep them, each by the proof that it must give. */
  readonly beyond: readonly { readonly principal: string; readonly when: readonly ConditionLine[] }[];
}

/** What moves, in one dimension: `gains` and `loses` are exact; whether the others are anything is not known. */
export interface AccessChanges<T> {
  readonly gains: readonly T[];
  readonly loses: readonly T[];
  readonly mayGain: readonly T[];
  readonly mayLose: readonly T[];
  /** Given up: what may be gained, or lost, is all that the policies allow of the actions that they name. */
  readonly tooComplex?: readonly ('gains' | 'loses')[];
}

/** How the proof changes that a principal must give which could come in before and still can. */
export interface ProofChange {
  readonly principal: string;
  /** The actions that it is asked for, without `sts:`. */
  readonly actions: readonly string[];
  readonly change: 'dropped' | 'loosened' | 'added' | 'tightened' | 'replaced';
  readonly before?: ConditionLine;
  readonly after?: ConditionLine;
}

export interface TrustDelta extends AccessChanges<AssumeGrant> {
  /** That the role is of: who calls from it is no outsider. */
  readonly account?: string;
  /** Of those who are named on both sides. */
  readonly proofs: readonly ProofChange[];
}

/** A policy whose contents could not be read, so that the delta is without them. */
export interface UnreadPolicy {
  /** Its ARN, or the name of an inline policy that has no certain meaning. */
  readonly policy: string;
  readonly role: 'permissions' | 'boundary' | 'trust';
  /** It was read, and this keeps it from having a certain meaning. */
  readonly unclear?: string;
  /** Whether the principal has it before and after. */
  readonly change: 'attached' | 'detached' | 'kept';
}

/** An AWS-managed policy as it was when it was read: AWS changes them. */
export interface AwsManagedVersion {
  readonly arn: string;
  readonly version: string;
}

/** The same as a principal has it. */
export interface HeldAwsManaged extends AwsManagedVersion {
  /** Whether it is attached before and after; absent where it is a boundary only. */
  readonly change?: 'attached' | 'detached' | 'kept';
}

/** Everything that a principal may do, certainly or perhaps, before and after. */
export interface HeldAccess {
  readonly before: readonly Permission[];
  readonly after: readonly Permission[];
}

/** What a plan entry gives to and takes from a principal, over all its policies together. */
export interface AccessDelta extends AccessChanges<Permission> {
  readonly trust?: TrustDelta;
  /**
   * Of what is gained, actions (`ssm:SendCommand`) that no call can use: AWS asks them of another resource, too, and nothing
   * allows them on any such.
   */
  readonly idle?: readonly string[];
  /** Where the principal is there on both sides, and all of both is known. */
  readonly held?: HeldAccess;
  readonly unread: readonly UnreadPolicy[];
  readonly awsManaged: readonly HeldAwsManaged[];
}
