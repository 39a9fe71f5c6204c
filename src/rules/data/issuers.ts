/** Whose an identity provider is: of one customer alone by its address, or of everybody who signs up. */
export type Tenancy = 'own' | 'shared';

/** What a token of an issuer says of whose it is (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html). */
export interface Issuer {
  /** The address, without the scheme. */
  readonly address: RegExp;
  readonly tenancy: Tenancy;
  /** For readers: who gets tokens of it. */
  readonly holders: string;
  /** Where the address and the form of a subject are documented. */
  readonly source: string;
  /**
   * A subject of one owner: the beginning up to the delimiter after it, which a whole value has at its end. Where it is
   * absent, every certain subject is one of an owner.
   */
  readonly owner?: RegExp;
  /**
   * Other claims that name an owner: whole, or up to the delimiter of the pattern. STS passes those of a few issuers only
   * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif).
   */
  readonly claims?: Readonly<Record<string, 'whole' | RegExp>>;
  /** The claim whose whole value names an application, a pool or an organization of the customer. */
  readonly ownAudience?: string;
  /** The form of such a value, where others are taken, too: what every customer asks tokens for names none of them. */
  readonly audienceForm?: RegExp;
}

/** An environment or a branch before the owner, as a repository may set its subjects, has no colon of its own. */
const GITHUB_OWNER =
  /^(?:(?:environment|ref):[^:]+:)?(?:repo:[^/:]+\/|repository:[^/:]+\/|job_workflow_ref:[^/:]+\/|(?:repository_owner|repository_owner_id|repository_id|enterprise|enterprise_id):[^:]+:)/;

const GITHUB_CLAIMS = {
  repository: /^[^/]+\//,
  repository_id: 'whole',
  repository_owner: 'whole',
  repository_owner_id: 'whole',
  enterprise: 'whole',
  enterprise_id: 'whole',
  job_workflow_ref: /^[^/]+\//,
} as const;

/** AWS's own list of the keys of the providers that it has built in. */
const KEYS_OF_AWS =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif';

const SERVICE_ACCOUNT = /^system:serviceaccount:[^:]+:/;

