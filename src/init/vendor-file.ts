import { Document, visit } from 'yaml';
import { awsManagedName, iamResource, isArn, parseArn, wholeAccount } from '../model/arn.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { JsonObject } from '../model/json.ts';
import type { CatalogueVendor, RoleVendor, Source, VendorPermissions } from '../vendors/catalogue/vendor.ts';
import { INTEGRATION_MODELINE } from './modeline.ts';
import { publishedFile } from './published-file.ts';
import type { SetupFile } from './setup-files.ts';

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

/** Where the file is to stand. */
export interface VendorPlace {
  readonly desired: string;
  readonly partition: string;
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

function permissionQuestions({ name, permissions }: RoleVendor): readonly VendorQuestion[] {
  if (permissions.by === 'policies') return [];
  if (permissions.by === 'bucket')
    return [{ name: 'BucketName', question: `the bucket that ${name} works with` }];
  const question = `policies of AWS that ${name}'s document asks for, by name (SecurityAudit) or ARN, with commas`;
  return [{ name: 'policies', question }];
}

/**
 * The desired file of a vendor, out of what the catalogue knows and what was answered.
 *
 * @param published the text of the file that a vendor has in this package
 * @throws RolekeeperError `invalid-config` that names every answer that is missing or wrong
 */
export function vendorFile(
  vendor: CatalogueVendor,
  answers: VendorAnswers,
  place: VendorPlace,
  published?: string,
): SetupFile {
  const wrong = wrongAnswers(vendor, answers, place.partition);
  if (wrong.length > 0) {
    const says = wrong.map((one) => one.says).join('; ');
    throw new RolekeeperError('invalid-config', `${vendor.name}: ${says}`, {
      hint: `${whereToFind(vendor, wrong, place.partition)}Nothing was written`,
    });
  }
  if (vendor.form === 'file')
    return publishedFile(vendor, published ?? '', answers.parameters ?? {}, place.desired);
  const file = roleFile(vendor, answers, place.partition);
  return {
    path: `${place.desired}/${vendor.id}.yaml`,
    text: `${INTEGRATION_MODELINE}\n${sourceLines(vendor)}${yamlOf(file)}`,
  };
}

/** Where the right answers are found: the vendor shows its principal and external id, its document says the rest. */
function whereToFind(vendor: CatalogueVendor, wrong: readonly WrongAnswer[], partition: string): string {
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
        : ['--external-id must be what the vendor shows'],
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
function waits({ namesItselfLater }: RoleVendor, { externalId = '' }: VendorAnswers): boolean {
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
        ? [{ name, says: `--answer ${name} is no parameter of it` }]
        : /^[\w+=,.@:/*-]{0,1224}$/.test(value)
          ? []
          : [{ name, says: `--answer ${name} has a character that no name or ARN has` }],
    ),
  ];
}

/** A date is text to YAML 1.2, and something else to other readers. */
function yamlOf(file: JsonObject): string {
  const document = new Document(file, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === 'string' && /^\d[\d-]+$/.test(node.value)) node.type = 'QUOTE_SINGLE';
    },
  });
  return document.toString({ lineWidth: 0, singleQuote: true, blockQuote: 'literal' });
}

function wrongPrincipal(principal: string, partition: string): readonly string[] {
  const ofArn = parseArn(principal)?.partition;
  if (!isPrincipal(principal)) return ['--principal must be an account id, or the ARN of a role or user'];
  return ofArn === undefined || ofArn === partition
    ? []
    : [`--principal is of the partition ${ofArn}, and the account of ${partition}`];
}

function wrongPolicies(policies: readonly string[] | undefined): readonly string[] {
  if (policies === undefined || policies.length === 0)
    return ['--policies must name what the vendor asks for'];
  return policies.every(isPolicy) ? [] : ['--policies must be names of policies of AWS, or ARNs'];
}

/** The vendor's accounts that can be principals in a partition: an ARN of another one names nothing in it. */
function accountsIn({ accounts }: RoleVendor, partition: string): readonly string[] {
  return accounts?.partition === partition ? accounts.ids : [];
}

function principalOf(vendor: RoleVendor, { principal = '' }: VendorAnswers, partition: string): string {
  const [only = '', ...more] = accountsIn(vendor, partition);
  return principal === '' && more.length === 0 ? only : principal;
}

function roleFile(vendor: RoleVendor, answers: VendorAnswers, partition: string): JsonObject {
  const { externalId = '', roleName = `${vendor.id}-integration`, parameters: { BucketName } = {} } = answers;
  const principal = principalOf(vendor, answers, partition);
  const isPending = waits(vendor, answers);
  const [parameter, trusted] = principalIn(principal);
  const parameters = {
    ...(isPending ? {} : { [parameter]: principal, ExternalId: externalId }),
    ...(BucketName === undefined ? {} : { BucketName }),
  };
  const exceptions = exceptionsOf(vendor, answers);
  return {
    integration: vendor.id,
    description: vendor.description,
    vendor: {
      name: vendor.name,
      ...(vendor.template === undefined ? {} : { docs: vendor.template.url }),
    },
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    roles: [
      {
        RoleName: roleName,
        ...(isPending ? { pending: true } : { AssumeRolePolicyDocument: trustOf(vendor, trusted) }),
        ...permissionsOf(vendor.permissions, answers),
      },
    ],
    ...(exceptions.length === 0
      ? {}
      : {
          exceptions: exceptions.map(({ rule, reason }) => ({ rule, address: `role/${roleName}`, reason })),
        }),
    handover: handoverOf(vendor, roleName, isPending),
  };
}

function trustOf({ principals }: RoleVendor, principal: string): JsonObject {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: principal },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'sts:ExternalId': '${ExternalId}' },
          ...(principals === undefined
            ? {}
            : { ArnLike: { 'aws:PrincipalArn': `arn:*:iam::*:${principals}` } }),
        },
      },
    ],
  };
}

