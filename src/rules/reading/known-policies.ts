import { awsManagedName } from '../../model/arn.ts';
import type { JsonObject } from '../../model/json.ts';

/**
 * Policies of AWS that are everything, or from which everything follows, as far as that is what they come to
 * (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html). What other policies of AWS hold is
 * not in the files.
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

/** Boundaries of AWS whose contents are not known: their purpose is to limit. */
export function isLimitOfAws(arn: string): boolean {
  return awsManagedName(arn) !== undefined && knownPolicy(arn) === undefined;
}
