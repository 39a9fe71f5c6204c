/** Which permission is missing, and who lacks it. */
export interface Denial {
  readonly reason: 'access-denied';
  readonly message: string;
  readonly hint: string;
}

const CODES = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'AuthorizationError',
]);

/**
 * AWS says: "User: ARN is not authorized to perform: ACTION on resource: X because WHY"
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html).
 */
const SENTENCE =
  /User: (?<principal>\S+) is not authorized to perform: (?<action>[\w-]+:\w+)(?: on resource: (?<resource>.+?))?(?: (?:because|with) (?<why>.+))?$/s;

/** Undefined when the error is no denial. */
export function describeDenial(error: Error, action: string): Denial | undefined {
  if (!CODES.has(error.name)) return undefined;
  const said = SENTENCE.exec(error.message)?.groups;
  if (said === undefined) {
    return {
      reason: 'access-denied',
      message: `access denied for ${action}: ${error.message}`,
      hint: `allow ${action} to the role that rolekeeper runs as`,
    };
  }
  const { principal = '', action: denied = action, resource, why = '' } = said;
  const on = resource === undefined ? '' : ` on ${resource}`;
  return {
    reason: 'access-denied',
    message: `access denied: ${principal} may not ${denied}${on}${why === '' ? '' : ` (${why})`}`,
    hint: remedy(why, denied, principal),
  };
}

/** An explicit deny cannot be outweighed by a permission: its owner must lift it. */
function remedy(why: string, action: string, principal: string): string {
  const deniedBy = /explicit deny in (?:an? )?(?<policy>[\w -]+?)(?: policy)?(?=[:.]|$)/.exec(why)?.groups?.[
    'policy'
  ];
  if (deniedBy !== undefined) {
    return `an explicit deny in the ${deniedBy} policy forbids it: remove it there: no Allow outweighs it`;
  }
  const missing = /no (?<policy>[\w -]+?) policy allows/.exec(why)?.groups?.['policy'];
  const where = missing === undefined || missing === 'identity-based' ? '' : ` in the ${missing} policy`;
  return `allow ${action} to ${principal}${where}`;
}
