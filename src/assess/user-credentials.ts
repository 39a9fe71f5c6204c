import { kindFacts } from '../model/address.ts';
import type { Credential } from '../model/credential.ts';
import type { Observation } from '../model/live.ts';
import type { Plan } from '../model/plan.ts';
import { keyOfQuestion, type LookupResults, type Lookup } from './lookup-results.ts';
import type { Presence } from '../plan/presence.ts';

type CredentialsQuestion = Extract<Lookup, { readonly question: 'credentials' }>;

/** Asks for the credentials of each declared, existing user. */
export function credentialsQuestion({
  address,
  kind,
  name,
  desired,
  live,
}: Presence): readonly CredentialsQuestion[] {
  if (kindFacts(kind).usedBy !== 'credentials' || desired === undefined || live === undefined) return [];
  return [{ question: 'credentials', address, name }];
}

/**
 * What signs in as a user. No template declares it, so it is shown and never compared; and what could not be read is
 * said, because a key that was not seen is not the same as none.
 */
export function observeCredentials(
  presence: Presence,
  answers: LookupResults,
  source: Plan['source'],
): readonly Observation[] {
  const [asked] = credentialsQuestion(presence);
  if (asked !== undefined && source.kind === 'files') {
    return [{ text: 'its access keys, password and MFA devices are not in the files, and were not read' }];
  }
  const answer = asked === undefined ? undefined : answers[keyOfQuestion(asked)];
  if (answer?.answer === 'unchecked') {
    return [{ text: `its access keys, password and MFA devices were not read: ${answer.reason}` }];
  }
  if (answer?.answer !== 'credentials') return [];
  const keys = answer.credentials.flatMap((one) => (one.credential === 'access-key' ? [sayKey(one)] : []));
  const devices = answer.credentials.flatMap((one) => (one.credential === 'mfa-device' ? [one.serial] : []));
  const hasPassword = answer.credentials.some((one) => one.credential === 'password');
  return [
    ...keys.sort().map((text) => ({ text })),
    ...(hasPassword
      ? [{ text: `has a console password${devices.length === 0 ? ' and no MFA device' : ''}` }]
      : []),
    ...devices.sort().map((serial) => ({ text: `has the MFA device ${serial}` })),
  ];
}

function sayKey({ id, active, created }: Extract<Credential, { credential: 'access-key' }>): string {
  const since = created === undefined ? '' : `, made on ${created}`;
  return `has the access key ${id}, which is ${active ? 'active' : 'inactive'}${since}`;
}
