import { createHash } from 'node:crypto';

/** From this length on a value is no common word: its ends are shown, and it is masked in prose too. */
export const LONG_EXTERNAL_ID = 16;
const TAIL = 5;

/** How much of an external id is shown. */
export type ExternalIdView = 'ends' | 'fingerprint';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html: letters, digits and _+=,.@:/- */
const SHOWN =
  /^(?:\$\{[A-Za-z][A-Za-z0-9]*\}|(?:[^\s#]{4,7}…[^\s#]{5} )?#[0-9a-f]{6}(?: \(has a wildcard\))?)$/u;

/**
 * An external id as it is shown: its ends and a fingerprint, `logzio:…8m1t7 #3fa1c2`, so that a change can be reviewed
 * and the value not copied. A short one is its fingerprint only. A value of wildcards only is no secret but a hole, and
 * is shown; that others hold a wildcard is said.
 * What is masked already, or is the name of a parameter, is shown as it is: AWS takes no external id that looks so.
 * `true` and `false` are what `Null` asks of the key, and no id.
 * On request nothing of any of them is shown but the fingerprint.
 */
export function maskExternalId(value: string, view: ExternalIdView = 'ends'): string {
  if (/^[*?]*$/.test(value) || isPresence(value) || SHOWN.test(value)) return value;
  const fingerprint = `#${createHash('sha256').update(value).digest('hex').slice(0, 6)}`;
  const wildcard = /[*?]/.test(value) ? ' (has a wildcard)' : '';
  const characters = Array.from(value);
  if (view === 'fingerprint' || characters.length < LONG_EXTERNAL_ID) return fingerprint + wildcard;
  const colon = characters.indexOf(':');
  const head = colon >= 0 && colon < 7 ? colon + 1 : 4;
  const ends = `${characters.slice(0, head).join('')}…${characters.slice(-TAIL).join('')}`;
  return `${ends} ${fingerprint}${wildcard}`;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null */
function isPresence(value: string): boolean {
  return value === 'true' || value === 'false';
}
