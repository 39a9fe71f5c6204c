import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { notChecked, ok, problem, renderChecks, type Check } from '../doctor/check.ts';
import { checkRoles, type LiveRole } from '../doctor/check-roles.ts';
import { checkWorkflows } from '../doctor/check-workflows.ts';
import { GITHUB_ISSUER } from '../init/access-scope.ts';
import { decodeDocument } from '../kinds/decode-document.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { RoleDetail } from '../model/iam-reader.ts';
import type { Scope } from '../model/integration.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import { accessScope } from './access-scope-of.ts';
import type { Environment } from './environment.ts';
import { loadScopes } from './load-scopes.ts';
import type { OpenSession, Session } from './session.ts';
import { whileReading } from './show-reading.ts';
import { withSessions } from './with-sessions.ts';

export interface DoctorOptions {
  readonly desired: string;
}

/** Looks at everything that has to be right before a run can be, and says of each what to do. Changes nothing. */
export async function doctor(
  options: DoctorOptions,
  environment: Environment,
  openSession: OpenSession,
): Promise<number> {
  const scopes = await loadScopes(options, environment);
  const checks: Check[] = [
    ok(`${options.desired} is valid: ${scopes.length === 1 ? 'one scope' : `${scopes.length} scopes`}`),
  ];
  checks.push(...checkWorkflows(await workflowFiles()), ...GITHUB);
  await whileReading(environment, scopes, ({ scopeDone }) =>
    withSessions(openSession, async (open) => {
      for (const scope of scopes) checks.push(...(await checkAccount(scope, open).finally(scopeDone)));
    }),
  );
  environment.out(renderChecks(checks));
  const problems = checks.filter(({ state }) => state === 'problem').length;
  if (problems === 0) return 0;
  throw new RolekeeperError('blocked', `${problems === 1 ? 'a problem' : `${problems} problems`} found`, {
    hint: 'each stands above, with what to do about it',
  });
}

const WORKFLOWS = '.github/workflows';

async function workflowFiles() {
  const names = (await readdir(WORKFLOWS).catch(() => [])).filter((name) => /\.ya?ml$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({
      file: `${WORKFLOWS}/${name}`,
      text: await readFile(join(WORKFLOWS, name), 'utf8'),
    })),
  );
}

/** What GitHub alone knows, and who may ask it: an administrator of the repository. */
const GITHUB: readonly Check[] = [
  notChecked(
    'the environment: its branches and reviewers',
    'gh api repos/{owner}/{repo}/environments/iam-apply --jq "{deployment_branch_policy, protection_rules}"',
  ),
  notChecked(
    'the protection of the default branch: a review, stale approvals dismissed, the check "plan"',
    'gh api repos/{owner}/{repo}/rules/branches/main; gh api repos/{owner}/{repo}/branches/main/protection',
  ),
];

async function checkAccount(scope: Scope, open: OpenSession): Promise<readonly Check[]> {
  const { account } = scope.settings;
  const opened = await attempt(() => open(scope.settings));
  if ('failure' in opened)
    return [
      problem(`account ${account}: ${opened.failure.message}`, opened.failure.hint ?? 'see the message'),
      notChecked(`roles and stacks of account ${account}`, 'run doctor with credentials of the plan role'),
    ];
  const session = opened.value;
  const reads = await readSetUp(session, scope);
  if ('failure' in reads)
    return [
      ok(`the credentials are of account ${account}`),
      problem(reads.failure.message, reads.failure.hint ?? 'rolekeeper permissions --role plan'),
    ];
  const access = accessScope(scope, undefined);
  return [
    ok(`the credentials are of account ${account}, and may read what plan reads first`),
    ...checkRoles(
      access,
      scope.integrations.map(({ name }) => name),
      reads.value,
    ),
  ];
}

async function readSetUp({ iam, stacks }: Session, { settings }: Scope) {
  return attempt(async () => {
    const [details, providers, found] = await Promise.all([
      iam.accountDetails(),
      iam.oidcProviderRows(),
      stacks.stacks(settings.stackPrefix),
    ]);
    const provider = providers.find(({ Arn }) => Arn.endsWith(`:oidc-provider/${GITHUB_ISSUER}`));
    return {
      role: (name: string) => {
        const row = details.RoleDetailList.find(({ RoleName }) => RoleName === name);
        return row === undefined ? undefined : liveRole(row);
      },
      providerAudiences: provider === undefined ? undefined : (provider.detail?.ClientIDList ?? []),
      stacks: found.map(({ stackName, roleArn }) => ({ name: stackName, roleArn })),
    };
  });
}

function liveRole(row: RoleDetail): LiveRole {
  return {
    name: row.RoleName,
    trust: documentOf(row.AssumeRolePolicyDocument),
    inline: (row.RolePolicyList ?? []).map(({ PolicyDocument }) => documentOf(PolicyDocument)),
    attached: (row.AttachedManagedPolicies ?? []).map(({ PolicyArn }) => PolicyArn),
    boundary: row.PermissionsBoundary?.PermissionsBoundaryArn,
  };
}

function documentOf(text: RoleDetail['AssumeRolePolicyDocument']): JsonObject {
  const document = decodeDocument(text);
  return isJsonObject(document) ? document : {};
}

/** What a user can do something about comes back; a bug does not. */
async function attempt<T>(
  ask: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly failure: RolekeeperError }> {
  try {
    return { value: await ask() };
  } catch (error) {
    if (error instanceof RolekeeperError && error.reason !== 'internal') return { failure: error };
    throw error;
  }
}