/** The first that matches counts. */
export const ISSUERS: readonly Issuer[] = [
  {
    address: /^token\.actions\.githubusercontent\.com$/,
    tenancy: 'shared',
    holders: 'every repository on GitHub',
    source: 'https://docs.github.com/en/actions/reference/security/oidc',
    owner: GITHUB_OWNER,
    claims: GITHUB_CLAIMS,
  },
  {
    // An enterprise with an issuer of its own, one with data residency, and GitHub Enterprise Server.
    address:
      /^(?:token\.actions\.githubusercontent\.com\/[^/]+|token\.actions\.[a-z0-9-]+\.ghe\.com|.+\/_services\/token)$/,
    tenancy: 'own',
    holders: 'every repository of the enterprise',
    source: 'https://docs.github.com/en/enterprise-server@3.19/actions/reference/security/oidc',
    owner: GITHUB_OWNER,
    claims: GITHUB_CLAIMS,
  },
  {
    address: /^gitlab\.com$/,
    tenancy: 'shared',
    holders: 'every project on gitlab.com',
    source: 'https://docs.gitlab.com/ci/secrets/id_token_authentication',
    // What a subject is made of is a setting of the project: ci_id_token_sub_claim_components.
    owner: /^(?:project_path:[^/:]+\/|namespace_path:[^/:]+[/:]|(?:project_id|namespace_id):\d+:)/,
    claims: { namespace_id: 'whole', project_id: 'whole' },
  },
  {
    // The second is HCP Europe: https://developer.hashicorp.com/terraform/cloud-docs/europe
    address: /^app\.(?:eu\.)?terraform\.io$/,
    tenancy: 'shared',
    holders: 'every organization of HCP Terraform',
    source:
      'https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration',
    owner: /^organization:[^:]+:/,
  },
  {
    address: /^agent\.buildkite\.com$/,
    tenancy: 'shared',
    holders: 'every organization of Buildkite',
    source: 'https://buildkite.com/docs/pipelines/security/oidc/aws',
    owner: /^organization:[^:]+:/,
    claims: {
      cluster_id: 'whole',
      organization_id: 'whole',
      organization_slug: 'whole',
      pipeline_id: 'whole',
    },
  },
  {
    // The address has the organization in it: sc://<organization>/<project>/<service connection>.
    address: /^vstoken\.dev\.azure\.com\/[^/]+$/,
    tenancy: 'own',
    holders: 'every service connection of the organization',
    source: 'https://learn.microsoft.com/en-us/azure/devops/pipelines/release/configure-workload-identity',
    owner: /^sc:\/\/[^/]+\/[^/]+\//,
  },
  {
    // The address has the organization in it.
    address: /^oidc\.circleci\.com\/org\/[^/]+$/,
    tenancy: 'own',
    holders: 'every project of the organization',
    source: 'https://circleci.com/docs/openid-connect-tokens/',
    claims: { 'oidc.circleci.com/project-id': 'whole' },
  },
  {
    address: /^api\.bitbucket\.org\/2\.0\/workspaces\/[^/]+\/pipelines-config\/identity\/oidc$/,
    tenancy: 'own',
    holders: 'every repository of the workspace',
    source:
      'https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/',
  },
  {
    address: /^oidc\.vercel\.com$/,
    tenancy: 'shared',
    holders: 'every team of Vercel',
    source: 'https://vercel.com/docs/oidc/reference',
    owner: /^owner:[^:]+:/,
  },
  {
    address: /^oidc\.vercel\.com\/[^/]+$/,
    tenancy: 'own',
    holders: 'every project of the team',
    source: 'https://vercel.com/docs/oidc/reference',
  },
  {
    // The audience is the organization, with "aws:" before it for environments. Its name is of letters, digits, "-" and
    // "_" (https://www.pulumi.com/docs/iac/concepts/organizations/), so that "sts.amazonaws.com" is none.
    address: /^api\.pulumi\.com\/oidc$/,
    tenancy: 'shared',
    holders: 'every organization of Pulumi Cloud',
    source: 'https://www.pulumi.com/docs/esc/guides/configuring-oidc/aws/',
    owner: /^pulumi:(?:deploy:org|environments:org|environments:pulumi\.organization\.login):[^:]+:/,
    ownAudience: 'aud',
    audienceForm: /^(?:aws:)?[\w-]+$/,
  },
  {
    address: /^oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/id\/[^/]+$/,
    tenancy: 'own',
    holders: 'every pod of the cluster',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html',
    owner: SERVICE_ACCOUNT,
  },
  {
    // `oaud` is no owner: of a service account's token it is the audience that the account asked for
    // (https://docs.cloud.google.com/docs/authentication/get-id-token), and `aud` is the account. An id of a client is
    // "<number>-<text>.apps.googleusercontent.com", that of a service account a number
    // (https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload).
    address: /^accounts\.google\.com$/,
    tenancy: 'shared',
    holders: 'every Google account',
    source: KEYS_OF_AWS,
    claims: { sub: 'whole', 'google/organization_number': 'whole' },
    ownAudience: 'aud',
    audienceForm: /^(?:\d+|[\w.-]+\.(?:apps\.googleusercontent|iam\.gserviceaccount)\.com)$/,
  },
  {
    address: /^cognito-identity\.amazonaws\.com$/,
    tenancy: 'shared',
    holders: 'every identity pool',
    source: KEYS_OF_AWS,
    claims: { sub: 'whole' },
    ownAudience: 'aud',
    audienceForm: /^[a-z0-9-]+:[0-9a-z-]+$/i,
  },
  {
    address: /^graph\.facebook\.com$/,
    tenancy: 'shared',
    holders: 'every Facebook account',
    source: KEYS_OF_AWS,
    claims: { id: 'whole' },
    ownAudience: 'app_id',
    audienceForm: /^\d+$/,
  },
  {
    address: /^www\.amazon\.com$/,
    tenancy: 'shared',
    holders: 'every Amazon account',
    source: KEYS_OF_AWS,
    claims: { user_id: 'whole' },
    ownAudience: 'app_id',
    audienceForm: /^amzn1\./,
  },
  {
    address:
      /^(?:sts\.windows\.net|login\.microsoftonline\.com)\/(?!common\b|organizations\b|consumers\b)[^/]+/,
    tenancy: 'own',
    holders: 'every application of the tenant',
    source: 'https://learn.microsoft.com/en-us/entra/identity-platform/access-token-claims-reference',
    ownAudience: 'aud',
  },
  {
    address: /^cognito-idp\.[a-z0-9-]+\.amazonaws\.com\/[^/]+$/,
    tenancy: 'own',
    holders: 'every user of the pool',
    source:
      'https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html',
    ownAudience: 'aud',
  },
  {
    address: /^[^/]+\.(?:okta|oktapreview)\.com(?:\/.*)?$/s,
    tenancy: 'own',
    holders: 'every identity of the tenant',
    source: 'https://developer.okta.com/docs/reference/api/authorization-servers/',
    ownAudience: 'aud',
  },
  {
    address: /^[^/]+\.auth0\.com\/?$/,
    tenancy: 'own',
    holders: 'every identity of the tenant',
    source: 'https://auth0.com/docs/get-started/applications/application-settings',
    ownAudience: 'aud',
  },
  {
    // Clusters of Red Hat OpenShift Service on AWS: the address has the id of the cluster's configuration.
    address: /^(?:rh-oidc[\w-]*\.s3[\w.-]*\.amazonaws\.com|oidc\.[\w.-]*openshiftapps\.com)\/[^/]+$/,
    tenancy: 'own',
    holders: 'every pod of the cluster',
    source:
      'https://docs.redhat.com/en/documentation/red_hat_openshift_service_on_aws/4/html/authentication_and_authorization/assuming-an-aws-iam-role-for-a-service-account',
    owner: SERVICE_ACCOUNT,
  },
  {
    address: /^oidc\.codefresh\.io$/,
    tenancy: 'shared',
    holders: 'every account of Codefresh',
    source: 'https://codefresh.io/docs/docs/integrations/oidc-pipelines/',
    owner: /^account:[^:]+:/,
  },
  {
    address: /^oidc\.modal\.com$/,
    tenancy: 'shared',
    holders: 'every workspace of Modal',
    source: 'https://modal.com/docs/guide/oidc-integration',
    owner: /^modal:workspace_id:[^:]+:/,
  },
  {
    // The account's id stands in the address.
    address: /^app\.harness\.io\/ng\/api\/oidc\/account\/[^/]+$/,
    tenancy: 'own',
    holders: 'every pipeline of the account',
    source:
      'https://developer.harness.io/docs/platform/connectors/cloud-providers/ref-cloud-providers/aws-connector-settings-reference/',
  },
  {
    address: /^[^/]+\.app\.(?:us\.)?spacelift\.io$/,
    tenancy: 'own',
    holders: 'every stack of the account',
    source: 'https://docs.spacelift.io/integrations/cloud-providers/oidc/',
    ownAudience: 'aud',
  },
  {
    address: /^[^/]+\.semaphoreci\.com$/,
    tenancy: 'own',
    holders: 'every project of the organization',
    source: 'https://github.com/semaphoreio/semaphore/blob/main/docs/docs/reference/openid.md',
    ownAudience: 'aud',
  },
  {
    address: /^oidc\.fly\.io\/[^/]+$/,
    tenancy: 'own',
    holders: 'every machine of the organization',
    source: 'https://fly.io/docs/reference/openid-connect/',
    ownAudience: 'aud',
  },
  {
    address: /^securetoken\.google\.com\/[^/]+$/,
    tenancy: 'own',
    holders: 'every user of the Firebase project',
    source: 'https://firebase.google.com/docs/auth/admin/verify-id-tokens',
    ownAudience: 'aud',
  },
];
