import { parsePrincipalArn, accountOf, iamArn, iamResource, isPartition, parseArn } from '../model/arn.ts';
import { isJsonArray, isJsonObject, type Json } from '../model/json.ts';
import {
  errorAt,
  membersAt,
  quoted,
  similarName,
  type DocumentPath,
  type GrammarIssue,
} from './grammar-issue.ts';
import { isUniqueId } from './parse-principal.ts';

const TYPES = ['AWS', 'Service', 'Federated'];

/** Checks the Principal of a trust policy. */
export function checkPrincipal(principal: Json, path: DocumentPath): readonly GrammarIssue[] {
  if (principal === '*') return [];
  if (!isJsonObject(principal)) {
    const hint = typeof principal === 'string' ? `write {"AWS": ${quoted(principal)}}` : EXAMPLE;
    return [
      errorAt(path, 'principal-shape', `"Principal" is ${quoted(principal)}; it takes "*" or a map`, hint),
    ];
  }
  const types = Object.entries(principal);
  if (types.length === 0)
    return [errorAt(path, 'empty-array', '"Principal" is empty: it names no principal', EXAMPLE)];
  return types.flatMap(([type, members]) => checkType(type, members, [...path, type]));
}

const EXAMPLE = 'write e.g. {"AWS": "arn:aws:iam::<account>:root"} or {"Service": "ec2.amazonaws.com"}';

function checkType(type: string, members: Json, path: DocumentPath): readonly GrammarIssue[] {
  if (!TYPES.includes(type)) {
    const similar = similarName(type, TYPES);
    const hint = similar ? `write "${similar}"` : `it takes ${TYPES.join(', ')}`;
    return [
      errorAt(path, 'principal-type', `${quoted(type)} is not a kind of principal of a trust policy`, hint),
    ];
  }
  if (isJsonArray(members) && members.length === 0) {
    const message = `"${type}" is an empty list: it names no principal`;
    return [errorAt(path, 'empty-array', message, 'fill it, or remove it')];
  }
  return membersAt(path, members).flatMap((member) => checkMember(type, member.value, member.path));
}

function checkMember(type: string, member: Json, path: DocumentPath): readonly GrammarIssue[] {
  if (typeof member !== 'string') {
    const message = `"${type}" has ${quoted(member)} in it; it takes texts`;
    const hint = typeof member === 'number' ? 'write the account id in quotes: leading zeros count' : EXAMPLE;
    return [errorAt(path, 'value-type', message, hint)];
  }
  if (type === 'AWS' && member === '*') return [];
  if (/[*?]/.test(member) || member.includes('${')) return [wildcardIssue(type, member, path)];
  if (type === 'AWS') return checkAws(member, path);
  return type === 'Service' ? checkService(member, path) : checkFederated(member, path);
}

function wildcardIssue(type: string, member: string, path: DocumentPath): GrammarIssue {
  const what = member.includes('${') ? 'a policy variable' : 'a wildcard';
  const message = `principal ${quoted(member)} has ${what} in it, which IAM does not allow in a principal`;
  const arn = parsePrincipalArn(`AWS:${member}`);
  const whole = arn?.service === 'iam' ? iamArn(arn, 'root') : undefined;
  const hint = whole
    ? `write ${quoted(whole)} and the condition "ArnLike": {"aws:PrincipalArn": ${quoted(member)}}`
    : `name the ${type === 'AWS' ? 'account, role or user' : 'principal'} in full`;
  return errorAt(path, 'principal-wildcard', message, hint);
}

const OF_IAM = /^(?:root|(?:user|role)\/[!-~]+)$/;
const OF_STS = /^(?:assumed-role\/[^/\s]+\/[^/\s]+|federated-user\/[^/\s]+|self)$/;

function isPrincipalArn(member: string): boolean {
  const arn = parsePrincipalArn(`AWS:${member}`);
  return (
    arn !== undefined &&
    isPartition(arn.partition) &&
    (arn.service === 'iam' ? OF_IAM : OF_STS).test(arn.resource)
  );
}

function checkAws(member: string, path: DocumentPath): readonly GrammarIssue[] {
  if (/^[0-9]{12}$/.test(member) || isPrincipalArn(member)) return [];
  if (isUniqueId(member)) {
    const message = `principal ${quoted(member)} is a unique id, which IAM shows in place of the ARN of a deleted role or user`;
    const hint = 'write the ARN of the role or user that is meant; a new one of the same name has another id';
    return [errorAt(path, 'unique-id-principal', message, hint)];
  }
  if (/^[0-9-]+$/.test(member)) {
    const message = `account id ${quoted(member)} has ${member.replace(/\D/g, '').length} digits`;
    const hint = member.includes('-')
      ? 'write it without hyphens'
      : 'account ids have twelve digits; leading zeros count';
    return [errorAt(path, 'account-id', message, hint)];
  }
  const arn = parseArn(member);
  if (
    arn?.service === 'sts' &&
    accountOf(member) !== undefined &&
    /^(?:(?:role|user)\/|root$)/.test(arn.resource)
  ) {
    const { resource } = arn;
    const message = `principal ${quoted(member)} names a ${resource.replace(/\/.*/s, '')} of sts; roles, users and accounts are of iam`;
    return [errorAt(path, 'principal-format', message, `write ${quoted(iamArn(arn, resource))}`)];
  }
  const group = arn?.resource.startsWith('group/') === true;
  const message = group
    ? `principal ${quoted(member)} is a group, which cannot be a principal`
    : `principal ${quoted(member)} is neither an account id nor the ARN of an account, role or user`;
  return [errorAt(path, 'principal-format', message, 'write e.g. "arn:aws:iam::<account>:role/<name>"')];
}

function checkService(member: string, path: DocumentPath): readonly GrammarIssue[] {
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(member)) return [];
  const message = `service principal ${quoted(member)} is not a service name`;
  return [errorAt(path, 'principal-format', message, 'write e.g. "ec2.amazonaws.com"')];
}

function isProviderArn(member: string): boolean {
  const isProvider = /^(?:saml|oidc)-provider\/[!-~]+$/.test(iamResource(member) ?? '');
  return isProvider && isPartition(parseArn(member)?.partition ?? '');
}

function checkFederated(member: string, path: DocumentPath): readonly GrammarIssue[] {
  if (isProviderArn(member) || /^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(\/[!-~]*)?$/.test(member)) return [];
  const message = `federated principal ${quoted(member)} is not an identity provider`;
  const hint =
    'write the ARN of a SAML or OpenID Connect provider of the account, or e.g. "accounts.google.com"';
  return [errorAt(path, 'principal-format', message, hint)];
}
