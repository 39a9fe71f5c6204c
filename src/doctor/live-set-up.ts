import type { PrincipalPolicies } from '../access/identity-delta.ts';
import type { Known } from '../model/inventory.ts';
import type { JsonObject } from '../model/json.ts';

/** A role as it is in the account. */
export interface LiveRole {
  readonly name: string;
  readonly trust: JsonObject;
  /** Inline, attached, and the boundary; without a document where the contents were not read. */
  readonly policies: PrincipalPolicies;
}

/** A role or user of the account. */
export interface LivePrincipal {
  /** `role/name` */
  readonly address: string;
  readonly arn: string;
  readonly policies: PrincipalPolicies;
}

/** The stacks of the prefix, with the role that each carries. */
export interface LiveStack {
  readonly name: string;
  readonly roleArn: string | undefined;
}

export interface LiveSetUp {
  readonly role: (name: string) => LiveRole | undefined;
  /** Client ids of GitHub's identity provider; undefined where the account has none. */
  readonly providerAudiences: readonly string[] | undefined;
  readonly stacks: readonly LiveStack[];
  /** Stacks of the prefix by region, where a region has any. */
  readonly elsewhere: Known<ReadonlyMap<string, readonly string[]>>;
  /** All roles and users that change what they may by their own policies; empty where no stack has power over IAM. */
  readonly principals: readonly LivePrincipal[];
}
