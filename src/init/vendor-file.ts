import { Document, visit } from 'yaml';
import { iamArn, isArn } from '../model/arn.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { JsonObject } from '../model/json.ts';
import type { CatalogueVendor, RoleVendor, Source, VendorPermissions } from '../vendors/catalogue/vendor.ts';
import { INTEGRATION_MODELINE } from './modeline.ts';
import { publishedFile } from './published-file.ts';
import type { SetupFile } from './setup-files.ts';
import { principalOf, waits, whereToFind, wrongAnswers, type VendorAnswers } from './vendor-answers.ts';

/** Where the file is to stand. */
export interface VendorPlace {
  readonly desired: string;
  readonly partition: string;
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
            : { ArnLike: { 'aws:PrincipalArn': iamArn({ partition: '*', account: '*' }, principals) } }),
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
      isArn(policy) ? policy : iamArn({ partition: '${AWS::Partition}', account: 'aws' }, `policy/${policy}`),
    ),
  };
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
  const reason =
    permissions.by === 'policies'
      ? `${name}'s document asks for ${reading.join(' and ')} of AWS, which reads more than configuration`
      : `${reading.join(' and ')} of AWS, given to init as what ${name} needs, reads more than configuration`;
  return [
    ...(reading.length === 0 ? [] : [{ rule: 'data-on-everything', reason }]),
    ...(permissions.by === 'policies' ? (permissions.exceptions ?? []) : []),
  ];
}

/** Where the facts of the file come from, for a reader of the pull request. */
function sourceLines(vendor: RoleVendor): string {
  const { accounts } = vendor;
  return [
    ...(accounts === undefined ? [] : [said("The vendor's account", accounts.source)]),
    permissionsLine(vendor),
  ].join('');
}

/** An answer has no source but the one who gave it: the line says where it can be held against. */
function permissionsLine({ name, permissions, template }: RoleVendor): string {
  if (permissions.by !== 'asking') return said('What it may do', permissions.source);
  const { document = template } = permissions;
  return document === undefined
    ? `# What it may do: as answered to init; ${name} shows it to its customers only\n`
    : said("What it may do: as answered to init; the vendor's document", document);
}

function said(what: string, { url, date }: Source): string {
  return `# ${what}: ${url} (${date})\n`;
}