function permissionsOf(permissions: VendorPermissions, { policies = [] }: VendorAnswers): JsonObject {
  if (permissions.by === 'bucket') {
    const { onBucket, onObjects } = permissions;
    const bucket = 'arn:${AWS::Partition}:s3:::${BucketName}';
    return {
      Policies: [
        {
          PolicyName: 'bucket',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: onBucket, Resource: bucket },
              { Effect: 'Allow', Action: onObjects, Resource: `${bucket}/*` },
            ],
          },
        },
      ],
    };
  }
  const names = permissions.by === 'policies' ? permissions.names : policies;
  return {
    ManagedPolicyArns: names.map((policy) =>
      isArn(policy) ? policy : `arn:\${AWS::Partition}:iam::aws:policy/${policy}`,
    ),
  };
}

function isPolicy(text: string): boolean {
  const ownName = iamResource(text)?.match(/^policy\/(.*)$/)?.[1];
  const name = isArn(text) ? (awsManagedName(text) ?? ownName ?? '') : text;
  return /^[\w+=,.@/-]+$/.test(name);
}

function isPrincipal(text: string): boolean {
  return wholeAccount(text) !== undefined || /^(?:role|user)\/[\w+=,.@/-]+$/.test(iamResource(text) ?? '');
}

function handoverOf({ name, handBack, where }: RoleVendor, roleName: string, isPending: boolean): string {
  const next = isPending
    ? `\nThe role lets no principal in yet. Once ${name} names its principal and external id, write\nAssumeRolePolicyDocument in place of "pending: true". ${where}\n`
    : '';
  return `${name} needs, ${handBack}:\n\n  \${role/${roleName}.Arn}\n\nAccount \${AWS::AccountId}.\n${next}`;
}

/** The parameter of a principal, and the ARN that is made of it: an account is one of the partition of the scope. */
function principalIn(principal: string): readonly [parameter: string, arn: string] {
  return isArn(principal)
    ? ['VendorPrincipal', '${VendorPrincipal}']
    : ['VendorAccountId', 'arn:${AWS::Partition}:iam::${VendorAccountId}:root'];
}

/** Policies of AWS that read more than configuration: `data-on-everything` finds that, and the file says why it stands. */
const READS_DATA = ['SecurityAudit', 'ReadOnlyAccess'];

function exceptionsOf(
  { name, permissions }: RoleVendor,
  { policies = [] }: VendorAnswers,
): readonly { readonly rule: string; readonly reason: string }[] {
  if (permissions.by === 'bucket') return [];
  const names = permissions.by === 'policies' ? permissions.names : policies;
  const reading = names
    .map((policy) => policy.slice(policy.lastIndexOf('/') + 1))
    .filter((one) => READS_DATA.includes(one));
  const reason = `${name}'s document asks for ${reading.join(' and ')} of AWS, which reads more than configuration`;
  return [
    ...(reading.length === 0 ? [] : [{ rule: 'data-on-everything', reason }]),
    ...(permissions.by === 'policies' ? (permissions.exceptions ?? []) : []),
  ];
}

/** Where the facts of the file come from, for a reader of the pull request. */
function sourceLines({ accounts, permissions }: RoleVendor): string {
  const said = (what: string, { url, date }: Source): string => `# ${what}: ${url} (${date})\n`;
  return [
    ...(accounts === undefined ? [] : [said("The vendor's account", accounts.source)]),
    ...(permissions.by === 'asking' ? [] : [said('What it may do', permissions.source)]),
  ].join('');
}
