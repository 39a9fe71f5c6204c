import { awsManagedName } from '../../model/arn.ts';
import type { JsonObject } from '../../model/json.ts';
import { AWS_POLICY_GRANTS } from '../data/aws-policies.ts';

/**
 * Policies of AWS that are everything, or from which everything follows, as far as that is what they come to
 * (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html).
 */
const STATEMENTS: Readonly<Record<string, JsonObject>> = {
  AdministratorAccess: { Action: '*' },
  PowerUserAccess: { NotAction: ['iam:*', 'organizations:*', 'account:*'] },
  IAMFullAccess: { Action: 'iam:*' },
};

export interface KnownPolicy {
  readonly name: string;
  readonly document: JsonObject;
}

/** One of them by its ARN. */
export function knownPolicy(arn: string): KnownPolicy | undefined {
  const name = awsManagedName(arn) ?? '';
  const statement = Object.hasOwn(STATEMENTS, name) ? STATEMENTS[name] : undefined;
  if (statement === undefined) return undefined;
  const document = { Version: '2012-10-17', Statement: { Effect: 'Allow', Resource: '*', ...statement } };
  return { name, document };
}

/**
 * What a policy of AWS gives on every resource, as far as a rule speaks of it: a snapshot of AWS's documents, which is less
 * than the policy and is no limit.
 */
export function knownGrants(arn: string): KnownPolicy | undefined {
  const name = awsManagedName(arn) ?? '';
  const actions = Object.hasOwn(AWS_POLICY_GRANTS, name) ? AWS_POLICY_GRANTS[name] : undefined;
  if (actions === undefined) return undefined;
  const statement = { Effect: 'Allow', Action: actions.split(' '), Resource: '*' };
  return { name, document: { Version: '2012-10-17', Statement: statement } };
}

/** Boundaries of AWS whose contents are not known: their purpose is to limit. */
export function isLimitOfAws(arn: string): boolean {
  return awsManagedName(arn) !== undefined && knownPolicy(arn) === undefined;
}
