import type { Party } from '../model/inventory.ts';
import { parseArn } from '../model/arn.ts';

/** Identity providers that many use, by the host of their issuer. */
const HOSTS: readonly (readonly [RegExp, string])[] = [
  [/^token\.actions\.githubusercontent\.com(\/|$)/, 'GitHub Actions'],
  [/^gitlab\.com(\/|$)/, 'GitLab'],
  [/^app\.terraform\.io(\/|$)/, 'HCP Terraform'],
  [/^api\.bitbucket\.org(\/|$)/, 'Bitbucket Pipelines'],
  [/^oidc\.circleci\.com(\/|$)/, 'CircleCI'],
  [/^agent\.buildkite\.com(\/|$)/, 'Buildkite'],
  [/^accounts\.google\.com(\/|$)/, 'Google'],
  [/^cognito-identity\.amazonaws\.com(\/|$)/, 'Amazon Cognito'],
  [/^oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\//, 'EKS cluster'],
];

/** Who stands behind a federated principal: the ARN of a provider of the account, or the host of a built-in one. */
export function partyOfProvider(principal: string): Party {
  const resource = parseArn(principal)?.resource ?? principal;
  const saml = /^saml-provider\/(.+)$/.exec(resource)?.[1];
  if (saml !== undefined) {
    return { party: 'identity-provider', name: `SAML provider ${saml}`, provider: principal };
  }
  const url = resource.replace(/^oidc-provider\//, '');
  const name = HOSTS.find(([host]) => host.test(url))?.[1];
  return { party: 'identity-provider', name: name ?? url, provider: principal };
}
