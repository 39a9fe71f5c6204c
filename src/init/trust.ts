import type { JsonObject } from '../model/json.ts';
import { GITHUB_ISSUER, githubProviderArn, type AccessScope } from './access-scope.ts';
import { policyOf } from './policy.ts';

/** A repository on GitHub, as its tokens name it. */
export interface GitHubRepository {
  readonly owner: string;
  readonly name: string;
  /**
   * The ids that stand in the subjects of a repository that was created or renamed since 15 July 2026
   * (https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens). Undefined where
   * they are not given: then the older form alone is trusted.
   */
  readonly ids?: { readonly owner: string; readonly repository: string };
  readonly branch: string;
  readonly environment: string;
}

/** The plan role trusts runs on pull requests, on the default branch, and in its merge queue. */
export function planTrust(scope: AccessScope, repository: GitHubRepository): JsonObject {
  const { branch } = repository;
  const subjects = ['pull_request', `ref:refs/heads/${branch}`].flatMap((suffix) =>
    subjectsOf(repository, suffix),
  );
  // The queue's branches end in the number and commit of the pull request; no other branch has such a name.
  const queue = subjectsOf(repository, `ref:refs/heads/gh-readonly-queue/${branch}/*`);
  return trust(scope, { StringLike: { [`${GITHUB_ISSUER}:sub`]: [...subjects, ...queue] } });
}

/** The apply role trusts jobs of the environment, and nothing else. */
export function applyTrust(scope: AccessScope, repository: GitHubRepository): JsonObject {
  const subjects = subjectsOf(repository, `environment:${repository.environment}`);
  return trust(scope, { StringEquals: { [`${GITHUB_ISSUER}:sub`]: subjects } });
}

/** The service role trusts CloudFormation. Whether it sends `aws:SourceAccount` is not documented: it is not asked for. */
export function serviceTrust(): JsonObject {
  return policyOf([
    {
      Sid: 'CloudFormation',
      Effect: 'Allow',
      Principal: { Service: 'cloudformation.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  ]);
}

/** Both forms of the subject, where the ids are known: GitHub says which of them a repository has. */
function subjectsOf({ owner, name, ids }: GitHubRepository, suffix: string): readonly string[] {
  const plain = `repo:${owner}/${name}:${suffix}`;
  return ids === undefined
    ? [plain]
    : [plain, `repo:${owner}@${ids.owner}/${name}@${ids.repository}:${suffix}`];
}

function trust(scope: AccessScope, subject: Readonly<Record<string, JsonObject>>): JsonObject {
  const audience = { [`${GITHUB_ISSUER}:aud`]: 'sts.amazonaws.com' };
  return policyOf([
    {
      Sid: 'GitHubActions',
      Effect: 'Allow',
      Principal: { Federated: githubProviderArn(scope) },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { ...subject, StringEquals: { ...audience, ...subject['StringEquals'] } },
    },
  ]);
}
