/** Which condition values of a trust policy say who comes in, or on whose behalf. Keys are in lower case. */

const ORGANISATION = ['aws:principalorgid', 'aws:principalorgpaths', 'aws:sourceorgid', 'aws:sourceorgpaths'];
const ACCOUNT = ['aws:principalaccount', 'aws:sourceaccount'];
const ARN = ['aws:principalarn', 'aws:sourcearn'];
const NETWORK = ['aws:sourcevpc', 'aws:sourcevpce', 'aws:sourceip', 'aws:vpcsourceip'];

/** An id of an organisation has a prefix and letters (`o-a1b2…`); less fixes nothing. */
const LEAST_LITERAL = 4;

/** Whether a value leaves out everybody but somebody: an account, an organisation, a network. */
export function namesSomebody(key: string, literal: string, value: string): boolean {
  if (ARN.includes(key)) return namesAccount(value);
  if (ACCOUNT.includes(key)) return /^\d{12}$/.test(literal);
  if (key === 'aws:sourceip' || key === 'aws:vpcsourceip') return !literal.endsWith('/0');
  if (key === 'aws:principalservicename' || key === 'aws:userid') return literal.length >= LEAST_LITERAL;
  return [...ORGANISATION, ...NETWORK].includes(key) && literal.length >= LEAST_LITERAL;
}

/**
 * Whether a value proves on whose behalf an outside account comes in, or which of its roles. Whether an external id is
 * worth anything is another rule's question.
 */
export function provesPurpose(key: string, literal: string, value: string): boolean {
  if (key === 'sts:externalid') return true;
  if (/^aws:(principal|request)tag\//.test(key)) return literal !== '';
  if (NETWORK.includes(key) || key === 'aws:principalaccount') return false;
  if (key === 'aws:principalarn') return /:(?:role|user|assumed-role)\/[^*?$]/.test(value);
  return namesSomebody(key, literal, value);
}

/** Whether a value binds a service to resources of certain accounts. */
export function namesSource(key: string, literal: string, value: string): boolean {
  if (key === 'sts:externalid') return literal !== '';
  return key.startsWith('aws:source') && !NETWORK.includes(key) && namesSomebody(key, literal, value);
}

/** An ARN of one account, or of a bucket or the like, whose name nobody else has. */
function namesAccount(arn: string): boolean {
  const [, , , , account = '', resource = ''] = arn.split(':');
  return account === '' ? /^[^*?$]{3}/.test(resource) : /^\d{12}$/.test(account);
}
