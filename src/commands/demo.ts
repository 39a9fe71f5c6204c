import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DesiredResource, Integration, Scope } from '../model/integration.ts';
import type { JsonObject } from '../model/json.ts';
import { applicableIn } from '../model/assessment.ts';
import { applyPlan } from '../apply/apply-plan.ts';
import { startSandbox, type Sandbox } from '../sandbox/server.ts';
import { apply } from './apply.ts';
import { applyPorts } from './apply-ports.ts';
import { drift } from './drift.ts';
import type { Environment } from './environment.ts';
import { loadScopes } from './load-scopes.ts';
import { openSession, openWritableSession } from './open-session.ts';
import { plan } from './plan.ts';
import { readAssessedPlan } from './read-plan.ts';
import { today } from './today.ts';
import { withSessions } from './with-sessions.ts';

/** The integration that the demo's account does not have yet, and the one that it has in an older form. */
const MISSING = 'logzio-s3';
const OUT_OF_DATE = 'qwak';

/**
 * Tells the whole story on an in-memory AWS, with the real commands and the real SDK: an account where one integration
 * is missing and one is out of date; plan; apply; no changes; an edit by hand; drift is found, explained and healed.
 */
export async function demo(environment: Environment): Promise<number> {
  const sandbox = await startSandbox();
  try {
    useSandbox(sandbox);
    await tell(sandbox, hurried(environment));
    return 0;
  } finally {
    await sandbox.close();
  }
}

async function tell(sandbox: Sandbox, environment: Environment): Promise<void> {
  const desired = relative('', join(dirname(fileURLToPath(import.meta.url)), '..', 'desired'));
  const options = { desired, format: 'text' } as const;
  const say = (text: string): void => environment.out(`\n${text}\n`);
  const command = (text: string): void => environment.out(`\n$ rolekeeper ${text}\n\n`);

  say(
    `An in-memory AWS account. It has the integrations of desired/, but ${MISSING} is missing and ${OUT_OF_DATE} is out of date.`,
  );
  const [scope] = await loadScopes({ desired }, environment);
  if (scope === undefined) throw new Error('the demo has no desired state');
  await applyQuietly(pastOf(scope), environment);

  command('plan');
  await plan(options, environment, openSession);
  command('apply');
  await apply({ ...options, parallel: 5, autoApprove: true }, environment, openWritableSession);
  command('plan');
  await plan(options, environment, openSession);

  say('Now the account is edited by hand: a new inline policy, and a trust policy without its external id.');
  await tamper(sandbox);
  command('drift');
  const exitCode = await drift(options, environment, openSession);
  say(`Exit code ${exitCode}. Reverting it takes access away and gives none, so apply does it.`);
  command(`apply --only ${MISSING}`);
  await apply(
    { ...options, only: [MISSING], parallel: 5, autoApprove: true },
    environment,
    openWritableSession,
  );
  command('drift');
  await drift(options, environment, openSession);
  say('That was the demo; nothing of it left this machine.');
}

/** The scope as it was before the last two pull requests. */
function pastOf(scope: Scope): Scope {
  const integrations = scope.integrations
    .filter((integration) => integration.name !== MISSING)
    .map((integration) => (integration.name === OUT_OF_DATE ? olderForm(integration) : integration));
  return { ...scope, integrations };
}

/** What it was then met no expectation of today. */
function olderForm(integration: Integration): Integration {
  const { expectations: _, ...untested } = integration;
  const older = ({ resource, ...rest }: DesiredResource): DesiredResource => ({
    ...rest,
    resource: {
      ...resource,
      properties: { ...resource.properties, Policies: [OLD_POLICY], MaxSessionDuration: 7200 },
    },
  });
  return { ...untested, resources: integration.resources.map(older) };
}

const OLD_POLICY: JsonObject = {
  PolicyName: 's3-read',
  PolicyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
  },
};

async function applyQuietly(scope: Scope, environment: Environment): Promise<void> {
  await withSessions(openWritableSession, async (open) => {
    const session = await open(scope.settings);
    const day = today(environment.clock);
    const planned = await readAssessedPlan({ scope, session, live: 'wanted', today: day });
    const ports = applyPorts({
      scope,
      session,
      planned,
      today: day,
      environment,
      onProgress: () => undefined,
    });
    await applyPlan(planned, ports, { parallel: 5, applicable: applicableIn(planned.assessed) });
  });
}

/** What an administrator does in the console, as requests of the IAM API. */
async function tamper(sandbox: Sandbox): Promise<void> {
  const roleName = 'logzio-s3-fetcher';
  const sneaky = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
  await callIam(sandbox, {
    Action: 'PutRolePolicy',
    RoleName: roleName,
    PolicyName: 'temporary-debug',
    PolicyDocument: JSON.stringify(sneaky),
  });
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: '406095609952' }, Action: 'sts:AssumeRole' }],
  };
  await callIam(sandbox, {
    Action: 'UpdateAssumeRolePolicy',
    RoleName: roleName,
    PolicyDocument: JSON.stringify(trust),
  });
}

async function callIam(sandbox: Sandbox, parameters: Readonly<Record<string, string>>): Promise<void> {
  const response = await fetch(sandbox.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: 'AWS4-HMAC-SHA256 Credential=admin/20260101/us-east-1/iam/aws4_request',
    },
    body: new URLSearchParams({ Version: '2010-05-08', ...parameters }),
  });
  if (!response.ok)
    throw new Error(`the demo's account refused ${parameters['Action']}: ${await response.text()}`);
}

/**
 * The SDK takes endpoint and credentials from the environment, as for every user. Whatever else the user has set for
 * AWS goes: an endpoint of one service would win over the sandbox, and the demo would change what is there.
 */
function useSandbox(sandbox: Sandbox): void {
  const own = Object.keys(process.env).filter((name) => /^AWS_(?!SDK_)/i.test(name));
  for (const name of own) delete process.env[name];
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_ACCESS_KEY_ID: 'demo',
    AWS_SECRET_ACCESS_KEY: 'demo',
  });
}

/** Time runs ten times faster, pauses and patience alike: nothing has to be waited for in memory. */
function hurried(environment: Environment): Environment {
  const { clock } = environment;
  const start = clock.now().getTime();
  return {
    ...environment,
    clock: {
      now: () => new Date(start + (clock.now().getTime() - start) * 10),
      sleep: (milliseconds, signal) => clock.sleep(milliseconds / 10, signal),
    },
  };
}
