import { stringify } from 'yaml';
import { awsManagedName, iamArn, iamResource, isArn, wholeAccount } from '../model/arn.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { CatalogueVendor } from '../vendors/catalogue/vendor.ts';
import type { SetupFile } from './setup-files.ts';

/** A question that has to be answered before the file can be written. */
export interface VendorQuestion {
  readonly name: 'principal' | 'externalId' | 'policies';
  readonly question: string;
}

/** What `init` has to be told about a vendor. */
export interface VendorAnswers {
  /** An account id, or the ARN of the vendor's role or user. */
  readonly principal?: string;
  readonly externalId?: string;
  /** Names of AWS's policies, or ARNs. */
  readonly policies?: readonly string[];
  readonly roleName?: string;
}

export function vendorQuestions(vendor: CatalogueVendor): readonly VendorQuestion[] {
  const ids = vendor.accounts?.ids ?? [];
  const known = ids.length > 1 ? ` (known: ${ids.join(', ')})` : '';
  return [
    ...(ids.length === 1
      ? []
      : [{ name: 'principal' as const, question: `the account or role that ${vendor.name} names${known}` }]),
    { name: 'externalId', question: `the external id. ${vendor.where}` },
    ...(vendor.managedPolicies.length > 0
      ? []
      : [
          {
            name: 'policies' as const,
            question: `policies of AWS that ${vendor.name}'s document asks for, by name (SecurityAudit) or ARN, with commas`,
          },
        ]),
  ];
}

/** The first line of an integration's file: editors check the file by it. */
export const INTEGRATION_MODELINE =
  '# yaml-language-server: $schema=https://raw.githubusercontent.com/rolekeeper/rolekeeper/main/schema/integration.schema.json';

/**
 * The desired file of a vendor, out of what the catalogue knows and what was answered.
 *
 * @throws RolekeeperError `invalid-config` that names every answer that is missing or wrong
 */
export function vendorFile(vendor: CatalogueVendor, answers: VendorAnswers, desired: string): SetupFile {
  const { externalId = '', roleName = `${vendor.id}-integration` } = answers;
  const ids = vendor.accounts?.ids ?? [];
  const principal = answers.principal ?? (ids.length === 1 ? (ids[0] ?? '') : '');
  const policies = vendor.managedPolicies.length > 0 ? vendor.managedPolicies : answers.policies;
  const wrong = [
    ...(isPrincipal(principal) ? [] : ['--principal must be an account id, or the ARN of a role or user']),
    ...(/^[\w+=,.@:/-]{2,1224}$/.test(externalId) ? [] : ['--external-id must be what the vendor shows']),
    ...(policies === undefined || policies.length === 0
      ? ['--policies must name what the vendor asks for']
      : policies.every(isPolicy)
        ? []
        : ['--policies must be names of policies of AWS, or ARNs']),
  ];
  if (wrong.length > 0) {
    throw new RolekeeperError('invalid-config', `${vendor.name}: ${wrong.join('; ')}`, {
      hint: `${vendor.where} Nothing was written`,
    });
  }
  const file = {
    integration: vendor.id,
    description: vendor.description,
    vendor: { name: vendor.name, ...(vendor.template === undefined ? {} : { docs: vendor.template.url }) },
    parameters: { VendorPrincipal: arnOf(principal), ExternalId: externalId },
    roles: [
      {
        RoleName: roleName,
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: '${VendorPrincipal}' },
              Action: 'sts:AssumeRole',
              Condition: { StringEquals: { 'sts:ExternalId': '${ExternalId}' } },
            },
          ],
        },
        ManagedPolicyArns: (policies ?? []).map((policy) =>
          isArn(policy) ? policy : `arn:\${AWS::Partition}:iam::aws:policy/${policy}`,
        ),
      },
    ],
  };
  return {
    path: `${desired}/${vendor.id}.yaml`,
    text: `${INTEGRATION_MODELINE}\n${sourceLines(vendor)}${stringify(file, { lineWidth: 100 })}`,
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

function arnOf(principal: string): string {
  return isArn(principal) ? principal : iamArn({ partition: 'aws', account: principal }, 'root');
}

function sourceLines({ accounts }: CatalogueVendor): string {
  return accounts === undefined
    ? ''
    : `# The vendor's account: ${accounts.source.url} (${accounts.source.date})\n`;
}
