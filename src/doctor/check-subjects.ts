import { GITHUB_ISSUER } from '../init/access-scope.ts';
import type { RepositorySetUp } from '../model/repository-set-up.ts';
import type { ConditionLine } from '../model/statement.ts';
import { parseOperator } from '../policy/condition-operator.ts';
import { demands } from '../rules/reading/demand.ts';
import { issuerOf } from '../rules/reading/provider.ts';
import type { LiveRole } from './live-set-up.ts';
import { notChecked, ok, problem, type Check } from './check.ts';
import { entrancesOf, namesOf, type Entrance } from './entrances.ts';

/** What can assume a role: the jobs whose subjects its trust policy names, against those of the repository, and other principals. */
export function checkSubjects(
  role: LiveRole | undefined,
  use: 'plan' | 'apply',
  repository: RepositorySetUp | undefined,
  partition: string,
): readonly Check[] {
  if (role === undefined) return [];
  const { name } = role;
  const entrances = entrancesOf(role.trust, partition);
  if (entrances === undefined) return [notClear(name)];
  const isGitHubs = ({ principal }: Entrance): boolean => githubIssuer(principal) !== undefined;
  const others = entrances.filter((entrance) => !isGitHubs(entrance));
  const asked = entrances.filter(isGitHubs).map(({ principal, conditions }) => ({
    conditions,
    line: subjectLine(conditions, `${githubIssuer(principal) ?? ''}:sub`),
  }));
  const lines = asked.flatMap(({ line }) => line ?? []);
  const subjects = [...new Set(lines.flatMap(subjectsIn))];
  return [
    ...(asked.length === 0
      ? [problem(`the trust policy of ${name} lets no job of GitHub assume it`, NAME_THEM[use])]
      : []),
    ...asked.flatMap(({ line, conditions }) =>
      line === undefined ? [asksForNoSubject(name, use, conditions)] : [],
    ),
    ...lines.flatMap((line) => literalStars(name, line)),
    ...subjects.flatMap((subject) => checkSubject(name, use, subject)),
    ...(subjects.length === 0 ? [] : checkForms(name, subjects, repository)),
    ...checkOthers(name, others),
  ];
}

/** GitHub's, or the one that an enterprise has of it. */
function githubIssuer(principal: string): string | undefined {
  const issuer = issuerOf(principal)?.toLowerCase();
  return issuer === GITHUB_ISSUER || issuer?.startsWith(`${GITHUB_ISSUER}/`) === true ? issuer : undefined;
}

const NAME_THEM = {
  plan: 'name the subjects: docs/github.md',
  apply: 'name the environment: docs/github.md',
} as const;

/** A trust policy whose principals have no certain meaning. */
export function notClear(name: string): Check {
  return notChecked(
    `who can assume ${name}: the meaning of its trust policy is not certain`,
    'compare it with what rolekeeper permissions --format template prints',
  );
}

/**
 * The condition that names subjects. All lines of a statement must hold: one without a wildcard says who comes in,
 * whatever the pattern beside it.
 */
function subjectLine(conditions: readonly ConditionLine[], key: string): ConditionLine | undefined {
  const lines = conditions.filter(
    (line) => line.key === key && demands(line) && parseOperator(line.operator)?.base.family === 'string',
  );
  return lines.find((line) => !line.values.some(isWide)) ?? lines[0];
}

function asksForNoSubject(name: string, use: 'plan' | 'apply', conditions: readonly ConditionLine[]): Check {
  const statement = `a statement of the trust policy of ${name} asks for no subject of GitHub`;
  const keys = conditions.filter((line) => demands(line) && !line.key.endsWith(':aud')).map(({ key }) => key);
  return problem(
    keys.length === 0
      ? `${statement}: a job of every repository can assume it`
      : `${statement}, only for ${keys.join(', ')}`,
    NAME_THEM[use],
  );
}

function hasWildcards({ operator }: ConditionLine): boolean {
  return parseOperator(operator)?.base.wildcards === true;
}

function subjectsIn(line: ConditionLine): readonly string[] {
  return line.values.filter((value) => hasWildcards(line) || !/[*?]/.test(value));
}

/** A wildcard under an operator that has none. */
function literalStars(name: string, line: ConditionLine): readonly Check[] {
  const { operator, values } = line;
  return values
    .filter((value) => !subjectsIn(line).includes(value))
    .map((value) =>
      problem(
        `${name} compares the subject ${value} with ${operator}, which knows no wildcards: no job has it`,
        'name the subjects: docs/github.md',
      ),
    );
}

function checkSubject(name: string, use: 'plan' | 'apply', subject: string): readonly Check[] {
  return [
    ...(isWide(subject)
      ? [problem(`the trust policy of ${name} trusts every subject that matches ${subject}`, NAME_THEM.plan)]
      : []),
    ...(use === 'apply' && !subject.includes(':environment:')
      ? [
          problem(
            `${name} trusts ${subject}, which is not an environment`,
            'keep only the subject of the environment',
          ),
        ]
      : []),
  ];
}

/** The branches of the merge queue end in a number and a commit, which are not known before. */
function isWide(subject: string): boolean {
  return /[*?]/.test(subject.replace(/gh-readonly-queue\/[^*?]*\*$/, ''));
}

/** Whoever is no job of GitHub assumes the role without the review of a pull request. */
function checkOthers(name: string, others: readonly Entrance[]): readonly Check[] {
  return others.length === 0
    ? []
    : [
        problem(
          `${name} trusts principals other than jobs of GitHub: ${namesOf(others)}`,
          `keep only the identity provider ${GITHUB_ISSUER} in its trust policy`,
        ),
      ];
}

function checkForms(
  name: string,
  subjects: readonly string[],
  repository: RepositorySetUp | undefined,
): readonly Check[] {
  return repository === undefined ? formNotChecked(name, subjects) : checkForm(name, subjects, repository);
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
      `${name} trusts ${one}, which is not a subject of ${repository}`,
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
