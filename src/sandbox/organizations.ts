import { AwsError } from './aws-error.ts';
import type { Handlers } from './call.ts';
import type { World } from './world.ts';
import type { Answer } from './xml.ts';

/** An organization that accounts of the sandbox belong to. */
export interface SandboxOrganization {
  /** `o-abcdef1234` */
  readonly id: string;
  /** The account that pays, and that may list the others. */
  readonly management: string;
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html */
const LARGEST_PAGE = 20;

/** AWS Organizations, as far as it says which accounts there are. */
export const organizationHandlers: Handlers = {
  DescribeOrganization: ({ world }) => {
    const { id, management } = organizationOf(world);
    return {
      Organization: {
        Id: id,
        Arn: `arn:aws:organizations::${management}:organization/${id}`,
        FeatureSet: 'ALL',
        MasterAccountArn: arnOf({ id, management }, management),
        MasterAccountId: management,
        MasterAccountEmail: emailOf(management),
      },
    };
  },
  ListAccounts: ({ world, params }) => {
    const organization = organizationOf(world);
    if (organization.management !== world.account)
      throw new AwsError('AccessDenied', 400, "You don't have permissions to access this resource.");
    const start = Number(params.get('NextToken') ?? 0);
    const asked = params.integer('MaxResults') ?? LARGEST_PAGE;
    const end = start + Math.min(asked, LARGEST_PAGE, world.pageSize);
    return {
      Accounts: organization.accounts.slice(start, end).map(({ id, name }): Answer => ({
        Id: id,
        Arn: arnOf(organization, id),
        Email: emailOf(id),
        Name: name,
        Status: 'ACTIVE',
        JoinedMethod: id === organization.management ? 'INVITED' : 'CREATED',
      })),
      ...(end < organization.accounts.length ? { NextToken: String(end) } : {}),
    };
  },
};

function organizationOf({ organization }: World): SandboxOrganization {
  if (organization !== undefined) return organization;
  throw new AwsError('AWSOrganizationsNotInUse', 400, 'Your account is not a member of an organization.');
}

function arnOf({ id, management }: Omit<SandboxOrganization, 'accounts'>, account: string): string {
  return `arn:aws:organizations::${management}:account/${id}/${account}`;
}

function emailOf(account: string): string {
  return `aws+${account}@example.com`;
}
