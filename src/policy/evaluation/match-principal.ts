import { parsePrincipalArn, roleOfSession, iamArn, nameInArn } from '../../model/arn.ts';
import { isJsonArray, isJsonObject, type Json } from '../../model/json.ts';

/**
 * Whether a Principal names a caller, written `AWS:<ARN>`, `Service:<name>` or `Federated:<provider>`. An account
 * stands for everyone in it, a role for its sessions too.
 */
export function matchPrincipal(
  principal: Json | undefined,
  caller: string | undefined,
  partition: string,
): boolean {
  if (principal === '*') return true;
  if (!isJsonObject(principal)) return false;
  return Object.entries(principal).some(([type, members]) =>
    (isJsonArray(members) ? members : [members]).some(
      (member) => typeof member === 'string' && names(type, member, caller, partition),
    ),
  );
}

function names(type: string, member: string, caller: string | undefined, partition: string): boolean {
  if (type === 'AWS' && member === '*') return true;
  if (caller === `${type}:${member}`) return true;
  if (type !== 'AWS' || caller === undefined) return false;
  const arn = /^[0-9]{12}$/.test(member) ? iamArn({ partition, account: member }, 'root') : member;
  const own = parsePrincipalArn(caller);
  if (own === undefined) return false;
  if (arn === iamArn(own, 'root')) return true;
  // A session's ARN leaves out the role's path; role names are unique in an account without it.
  const start = iamArn(own, 'role/');
  const role = roleOfSession(own);
  return role !== undefined && arn.startsWith(start) && nameInArn(arn) === role;
}
