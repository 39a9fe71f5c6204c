import { parseArn } from '../../model/arn.ts';
import { parsePolicy } from '../../policy/parse-policy.ts';
import { ADMINISTRATING } from '../data/escalation-paths.ts';
import type { RuleContext } from '../rule.ts';
import type { Holder } from './holder.ts';
import { someResource } from './named-resources.ts';

/** What may administrate, and what those are called. */
export const ADMINISTRATORS = {
  role: 'roles of administrators',
  user: 'administrators',
  group: 'groups of administrators',
} as const;

type Administrated = keyof typeof ADMINISTRATORS;

/** Resources that an Allow names and whose names say that they administrate. */
export function administrators(
  { policies }: Pick<Holder, 'policies'>,
  type: Administrated,
  { settings }: RuleContext,
): readonly string[] {
  const patterns = policies.flatMap(({ document }) =>
    (parsePolicy(document, 'identity', settings) ?? []).flatMap(({ effect, resource }) =>
      effect === 'Allow' && resource?.negated === false ? resource.patterns : [],
    ),
  );
  return [...new Set(patterns)].filter((pattern) => isAdministrator(pattern, type)).map(someResource);
}

/** `role/*admin*` is a guess at administrators; a single role counts only by the names that AWS gives. */
function isAdministrator(pattern: string, type: Administrated): boolean {
  const { resource = '' } = parseArn(pattern) ?? {};
  if (!resource.startsWith(`${type}/`)) return false;
  const name = resource.slice(resource.lastIndexOf('/') + 1);
  if (/^(?:admins?|administrators?|administratoraccess|powerusers?|poweruseraccess)$/i.test(name))
    return true;
  if (/[*?]/.test(name) && /admin|poweruser|fullaccess/i.test(name)) return true;
  if (type !== 'role') return false;
  if (CDK_DEPLOYS.test(name)) return true;
  return ADMINISTRATING.some((one) => name.toLowerCase().startsWith(one.toLowerCase()));
}

/**
 * The roles by which the CDK deploys: CloudFormation acts with AdministratorAccess for them unless the bootstrap said
 * otherwise (https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html).
 */
const CDK_DEPLOYS = /^cdk-(?:[a-z0-9?]*-?\*|[a-z0-9*?]+-(?:deploy|cfn-exec)-role)/i;
