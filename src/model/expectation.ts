import type { Address } from './address.ts';
import type { AwsManagedVersion } from './access.ts';
import type { Diagnostic, Location } from './diagnostic.ts';

/** Condition keys of a request and their values. */
export type ContextKeys = Readonly<Record<string, string | readonly string[]>>;

/** A test of the policies that a file declares, with the place where it stands. */
export type Expectation = AccessExpectation | TrustExpectation;

/** What a role, user or group may do, or must not. */
export interface AccessExpectation {
  readonly expects: 'access';
  readonly principal: Address;
  readonly verdict: 'allow' | 'deny';
  /** May hold wildcards: then every action is meant. */
  readonly action: string;
  /** ARNs, or `*`; with wildcards, every resource is meant. */
  readonly on: readonly string[];
  /** The request's condition keys. Without it, `deny` is meant whatever they are, and `allow` with none. */
  readonly with?: ContextKeys;
  readonly location: Location;
}

/** Who may assume a role, or must not. */
export interface TrustExpectation {
  readonly expects: 'trust';
  readonly role: Address;
  readonly verdict: 'allow' | 'deny';
  /** As a canonical statement writes it: `AWS:arn:aws:iam::406095609952:root`. */
  readonly by: string;
  /** `sts:AssumeRole` unless the principal can only come by another way. */
  readonly action: string;
  /** All that the request brings along. */
  readonly with: ContextKeys;
  readonly location: Location;
}

/** An expectation of which it is not known whether it holds, because contents of policies are not known. */
export interface UndecidedExpectation {
  /** The expectation in words: `role/x may s3:GetObject on arn:aws:s3:::logs/*`. */
  readonly expects: string;
  /** ARNs of the policies that it hangs on, or `group/<name>` of groups that no file declares. */
  readonly policies: readonly string[];
  readonly location: Location;
}

/** What became of one expectation. */
export interface ExpectationOutcome {
  readonly expectation: Expectation;
  readonly outcome: 'kept' | 'broken' | 'undecided';
}

/** What became of the expectations of one integration. Each action of `allow` and `deny` counts as one. */
export interface JudgedExpectations {
  readonly kept: number;
  readonly broken: readonly Diagnostic[];
  readonly undecided: readonly UndecidedExpectation[];
  /** The AWS-managed policies that were read to decide, as of then: AWS changes them. */
  readonly awsManaged: readonly AwsManagedVersion[];
}
