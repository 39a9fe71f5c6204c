/** Whose an identity provider is: of one customer alone by its address, or of everybody who signs up. */
export type Tenancy = 'own' | 'shared';

/** What a token of an issuer says of whose it is (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html). */
export interface Issuer {
  /** The address, without the scheme. */
  readonly address: RegExp;
  readonly tenancy: Tenancy;
  /** For readers: who gets tokens of it. */
  readonly holders: string;
  /** A subject of one owner: the beginning up to the delimiter after the owner. Without: any certain subject. */
  readonly owner?: RegExp;
  /** Other claims that name an owner: whole, or up to the delimiter of the pattern. */
  readonly claims?: Readonly<Record<string, 'whole' | RegExp>>;
  /** Its `aud` is an application or pool of the customer. */
  readonly ownAudience?: string;
}

const GITHUB_OWNER =
  /^(?:repo:[^/:]+\/|repository:[^/:]+\/|job_workflow_ref:[^/:]+\/|(?:repository_owner|repository_owner_id|repository_id|enterprise|enterprise_id):[^:]+(?::|$))/;

const GITHUB_CLAIMS = {
  repository: /^[^/]+\//,
  repository_id: 'whole',
  repository_owner: 'whole',
  repository_owner_id: 'whole',
  enterprise: 'whole',
  enterprise_id: 'whole',
  job_workflow_ref: /^[^/]+\//,
} as const;

const SERVICE_ACCOUNT = /^system:serviceaccount:[^:]+:/;

/** The first that matches counts. */
export const ISSUERS: readonly Issuer[] = [
  {
    // https://docs.github.com/en/actions/reference/security/oidc
    address: /^token\.actions\.githubusercontent\.com$/,
    tenancy: 'shared',
    holders: 'every repository on GitHub',
    owner: GITHUB_OWNER,
    claims: GITHUB_CLAIMS,
  },
  {
    // An enterprise with an issuer of its own, and GitHub Enterprise Server.
    address: /^(?:token\.actions\.githubusercontent\.com\/[^/]+|.+\/_services\/token)$/,
    tenancy: 'own',
    holders: 'every repository of the enterprise',
    owner: GITHUB_OWNER,
    claims: GITHUB_CLAIMS,
  },
  {
    // https://docs.gitlab.com/ci/cloud_services/aws/
    address: /^gitlab\.com$/,
    tenancy: 'shared',
    holders: 'every project on gitlab.com',
    owner: /^project_path:[^/:]+\//,
    claims: {
      namespace_id: 'whole',
      namespace_path: /^[^/]+(?:\/|$)/,
      project_id: 'whole',
      project_path: /^[^/]+\//,
    },
  },
  {
    // https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration
    address: /^app\.(?:eu\.)?terraform\.io$/,
    tenancy: 'shared',
    holders: 'every organization of HCP Terraform',
    owner: /^organization:[^:]+:/,
    claims: { terraform_organization_name: 'whole', terraform_organization_id: 'whole' },
  },
  {
    // https://buildkite.com/docs/pipelines/security/oidc/aws
    address: /^agent\.buildkite\.com$/,
    tenancy: 'shared',
    holders: 'every organization of Buildkite',
    owner: /^organization:[^:]+:/,
    claims: { organization_id: 'whole', organization_slug: 'whole' },
  },
  {
    // The address has the organization in it: https://circleci.com/docs/openid-connect-tokens/
    address: /^oidc\.circleci\.com\/org\/[^/]+$/,
    tenancy: 'own',
    holders: 'every project of the organization',
  },
  {
    address: /^api\.bitbucket\.org\/2\.0\/workspaces\/[^/]+\/pipelines-config\/identity\/oidc$/,
    tenancy: 'own',
    holders: 'every repository of the workspace',
  },
  {
    // https://vercel.com/docs/oidc/aws
    address: /^oidc\.vercel\.com$/,
    tenancy: 'shared',
    holders: 'every team of Vercel',
    owner: /^owner:[^:]+:/,
  },
  { address: /^oidc\.vercel\.com\/[^/]+$/, tenancy: 'own', holders: 'every project of the team' },
  {
    // https://www.pulumi.com/docs/esc/environments/configuring-oidc/aws/
    address: /^api\.pulumi\.com\/oidc$/,
    tenancy: 'shared',
    holders: 'every organization of Pulumi Cloud',
    owner: /^pulumi:(?:deploy:org|environments:org|environments:pulumi\.organization\.login):[^:]+:/,
    ownAudience: 'aud',
  },
  {
    // https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
    address: /^oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/id\/[^/]+$/,
    tenancy: 'own',
    holders: 'every pod of the cluster',
    owner: SERVICE_ACCOUNT,
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_user-id.html
    address: /^accounts\.google\.com$/,
    tenancy: 'shared',
    holders: 'everybody with a Google account',
    claims: { sub: 'whole', oaud: 'whole' },
    ownAudience: 'aud',
  },
  {
    address: /^cognito-identity\.amazonaws\.com$/,
    tenancy: 'shared',
    holders: 'every identity pool',
    claims: { sub: 'whole' },
    ownAudience: 'aud',
  },
  {
    address: /^graph\.facebook\.com$/,
    tenancy: 'shared',
    holders: 'everybody with a Facebook account',
    claims: { id: 'whole' },
    ownAudience: 'app_id',
  },
  {
    address: /^www\.amazon\.com$/,
    tenancy: 'shared',
    holders: 'everybody with an Amazon account',
    claims: { user_id: 'whole' },
    ownAudience: 'app_id',
  },
  {
    address:
      /^(?:sts\.windows\.net|login\.microsoftonline\.com)\/(?!common\b|organizations\b|consumers\b)[^/]+/,
    tenancy: 'own',
    holders: 'every application of the tenant',
    ownAudience: 'aud',
  },
  {
    address: /^cognito-idp\.[a-z0-9-]+\.amazonaws\.com\/[^/]+$/,
    tenancy: 'own',
    holders: 'every user of the pool',
    ownAudience: 'aud',
  },
  {
    address:
      /(?:\.(?:okta|auth0|oktapreview|onelogin|app\.spacelift|semaphoreci|jfrog)\.(?:com|io)(?:\/.*)?|^securetoken\.google\.com\/[^/]+|^oidc\.fly\.io\/[^/]+)$/,
    tenancy: 'own',
    holders: 'everybody of the tenant',
    ownAudience: 'aud',
  },
];
