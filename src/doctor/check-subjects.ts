import { GITHUB_ISSUER } from '../init/access-scope.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { RepositorySetUp } from '../model/repository-set-up.ts';
import type { LiveRole } from './live-set-up.ts';
import { notChecked, ok, problem, type Check } from './check.ts';

/** Which jobs get a role: the subjects in its trust policy, against those that the repository has. */
export function checkSubjects(
  role: LiveRole | undefined,
  use: 'plan' | 'apply',
  repository: RepositorySetUp | undefined,
): readonly Check[] {
  if (role === undefined) return [];
  const { name } = role;
  const subjects = subjectsOf(role.trust);
  if (subjects.length === 0)
    return [
      problem(
        `the trust policy of ${name} asks for no subject of GitHub`,
        use === 'apply' ? 'name the environment: docs/github.md' : 'name the subjects: docs/github.md',
      ),
    ];
  const wide = subjects.filter((subject) => /\*/.test(subject.replace(/gh-readonly-queue\/[^*]*\*$/, '')));
  const outside = use === 'apply' ? subjects.filter((subject) => !subject.includes(':environment:')) : [];
  return [
    ...wide.map((subject) =>
      problem(
        `the trust policy of ${name} lets in every subject like ${subject}`,
        'name the subjects: docs/github.md',
      ),
    ),
    ...outside.map((subject) =>
      problem(
        `${name} trusts ${subject}, which is no environment`,
        'keep only the subject of the environment',
      ),
    ),
    ...(repository === undefined ? formNotChecked(name, subjects) : checkForm(name, subjects, repository)),
  ];
}

/** A subject with the ids of owner and repository in it. https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens */
const WITH_IDS = /^repo:([^@/]+)@(\d+)\/([^@:]+)@(\d+):/;
const PLAIN = /^repo:([^@/]+)\/([^@:]+):/;

function formNotChecked(name: string, subjects: readonly string[]): readonly Check[] {
  const forms = [WITH_IDS, PLAIN].filter((form) => subjects.some((subject) => form.test(subject)));
  return forms.length === 2
    ? [ok(`${name} trusts both forms of the subject: ${subjects.join(', ')}`)]
    : [
        notChecked(
          `whether the repository's subjects have ids in them: ${name} trusts ${subjects.join(', ')}`,
          'repositories that were created or renamed since July 2026 do: rolekeeper init --owner-id … --repository-id …',
        ),
      ];
}

function checkForm(
  name: string,
  subjects: readonly string[],
  { name: repository, identity, subject }: RepositorySetUp,
): readonly Check[] {
  const foreign = subjects.filter((one) => repositoryOf(one)?.toLowerCase() !== repository.toLowerCase());
  const others = foreign.map((one) =>
    problem(
      `${name} trusts ${one}, which is not of ${repository}`,
      `keep only the subjects of ${repository}`,
    ),
  );
  if (subject.known && subject.value.isCustom)
    return [
      ...others,
      notChecked(
        `whether ${name} trusts the subjects of ${repository}: the repository has a template of its own for them`,
        `gh api repos/${repository}/actions/oidc/customization/sub`,
      ),
    ];
  if (!identity.known) return [...others, ...formNotChecked(name, subjects)];
  const { ownerId, repositoryId } = identity.value;
  const own = subjects.filter((one) => !foreign.includes(one));
  const hasOwnIds = own.some((one) => {
    const [, , owner, , id] = WITH_IDS.exec(one) ?? [];
    return owner === ownerId && id === repositoryId;
  });
  const hasPlain = own.some((one) => PLAIN.test(one));
  const renew = `rolekeeper permissions --format template --repository ${repository} --owner-id ${ownerId} --repository-id ${repositoryId}, and deploy it`;
  const wrongIds =
    own.some((one) => WITH_IDS.test(one)) && !hasOwnIds
      ? [problem(`${name} trusts other ids than those of ${repository}: ${own.join(', ')}`, renew)]
      : [];
  const hasIds = subject.known ? subject.value.hasIds : undefined;
  const isTrusted = hasIds === undefined ? hasOwnIds && hasPlain : hasIds ? hasOwnIds : hasPlain;
  if (isTrusted)
    return [...others, ...wrongIds, ok(`${name} trusts the subjects of ${repository}: ${own.join(', ')}`)];
  if (hasIds !== undefined)
    return [
      ...others,
      ...wrongIds,
      problem(
        `${name} does not trust the form of subject that ${repository} has, which is ${hasIds ? 'with' : 'without'} ids`,
        renew,
      ),
    ];
  const why = subject.known ? 'GitHub does not say' : subject.reason;
  return [
    ...others,
    ...wrongIds,
    notChecked(
      `whether ${repository} has ids in its subjects (${why}): ${name} trusts ${own.join(', ')}`,
      `trust both forms: ${renew}`,
    ),
  ];
}

/** OWNER/NAME of a subject, in either form. */
function repositoryOf(subject: string): string | undefined {
  const [, owner, , name] = WITH_IDS.exec(subject) ?? [];
  if (owner !== undefined && name !== undefined) return `${owner}/${name}`;
  const [, plainOwner, plainName] = PLAIN.exec(subject) ?? [];
  return plainOwner === undefined || plainName === undefined ? undefined : `${plainOwner}/${plainName}`;
}

function subjectsOf(trust: JsonObject): readonly string[] {
  const { Statement } = trust;
  const statements = (isJsonArray(Statement) ? Statement : [Statement]).filter(isJsonObject);
  return statements.flatMap(({ Condition }) =>
    Object.values(isJsonObject(Condition) ? Condition : {}).flatMap((keys) =>
      texts(isJsonObject(keys) ? keys[`${GITHUB_ISSUER}:sub`] : undefined),
    ),
  );
}

function texts(value: Json | undefined): readonly string[] {
  return (isJsonArray(value) ? value : [value]).filter((one) => typeof one === 'string');
}
