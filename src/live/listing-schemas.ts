import * as z from 'zod';

/** What the `aws` CLI prints, as far as rolekeeper reads it. Other members are dropped. */

const optionalText = z.string().exactOptional();
/** Decoded JSON, or the URL-encoded text that `--cli-binary-format` and other tools leave. */
const documentSchema = z.json();

const inlinePolicies = z
  .array(z.object({ PolicyName: z.string(), PolicyDocument: documentSchema }))
  .exactOptional();
const attachments = z.array(z.object({ PolicyName: optionalText, PolicyArn: z.string() })).exactOptional();
const tags = z.array(z.object({ Key: z.string(), Value: z.string() })).exactOptional();
const boundary = z.object({ PermissionsBoundaryArn: optionalText }).exactOptional();

const roleDetail = z.object({
  RoleName: z.string(),
  RoleId: z.string(),
  Arn: z.string(),
  Path: z.string(),
  AssumeRolePolicyDocument: documentSchema,
  CreateDate: optionalText,
  RoleLastUsed: z.object({ LastUsedDate: optionalText, Region: optionalText }).exactOptional(),
  RolePolicyList: inlinePolicies,
  AttachedManagedPolicies: attachments,
  PermissionsBoundary: boundary,
  Tags: tags,
});

const userDetail = z.object({
  UserName: z.string(),
  UserId: z.string(),
  Arn: z.string(),
  Path: z.string(),
  CreateDate: optionalText,
  UserPolicyList: inlinePolicies,
  AttachedManagedPolicies: attachments,
  GroupList: z.array(z.string()).exactOptional(),
  PermissionsBoundary: boundary,
  Tags: tags,
});

const groupDetail = z.object({
  GroupName: z.string(),
  GroupId: z.string(),
  Arn: z.string(),
  Path: z.string(),
  GroupPolicyList: inlinePolicies,
  AttachedManagedPolicies: attachments,
});

const managedPolicy = z.object({
  PolicyName: z.string(),
  PolicyId: z.string(),
  Arn: z.string(),
  Path: z.string(),
  DefaultVersionId: z.string(),
  AttachmentCount: z.number().exactOptional(),
  Description: optionalText,
  PolicyVersionList: z
    .array(z.object({ VersionId: z.string(), IsDefaultVersion: z.boolean(), Document: documentSchema }))
    .exactOptional(),
});

const policyRow = z.object({ PolicyId: z.string(), Arn: z.string(), Description: optionalText });

const roleRow = z.object({
  RoleName: z.string(),
  RoleId: z.string(),
  Description: optionalText,
  MaxSessionDuration: z.number().exactOptional(),
});

const instanceProfile = z.object({
  InstanceProfileName: z.string(),
  InstanceProfileId: z.string(),
  Arn: z.string(),
  Path: z.string(),
  Roles: z.array(z.object({ RoleName: z.string() })),
});

const oidcProvider = z.object({
  Url: z.string(),
  ClientIDList: z.array(z.string()).exactOptional(),
  ThumbprintList: z.array(z.string()).exactOptional(),
  Tags: tags,
});

export const listingSchemas = {
  GetAccountAuthorizationDetails: z.object({
    RoleDetailList: z.array(roleDetail).exactOptional(),
    UserDetailList: z.array(userDetail).exactOptional(),
    GroupDetailList: z.array(groupDetail).exactOptional(),
    Policies: z.array(managedPolicy).exactOptional(),
  }),
  ListRoles: z.object({ Roles: z.array(roleRow) }),
  ListInstanceProfiles: z.object({ InstanceProfiles: z.array(instanceProfile) }),
  ListOpenIDConnectProviders: z.object({ OpenIDConnectProviderList: z.array(z.object({ Arn: z.string() })) }),
  GetOpenIDConnectProvider: oidcProvider,
  GetPolicy: z.object({ Policy: policyRow }),
};
