import type { JsonObject } from '../model/json.ts';

/** One statement of a policy that rolekeeper writes for itself. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: JsonObject;
  readonly Action: readonly string[] | string;
  readonly Resource?: readonly string[] | string;
  readonly Condition?: JsonObject;
}

/** A policy document, as CloudFormation and IAM take it. */
export function policyOf(statements: readonly PolicyStatement[]): JsonObject {
  return { Version: '2012-10-17', Statement: statements.map((statement) => ({ ...statement })) };
}
