import { iamArn, parseArn } from '../../model/arn.ts';
import type { Settings } from '../../model/integration.ts';
import { matchWildcards } from '../../policy/evaluation/match-pattern.ts';
import type { PolicyContext } from '../../policy/policy-type.ts';
import { chosenKey, type Act } from '../data/chosen-keys.ts';
import { ANY_NAME } from './any-name.ts';

/** What a condition can be compared with; whose account it is, where that is known. */
export type NarrowingContext = PolicyContext &
  Partial<Pick<Settings, 'account' | 'ownAccounts'>> & {
    /** Those of the one principal that is asked about. */
    readonly ownTags?: OwnTags;
    /** What is done under the condition; whatever it is, where it is absent. */
    readonly act?: Act;
  };

/** The tags of a principal, by their keys in lower case. */
export type OwnTags = ReadonlyMap<string, string>;

/**
 * The global condition keys that say on what, for what or from where a principal acts, so that a statement with one of
 * them gives less than one without. Every other global key is met by each request of the principal itself, or is
 * written by the caller (chosen-keys.ts has those of services): `aws:SecureTransport`, `aws:RequestedRegion`, `aws:CurrentTime`, `aws:PrincipalAccount`,
 * `aws:PrincipalOrgID`, `aws:MultiFactorAuthPresent`, `aws:UserAgent`, ….
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const GLOBAL: Readonly<Record<string, string>> = {
  'aws:calledvia': 'only what a service asks for on the principal’s behalf',
  'aws:calledviafirst': 'only what a service asks for on the principal’s behalf',
  'aws:calledvialast': 'only what a service asks for on the principal’s behalf',
  'aws:viaawsservice': 'only what a service asks for on the principal’s behalf',
  'aws:ismcpserviceaction': 'only the actions of MCP servers of AWS themselves, not those that they take',
  'aws:resourceaccount': 'resources of certain accounts, where that is not the own one',
  'aws:resourceorgpaths': 'resources of a part of the organization',
  'aws:sourceaccount': 'on behalf of one account',
  'aws:sourcearn': 'on behalf of one resource',
  'aws:sourceip': 'from certain networks, where those are not half of the internet',
  'aws:sourcevpc': 'from one network',
  'aws:sourcevpcarn': 'from one network',
  'aws:sourcevpce': 'through one endpoint',
  'aws:vpcsourceip': 'from certain networks',
  'aws:ec2instancesourcevpc': 'from one network',
  'aws:ec2instancesourceprivateipv4': 'from one instance',
  'lambda:sourcefunctionarn': 'from one function',
};

const PRINCIPAL_TAG = 'aws:principaltag/';

/** Families of keys, by how they begin: tags of what is acted on, and of who acts. */
const FAMILIES = ['aws:resourcetag/', PRINCIPAL_TAG];

/** Variables that stand for one principal or its tags: each gets its own resources. */
const OF_PRINCIPAL =
  /\$\{(?:aws:(?:principaltag\/|username|userid|principalarn)|cognito-identity\.|[\w.-]+:sub\})/i;

/**
 * Whether a value of a condition key of a permissions policy leaves something out. Of the global keys those count that
 * are listed; of a service's own keys all but those about the manner of a request, as they name what is acted on.
 *
 * @param literal what the value fixes before its first wildcard
 */
export function narrowsAccess(
  key: string,
  literal: string,
  value: string,
  { account, ownAccounts = [], ownTags, act = 'other' }: NarrowingContext,
): boolean {
  const own = key.startsWith(PRINCIPAL_TAG) ? ownTags?.get(key.slice(PRINCIPAL_TAG.length)) : undefined;
  if (own !== undefined) return !matchWildcards(value, own);
  if (literal === '' && !OF_PRINCIPAL.test(value)) return false;
  const chosen = chosenKey(key);
  if (chosen !== undefined) return chosen.limits?.(act, value) === true;
  if (isAnyArn(value) || (NETWORKS.includes(key) && isAnyNetwork(literal))) return false;
  if (key === 'iam:policyarn') return !namesAdministration(value, account);
  if (OF_OWN_ACCOUNT.test(key)) return value !== account && !ownAccounts.includes(value);
  if (!key.startsWith('aws:') || Object.hasOwn(GLOBAL, key)) return isMeant(key, value);
  return FAMILIES.some((family) => key.startsWith(family));
}

/** Keys that all of the own account meets. */
const OF_OWN_ACCOUNT =
  /resourceaccount$|^kms:calleraccount$|^events:creatoraccount$|^s3[\w-]*:dataaccesspointaccount$/;

/** `vpc-*` is what each of them begins with. */
function isAnyNetwork(literal: string): boolean {
  return ['vpc-', 'vpce-'].some((beginning) => beginning.startsWith(literal));
}

const NETWORKS = ['aws:sourcevpc', 'aws:sourcevpce', 'aws:ec2instancesourcevpc'];

/** `arn:aws:*:*:*:*`: which resource is left open in every field. */
function isAnyArn(value: string): boolean {
  const arn = parseArn(value);
  return (
    arn !== undefined &&
    [arn.service, arn.region, arn.account, arn.resource].every((field) => /^[*?]*$/.test(field))
  );
}

/** Policies that give everything, or a policy of the account that no pattern names which is not about all of them. */
function namesAdministration(value: string, account = ''): boolean {
  const { partition = '' } = parseArn(value) ?? {};
  const ofAws = ['AdministratorAccess', 'IAMFullAccess', 'PowerUserAccess'];
  return [
    ...ofAws.map((name) => iamArn({ partition, account: 'aws' }, `policy/${name}`)),
    iamArn({ partition, account }, `policy/${ANY_NAME}`),
  ].some((arn) => matchWildcards(value, arn));
}

/** Whether a switch stands where it limits: `aws:ViaAWSService: false` is what every own request of the principal has. */
function isMeant(key: string, value: string): boolean {
  const limiting = Object.hasOwn(SWITCHES, key) ? SWITCHES[key] : undefined;
  return limiting === undefined || value.toLowerCase() === limiting;
}

/** Keys that are true or false, with the value that leaves something out. */
const SWITCHES: Readonly<Record<string, string>> = {
  'aws:ismcpserviceaction': 'true',
  'aws:viaawsservice': 'true',
  'kms:grantisforawsresource': 'true',
  'ram:allowsexternalprincipals': 'false',
  'ram:requestedallowsexternalprincipals': 'false',
};
