import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { notChecked, ok, problem, renderChecks, type Check } from '../doctor/check.ts';
import { checkRepository, repositoryNotChecked, usedEnvironments } from '../doctor/check-repository.ts';
import { checkRoles } from '../doctor/check-roles.ts';
import { checkWorkflows, isCommit } from '../doctor/check-workflows.ts';
import { ownWorkflows, type OwnWorkflow, type WorkflowFile } from '../doctor/own-workflows.ts';
import { readRepositorySetUp } from '../github/repository-set-up.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { Scope } from '../model/integration.ts';
import type { RepositorySetUp } from '../model/repository-set-up.ts';
import { VERSION } from '../model/version.ts';
import { fitLines } from '../report/lay-out-text.ts';
import { accessScope } from './access-scope-of.ts';
import type { Environment } from './environment.ts';
import { loadScopes } from './load-scopes.ts';
import { declaresNothing } from './new-scope.ts';
import { OWNERS_FILES } from './options.ts';
import { readSetUp } from './read-set-up.ts';
import type { OpenSession } from './session.ts';
import { whileReading } from './show-reading.ts';
import { withSessions } from './with-sessions.ts';
import { known, notKnown, type Known } from '../model/inventory.ts';
import { connectGitHub, type GitHubConnection } from '../github/github-client.ts';
import { hostOfApi, repositoryOfClone } from '../github/clone-address.ts';
import { originOf } from './git-clone.ts';

export interface DoctorOptions {
  readonly desired: string;
  /** OWNER/NAME; that of the clone when it is left out. */
  readonly repository?: string;
}

/** Looks at everything that has to be right before a run can be, and says of each what to do. Changes nothing. */
export async function doctor(
  options: DoctorOptions,
  environment: Environment,
  openSession: OpenSession,
): Promise<number> {
  const workflows = ownWorkflows(await workflowFiles());
  const repository = await readRepository(options, workflows, environment);
  const loaded = await attempt(() => loadScopes(options, environment, { mayBeEmpty: true }));
  const scopes = 'value' in loaded ? loaded.value : [];
  const accounts = await whileReading(environment, scopes, ({ scopeDone }) =>
    withSessions(openSession, async (open) => {
      const checks: Check[] = [];
      for (const scope of scopes) {
        checks.push(...(await checkAccount(scope, scopes, repository.setUp, open).finally(scopeDone)));
      }
      return checks;
    }),
  );
  const checks = [
    ...checkFiles(options, loaded),
    ...checkWorkflows(workflows, VERSION),
    ...repository.checks,
    ...accounts,
  ];
  environment.out(fitLines(renderChecks(checks), environment.width));
  const problems = checks.filter(({ state }) => state === 'problem').length;
  if (problems === 0) return 0;
  throw new RolekeeperError('blocked', `${problems === 1 ? '1 problem' : `${problems} problems`} found`, {
    hint: 'each is listed above, with what to do about it',
  });
}

function checkFiles({ desired }: DoctorOptions, loaded: Attempt<readonly Scope[]>): readonly Check[] {
  if ('failure' in loaded)
    return [
      problem(loaded.failure.message, `rolekeeper validate --desired ${desired}`),
      notChecked('the accounts that the files name', 'correct the files first'),
    ];
  const scopes = loaded.value;
  return [
    ok(`${desired} is valid: ${scopes.length === 1 ? 'one scope' : `${scopes.length} scopes`}`),
    ...scopes
      .filter(declaresNothing)
      .map(({ directory }) =>
        notChecked(
          `what CloudFormation may write: ${directory} declares nothing yet`,
          'rolekeeper init VENDOR, or rolekeeper adopt, writes the first file',
        ),
      ),
  ];
}

const WORKFLOWS = '.github/workflows';

async function workflowFiles(): Promise<readonly WorkflowFile[]> {
  const names = (await readdir(WORKFLOWS).catch(() => [])).filter((name) => /\.ya?ml$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({
      file: `${WORKFLOWS}/${name}`,
      text: await readFile(join(WORKFLOWS, name), 'utf8'),
    })),
  );
}

