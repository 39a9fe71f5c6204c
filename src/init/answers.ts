import * as z from 'zod';
import { POLICY_ARN } from '../model/arn.ts';
import { RolekeeperError } from '../model/failure.ts';
import { OWN_ROLES, type AccessScope, type ManagedNames } from './access-scope.ts';
import type { Bootstrap } from './bootstrap-template.ts';

/** As AWS names its regions, so that one that is misspelt is found before a stack is to be made there. */
const REGION =
  /^(?:us(?:-gov|-iso[bf]?)?|eu(?:-isoe)?|eusc-[a-z]{2}|af|ap|ca|cn|il|me|mx|sa)-(?:(?:north|south)(?:east|west)?|east|west|central)-\d{1,2}$/;

const text = (pattern: RegExp, says: string): z.ZodString => z.string().regex(pattern, says);

/** What `init` has to know, each with the flag that gives it; what has a default is never asked for. */
const ANSWERS = {
  account: text(/^\d{12}$/, 'must be an account id: 12 digits'),
  region: text(REGION, 'must be a region of AWS, for example eu-central-1'),
  repository: text(/^[A-Za-z0-9][\w.-]*\/[\w.-]+$/, 'must be OWNER/NAME, as on GitHub'),
  ownerId: text(/^\d+$/, 'must be a number').optional(),
  repositoryId: text(/^\d+$/, 'must be a number').optional(),
  branch: text(/^[\w./-]+$/, 'must be the name of a branch').default('main'),
  environment: text(/^[\w.-]+$/, 'must be the name of an environment').default('iam-apply'),
  desired: text(/^(?!\/)(?!.*\.\.)[\w./-]+$/, 'must be a folder of the repository').default('desired'),
  stackPrefix: text(
    /^[a-zA-Z][-a-zA-Z0-9]*$/,
    'must begin with a letter, and have letters, digits and "-"',
  ).default('rolekeeper-'),
  apply: z.enum(['gated', 'reviewed'], 'must be gated or reviewed').default('gated'),
  form: z.enum(['called-via', 'service-role'], 'must be called-via or service-role').default('called-via'),
  boundary: text(POLICY_ARN, 'must be the ARN of a managed policy of the account').optional(),
  owners: z.array(text(/^@[\w-]+(?:\/[\w.-]+)?$/, 'must be @USER or @ORGANISATION/TEAM')).default([]),
  pin: text(/^[0-9a-f]{40}$/, 'must be a commit: 40 hexadecimal digits').optional(),
  providerExists: z.boolean().default(false),
} as const;

const SCHEMA = z
  .object(ANSWERS)
  .refine(({ ownerId, repositoryId }) => (ownerId === undefined) === (repositoryId === undefined), {
    path: ['ownerId'],
    message: 'goes with --repository-id: give both, or neither',
  });

export type InitAnswers = z.infer<typeof SCHEMA>;

/** The answers that have to be given, in the order in which they are asked. */
export const QUESTIONS = [
  ['account', 'AWS account id'],
  ['region', 'region of the CloudFormation stacks'],
  ['repository', 'repository on GitHub, OWNER/NAME'],
] as const satisfies readonly (readonly [keyof typeof ANSWERS, string])[];

/**
 * Checks the answers, all at once.
 *
 * @throws RolekeeperError `invalid-config` that names each flag that is missing or wrong
 */
export function parseAnswers(given: Readonly<Record<string, unknown>>): InitAnswers {
  const parsed = SCHEMA.safeParse(given);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    const value = given[name];
    return value === undefined && name !== 'ownerId'
      ? `${flagOf(name)} is missing`
      : `${flagOf(name)} ${message}`;
  });
  throw new RolekeeperError('invalid-config', wrong.join('; '), {
    hint: 'rolekeeper init --help describes each option; nothing was written',
  });
}

/** What is wrong with an answer to one of {@link QUESTIONS}; undefined where nothing is. */
export function wrongAnswer(name: (typeof QUESTIONS)[number][0], value: string): string | undefined {
  const parsed = ANSWERS[name].safeParse(value);
  return parsed.success ? undefined : `${flagOf(name)} ${parsed.error.issues[0]?.message ?? 'is wrong'}`;
}

/** `--repository-id` */
function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** What a scope of these answers may do, to the names that its files declare. */
export function bootstrapOf(answers: InitAnswers, managed: ManagedNames, partition: string): Bootstrap {
  const [owner = '', name = ''] = answers.repository.split('/');
  const { ownerId, repositoryId, boundary } = answers;
  const scope: AccessScope = {
    partition,
    account: answers.account,
    region: answers.region,
    stackPrefix: answers.stackPrefix,
    form: answers.form,
    managed,
    roles: OWN_ROLES,
    ...(boundary === undefined ? {} : { boundary }),
  };
  return {
    scope,
    repository: {
      owner,
      name,
      branch: answers.branch,
      environment: answers.environment,
      ...(ownerId === undefined || repositoryId === undefined
        ? {}
        : { ids: { owner: ownerId, repository: repositoryId } }),
    },
    providerExists: answers.providerExists,
  };
}
