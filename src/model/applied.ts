import type { Address } from './address.ts';
import type { Audit } from './audit.ts';
import type { JsonObject } from './json.ts';
import type { StackRow } from './stack-reader.ts';
import type { Resource } from './resource.ts';

export type DeletionPolicy = 'Delete' | 'Retain' | 'RetainExceptOnCreate';

/** One IAM resource in a stack's last template. */
export interface AppliedResource {
  readonly resource: Resource;
  readonly logicalId: string;
  readonly deletionPolicy: DeletionPolicy;
  /** The template's block as it was applied; an unchanged resource keeps it byte for byte. */
  readonly block: JsonObject;
  /** A repair took it out of the template, because it is gone from IAM, to make it again. */
  readonly leftForRepair?: true;
  /** What the template has in its place while it is repaired; `block` and `resource` are what that stands for. */
  readonly standIn?: StandIn;
}

export interface StandIn {
  readonly block: JsonObject;
  readonly resource: Resource;
}

/** Whose a stack is. One that is not `ours` is left alone. */
export type Ownership =
  | { readonly owner: 'ours' }
  /** rolekeeper wrote its template, and the template was edited since. */
  | {
      readonly owner: 'edited';
      readonly why: string;
      /** Perhaps only its text came back otherwise, and deleting it leaves all its resources in the account. */
      readonly isRetained: boolean;
    }
  | { readonly owner: 'foreign'; readonly why: string };

/** A stack that carries the name of one of our integrations. */
export interface AppliedStack {
  readonly integration: string;
  readonly stackName: string;
  readonly stackId: string;
  /** CloudFormation's StackStatus. */
  readonly status: string;
  readonly statusReason?: string;
  /** ISO time of the last update, or of the creation when there was none. */
  readonly lastUpdated: string;
  /** As in {@link StackRow}. */
  readonly operations?: NonNullable<StackRow['operations']>;
  /** It has termination protection: it cannot be deleted. */
  readonly isProtected?: true;
  readonly ownership: Ownership;
  readonly resources: readonly AppliedResource[];
  /** Logical ids of stand-ins: a repair is under way, and `resources` has what they stand for. */
  readonly transient: readonly string[];
  /** Logical ids of resources in the template that are not IAM resources of ours, e.g. a placeholder. */
  readonly placeholders: readonly string[];
  /** On whose account the last template says that it was written; an edit of the template can name any commit. */
  readonly audit?: Audit;
  /** What the last template took out in order to delete it. */
  readonly doomed?: readonly Address[];
  /** The template's outputs: an import must leave them as they are. Absent when there are none. */
  readonly outputs?: JsonObject;
}

/** Whether a stack has, or had, anything: not while it waits for its first change set, nor where its creation was rolled back. */
export function hasApplied({ status }: Pick<AppliedStack, 'status'>): boolean {
  return status !== 'REVIEW_IN_PROGRESS' && status !== 'ROLLBACK_COMPLETE';
}

/**
 * Whether a stack is what the commit declares that it was applied from. `nothing`: no stack has the integration. `edited`: these resources are not, so that the
 * template was edited outside rolekeeper, or its apply never ended. `untraced`: its template names no commit that it can
 * have been applied from at that time. `unknown`: the commit could not be read.
 */
export type StackOrigin =
  | { readonly origin: 'nothing' }
  | {
      readonly origin: 'as-declared';
      readonly commit: string;
      /** The files that were looked at are older. */
      readonly isNewer?: true;
    }
  | { readonly origin: 'edited'; readonly commit: string; readonly addresses: readonly Address[] }
  | { readonly origin: 'untraced' | 'unknown'; readonly why: string };

/** Applied side of a scope; `unknown` when the stacks could not be read (`--live`). */
export type Applied =
  { readonly known: true; readonly stacks: readonly AppliedStack[] } | { readonly known: false };