interface ReadRepository {
  /** Undefined where GitHub was not asked. */
  readonly setUp: RepositorySetUp | undefined;
  readonly checks: readonly Check[];
}

async function readRepository(
  { repository }: DoctorOptions,
  workflows: readonly OwnWorkflow[],
  environment: Environment,
): Promise<ReadRepository> {
  const opened = await openRepository(repository, environment);
  if (!opened.known) {
    const remedy =
      'GH_TOKEN=$(gh auth token) rolekeeper doctor --repository OWNER/NAME, as an administrator of it';
    return { setUp: undefined, checks: repositoryNotChecked(opened.reason, remedy) };
  }
  const uses = workflows.flatMap((workflow) => workflow.uses);
  const setUp = await readRepositorySetUp(opened.value, {
    environments: usedEnvironments(workflows).map(({ name }) => name),
    scheduled: workflows.flatMap(({ file, content }) => ((content?.crons ?? []).length > 0 ? [file] : [])),
    action: uses[0]?.action ?? '',
    pins: [...new Set(uses.flatMap(({ ref }) => (isCommit(ref) ? [ref] : [])))],
  });
  const ownersFile = await firstThatExists(OWNERS_FILES);
  const now = environment.clock.now();
  return { setUp, checks: checkRepository(setUp, { workflows, ownersFile, now }) };
}

async function firstThatExists(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    const isThere = await access(file).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return undefined;
}

async function checkAccount(
  scope: Scope,
  scopes: readonly Scope[],
  repository: RepositorySetUp | undefined,
  open: OpenSession,
): Promise<readonly Check[]> {
  const { account, otherStackPrefixes = [] } = scope.settings;
  const opened = await attempt(() => open(scope.settings));
  if ('failure' in opened)
    return [
      problem(`account ${account}: ${opened.failure.message}`, opened.failure.hint ?? 'see the message'),
      notChecked(`roles and stacks of account ${account}`, 'run doctor with credentials of the plan role'),
    ];
  const session = opened.value;
  const declared = accessScope(scope, undefined);
  const access = declaresNothing(scope) ? { ...declared, managed: {} } : declared;
  const others = scopes.filter((other) => other !== scope);
  const live = await attempt(() => readSetUp(session, scope, access, others));
  if ('failure' in live)
    return [
      ok(`the credentials are of account ${account}`),
      problem(live.failure.message, live.failure.hint ?? 'rolekeeper permissions --role plan'),
    ];
  const names = scope.integrations.map(({ name }) => name);
  return [
    ok(`the credentials are of account ${account}, and may read what plan reads first`),
    ...checkRoles({ access, names, otherPrefixes: otherStackPrefixes }, live.value, repository),
  ];
}

type Attempt<T> = { readonly value: T } | { readonly failure: RolekeeperError };

/** What a user can do something about comes back; a bug does not. */
async function attempt<T>(ask: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await ask() };
  } catch (error) {
    if (error instanceof RolekeeperError && error.reason !== 'internal') return { failure: error };
    throw error;
  }
}

/**
 * The repository on GitHub that a folder is a clone of, or that is named. The token goes nowhere but to the GitHub that
 * the environment names: a clone says which repository, and never which host.
 */
async function openRepository(
  named: string | undefined,
  { github, git }: Pick<Environment, 'github' | 'git'>,
): Promise<Known<GitHubConnection>> {
  if (github?.token === undefined) return notKnown('neither GH_TOKEN nor GITHUB_TOKEN is set');
  const { token, apiUrl } = github;
  const name = named ?? github.repository ?? repositoryOfClone(await originOf(git, '.'), apiUrl);
  const [owner, repo] = name?.split('/') ?? [];
  if (owner === undefined || repo === undefined)
    return notKnown(`this folder is not a clone of a repository of ${hostOfApi(apiUrl)}`);
  return known(connectGitHub({ token, apiUrl, repository: { owner, repo }, version: VERSION }));
}
