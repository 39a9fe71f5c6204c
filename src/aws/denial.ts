import { ERROR_TEXTS } from './error-texts.ts';

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

/** Undefined when the error is no denial. */
export function describeDenial(error: Error, action: string): Denial | undefined {
  if (!CODES.has(error.name)) return undefined;
  const said = ERROR_TEXTS.denied.exec(error.message)?.groups;
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
  const deniedBy = ERROR_TEXTS.deniedExplicitly.exec(why)?.groups?.['policy'];
  if (deniedBy !== undefined) {
    return `an explicit Deny in the ${deniedBy} policy forbids it, which no Allow outweighs: remove the Deny there`;
  }
  const missing = ERROR_TEXTS.notAllowed.exec(why)?.groups?.['policy'];
  const where = missing === undefined || missing === 'identity-based' ? '' : ` in the ${missing} policy`;
  return `allow ${action} to ${principal}${where}`;
}
