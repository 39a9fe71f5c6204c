import type { Scope } from '../model/integration.ts';
import type { JsonObject } from '../model/json.ts';
import { RolekeeperError } from '../model/failure.ts';
import { bootstrapOf, parseAnswers } from '../init/answers.ts';
import { bootstrapTemplate, INLINE_POLICY_LIMIT, tooLong } from '../init/bootstrap-template.ts';
import { applyPolicy, denyOthersPolicy, planPolicy, servicePolicy } from '../init/least-policies.ts';
import { accessScope } from './access-scope-of.ts';
import type { Environment } from './environment.ts';
import { loadScopes } from './load-scopes.ts';
import type { POLICY_ROLES } from './options.ts';
import { writeReport } from './write-report.ts';

export interface PermissionsOptions {
  readonly desired: string;
  readonly role?: (typeof POLICY_ROLES)[number];
  readonly format: 'json' | 'template';
  readonly boundary?: string;
  readonly repository?: string;
  readonly ownerId?: string;
  readonly repositoryId?: string;
  readonly branch?: string;
  readonly environment?: string;
  readonly providerExists?: boolean;
  readonly out?: string;
}

/**
 * Prints the least policies for a scope, for the names that its files declare: of one role, of all, or as the bootstrap
 * template.
 */
export async function permissions(options: PermissionsOptions, environment: Environment): Promise<number> {
  const scopes = await loadScopes({ desired: options.desired }, environment, { mayBeEmpty: true });
  const [scope] = scopes;
  if (scope === undefined || scopes.length > 1) {
    throw new RolekeeperError('invalid-config', `${options.desired} has ${scopes.length} scopes`, {
      hint: 'name the folder of one with --desired: each account has policies of its own',
    });
  }
  const text = options.format === 'template' ? templateOf(scope, options) : policiesOf(scope, options);
  await writeReport(text, options.out, environment, options.format === 'template' ? 'template' : 'report');
  return 0;
}

function policiesOf(scope: Scope, { role, boundary }: PermissionsOptions): string {
  const access = accessScope(scope, boundary);
  const all: Readonly<Record<(typeof POLICY_ROLES)[number], JsonObject>> = {
    plan: planPolicy(access),
    apply: applyPolicy(access),
    service: servicePolicy(access),
    'deny-others': denyOthersPolicy(access),
  };
  if (role === 'service' && access.form === 'called-via') {
    throw new RolekeeperError('invalid-config', 'the scope has no service role', {
      hint: 'the apply role writes IAM by way of CloudFormation: --role apply; or set cloudFormationRole in rolekeeper.yaml',
    });
  }
  const { service: _, ...withoutService } = all;
  const shown = role === undefined ? (access.form === 'called-via' ? withoutService : all) : all[role];
  return `${JSON.stringify(shown, undefined, 2)}\n`;
}

function templateOf(scope: Scope, options: PermissionsOptions): string {
  const access = accessScope(scope, options.boundary);
  const { account, region, stackPrefix } = access;
  const { repository, ownerId, repositoryId, branch, environment, providerExists, boundary } = options;
  const answers = parseAnswers({
    account,
    region,
    stackPrefix,
    form: access.form,
    repository,
    ownerId,
    repositoryId,
    branch,
    environment,
    providerExists,
    boundary,
  });
  const bootstrap = { ...bootstrapOf(answers, access.managed, access.partition), scope: access };
  const [long] = tooLong(bootstrap);
  if (long !== undefined) {
    throw new RolekeeperError(
      'invalid-config',
      `the inline policy of ${long.role} has ${long.characters} characters; IAM takes ${INLINE_POLICY_LIMIT}`,
      {
        hint: 'give the declared roles a common path, or split the scope: each stackPrefix can have roles of its own',
      },
    );
  }
  return bootstrapTemplate(bootstrap);
}
