import { iamArn } from '../model/arn.ts';
import { isJsonArray, isJsonObject, type Json } from '../model/json.ts';
import type { PolicyContext } from './policy-type.ts';

export const PRINCIPAL_TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;

const ACCOUNT_ID = /^[0-9]{12}$/;

/**
 * Reads a Principal into `AWS:arn…`, `Service:…`, `Federated:…` or `*` (everyone: `"*"` and `{"AWS": "*"}` are the
 * same), sorted, without repeats. An account id is the ARN of the account's root, in the context's partition. A
 * unique id (`AROA…`) is the ARN of the role or user that has it; any other stays as it is, for it names one that is
 * gone, whatever role has its name now. Undefined when it has no meaning.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function parsePrincipal(principal: Json, context: PolicyContext): readonly string[] | undefined {
  if (principal === '*') return ['*'];
  if (!isJsonObject(principal)) return undefined;
  const names = new Set<string>();
  for (const [typeText, members] of Object.entries(principal)) {
    const type = PRINCIPAL_TYPES.find((known) => known === typeText);
    if (type === undefined) return undefined;
    for (const member of isJsonArray(members) ? members : [members]) {
      if (typeof member !== 'string' || member === '') return undefined;
      if (member.includes('*') && (type !== 'AWS' || member !== '*')) return undefined;
      names.add(principalName(type, member, context));
    }
  }
  return [...names].sort();
}

function principalName(type: string, member: string, context: PolicyContext): string {
  if (type !== 'AWS') return `${type}:${member}`;
  if (member === '*') return '*';
  if (ACCOUNT_ID.test(member))
    return `AWS:${iamArn({ partition: context.partition, account: member }, 'root')}`;
  return `AWS:${context.principals?.get(member) ?? member}`;
}

const UNIQUE_ID = /^(AROA|AIDA)[A-Z0-9]{6,}$/;

/** Whether a principal is the unique id that IAM leaves behind of a deleted role (AROA…) or user (AIDA…). */
export function isUniqueId(member: string): boolean {
  return UNIQUE_ID.test(member);
}
