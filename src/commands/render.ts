import { RolekeeperError } from '../model/failure.ts';
import { blockOf } from '../cloudformation/block.ts';
import { logicalIdOf } from '../cloudformation/logical-id.ts';
import { buildTemplate, templateText } from '../cloudformation/template.ts';
import { digestOfDeclaration } from '../plan/digest.ts';
import type { Environment } from './environment.ts';
import { loadScopes } from './load-scopes.ts';
import type { CommonOptions } from './options.ts';
import { writeReport } from './write-report.ts';

/** Prints the CloudFormation template that an integration becomes, as a new stack would get it. */
export async function render(
  name: string,
  options: Pick<CommonOptions, 'desired' | 'out'>,
  environment: Environment,
): Promise<number> {
  const scopes = await loadScopes({ desired: options.desired, only: [name] }, environment);
  const [scope] = scopes;
  if (scope === undefined || scopes.length > 1) {
    throw new RolekeeperError('invalid-config', `${scopes.length} scopes have an integration ${name}`, {
      hint: 'name the folder of one scope with --desired',
    });
  }
  const integration = scope.integrations.find((candidate) => candidate.name === name);
  const resources = (integration?.resources ?? []).map((item) => item.resource);
  const template = buildTemplate({
    integration: name,
    declaredDigest: digestOfDeclaration(resources, scope.settings),
    resources: Object.fromEntries(
      resources.map((resource) => [logicalIdOf(resource), blockOf(resource, resources, scope.settings)]),
    ),
  });
  await writeReport(templateText(template), options.out, environment, 'template');
  return 0;
}
