import { awsManagedName, iamResource, isArn, parseArn, wholeAccount } from '../model/arn.ts';
import type { CatalogueVendor, RoleVendor } from '../vendors/catalogue/vendor.ts';

/** A question that has to be answered before the file can be written. */
export interface VendorQuestion {
  /** A flag in camel case, or the name of a parameter. */
  readonly name: string;
  readonly question: string;
  /** An empty answer is one: what it stands for is not known yet. */
  readonly mayWait?: true;
}

/** What `init` has to be told about a vendor. */
export interface VendorAnswers {
  /** An account id, or the ARN of the vendor's role or user. */
  readonly principal?: string;
  readonly externalId?: string;
  /** Names of AWS's policies, or ARNs. */
  readonly policies?: readonly string[];
  readonly roleName?: string;
  /** Of the parameters of its file. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** What has to be asked about a vendor, in an account of a partition. */
export function vendorQuestions(vendor: CatalogueVendor, partition: string): readonly VendorQuestion[] {
  if (vendor.form === 'file')
    return vendor.parameters
      .filter(({ known }) => known === undefined || partition !== 'aws')
      .map(({ name, question }) => ({ name, question }));
  const later = vendor.namesItselfLater === true ? ({ mayWait: true } as const) : {};
  const wait = vendor.namesItselfLater === true ? ', empty while it is not known' : '';
  const ids = accountsIn(vendor, partition);
  const known = ids.length > 1 ? ` (known: ${ids.join(', ')})` : '';
  const principal = `the account or role that ${vendor.name} names${known}${wait}. ${vendor.where}`;
  return [
    ...(ids.length === 1 ? [] : [{ name: 'principal', question: principal, ...later }]),
    { name: 'externalId', question: `the external id${wait}. ${vendor.where}`, ...later },
    ...permissionQuestions(vendor),
  ];
}

function permissionQuestions({ name, permissions, template }: RoleVendor): readonly VendorQuestion[] {
  if (permissions.by === 'policies') return [];
  if (permissions.by === 'bucket')
    return [{ name: 'BucketName', question: `the bucket that ${name} works with` }];
  const { document = template } = permissions;
  const at = document === undefined ? '' : ` (${document.url})`;
  const question = `policies of AWS that ${name}'s document${at} asks for, by name (SecurityAudit) or ARN, with commas`;
  return [{ name: 'policies', question }];
}

/** Where the right answers are found: the vendor shows its principal and external id, its document says the rest. */
export function whereToFind(
  vendor: CatalogueVendor,
  wrong: readonly WrongAnswer[],
  partition: string,
): string {
  const names = wrong.map(({ name }) => name);
  const isShown = names.includes('principal') || names.includes('externalId');
  const asked = vendor.form === 'file' ? vendorQuestions(vendor, partition) : permissionQuestions(vendor);
  return [
    ...(vendor.form === 'file' ? [`See ${vendor.source.url}. `] : isShown ? [`${vendor.where} `] : []),
    ...asked.filter(({ name }) => names.includes(name)).map(({ name, question }) => `${name}: ${question}. `),
  ].join('');
}

/** An answer that cannot be used, by the name of its question. */
export interface WrongAnswer {
  readonly name: string;
  readonly says: string;
}

/** What is wrong with the answers, all at once. */
export function wrongAnswers(
  vendor: CatalogueVendor,
  answers: VendorAnswers,
  partition: string,
): readonly WrongAnswer[] {
  const { externalId, policies, parameters = {}, roleName } = answers;
  const ofParameters = wrongParameters(vendor, parameters, partition);
  if (vendor.form === 'file') return ofParameters;
  const isPending = waits(vendor, answers);
  const named = (name: string, found: readonly string[]): readonly WrongAnswer[] =>
    found.map((says) => ({ name, says }));
  return [
    ...named(
      'principal',
      isPending && (answers.principal ?? '') === ''
        ? []
        : wrongPrincipal(principalOf(vendor, answers, partition), partition),
    ),
    ...named(
      'externalId',
      isPending || /^[\w+=,.@:/-]{2,1224}$/.test(externalId ?? '')
        ? []
        : [
            externalId === undefined
              ? '--external-id is missing'
              : '--external-id must be the one that the vendor shows: 2 to 1224 letters, digits and +=,.@:/_-',
          ],
    ),
    ...named('policies', vendor.permissions.by === 'asking' ? wrongPolicies(policies) : []),
    ...named(
      'roleName',
      roleName === undefined || /^[\w+=,.@-]{1,64}$/.test(roleName)
        ? []
        : ['--role-name must be a name of IAM: letters, digits and +=,.@_-'],
    ),
    ...ofParameters,
  ];
}

/** Whether the role is written as pending: the vendor has not named its principal yet. */
export function waits({ namesItselfLater }: RoleVendor, { externalId = '' }: VendorAnswers): boolean {
  return namesItselfLater === true && externalId === '';
}

function wrongParameters(
  vendor: CatalogueVendor,
  given: Readonly<Record<string, string>>,
  partition: string,
): readonly WrongAnswer[] {
  const known = vendor.form === 'file' ? vendor.parameters.map(({ name }) => name) : ['BucketName'];
  const names = vendor.form === 'trusted-role' && vendor.permissions.by !== 'bucket' ? [] : known;
  const missing = vendorQuestions(vendor, partition).filter(
    ({ name }) => names.includes(name) && (given[name] ?? '') === '',
  );
  return [
    ...missing.map(({ name }) => ({ name, says: `--answer ${name}=… is missing` })),
    ...Object.entries(given).flatMap(([name, value]) =>
      !names.includes(name)
        ? [{ name, says: `--answer ${name} is not a parameter of its file` }]
        : /^[\w+=,.@:/*-]{0,1224}$/.test(value)
          ? []
          : [{ name, says: `--answer ${name} has a character that no name or ARN has` }],
    ),
  ];
}

function wrongPrincipal(principal: string, partition: string): readonly string[] {
  const ofArn = parseArn(principal)?.partition;
  if (!isPrincipal(principal)) return ['--principal must be an account id, or the ARN of a role or user'];
  return ofArn === undefined || ofArn === partition
    ? []
    : [`--principal is in the partition ${ofArn}, and the account is in ${partition}`];
}

function wrongPolicies(policies: readonly string[] | undefined): readonly string[] {
  if (policies === undefined || policies.length === 0)
    return ['--policies must name the policies that the vendor asks for'];
  return policies.every(isPolicy) ? [] : ['--policies must be names of AWS managed policies, or ARNs'];
}

/** The vendor's accounts that can be principals in a partition: an ARN of another one names nothing in it. */
function accountsIn({ accounts }: RoleVendor, partition: string): readonly string[] {
  return accounts?.partition === partition ? accounts.ids : [];
}

export function principalOf(
  vendor: RoleVendor,
  { principal = '' }: VendorAnswers,
  partition: string,
): string {
  const [only = '', ...more] = accountsIn(vendor, partition);
  return principal === '' && more.length === 0 ? only : principal;
}

function isPolicy(text: string): boolean {
  const ownName = iamResource(text)?.match(/^policy\/(.*)$/)?.[1];
  const name = isArn(text) ? (awsManagedName(text) ?? ownName ?? '') : text;
  return /^[\w+=,.@/-]+$/.test(name);
}

function isPrincipal(text: string): boolean {
  return wholeAccount(text) !== undefined || /^(?:role|user)\/[\w+=,.@/-]+$/.test(iamResource(text) ?? '');
}
