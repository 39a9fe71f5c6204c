import type { AccessScope } from '../init/access-scope.ts';
import { GITHUB_ISSUER, githubProviderArn, roleArn } from '../init/access-scope.ts';
import { applyPolicy, planPolicy, servicePolicy } from '../init/least-policies.ts';
import type { JsonObject } from '../model/json.ts';
import type { RepositorySetUp } from '../model/repository-set-up.ts';
import { checkPermissions } from './check-permissions.ts';
import { checkSubjects, notClear } from './check-subjects.ts';
import { notChecked, ok, problem, type Check } from './check.ts';
import { entrancesOf, namesOf, type Entrance } from './entrances.ts';
import type { LiveRole, LiveSetUp } from './live-set-up.ts';
import { checkStackWriters } from './stack-writers.ts';

/** What the files say of a scope. */
export interface DeclaredScope {
  readonly access: AccessScope;
  /** The names of its integrations. */
  readonly names: readonly string[];
  /** Prefixes of stacks that another repository keeps, as `otherStackPrefixes` says. */
  readonly otherPrefixes: readonly string[];
}

/** The roles, the identity provider and the stacks of a scope. */
export function checkRoles(
  scope: DeclaredScope,
  live: LiveSetUp,
  repository: RepositorySetUp | undefined,
): readonly Check[] {
  const { access } = scope;
  const { plan, apply } = access.roles;
  return [
    checkProvider(access, live),
    ...checkRole(plan, live.role(plan), planPolicy(access), access),
    ...checkRole(apply, live.role(apply), applyPolicy(access), access),
    ...checkSubjects(live.role(plan), 'plan', repository, access.partition),
    ...checkSubjects(live.role(apply), 'apply', repository, access.partition),
    ...checkService(access, live),
    ...checkStackWriters(access, live),
    ...checkStacks(scope, live),
  ];
}

function checkProvider(scope: AccessScope, { providerAudiences: audiences }: LiveSetUp): Check {
  if (audiences === undefined)
    return problem(
      `the account has no identity provider ${githubProviderArn(scope)}`,
      'deploy rolekeeper-bootstrap.yaml: rolekeeper init writes it',
    );
  return audiences.includes('sts.amazonaws.com')
    ? ok(`the identity provider ${GITHUB_ISSUER} is there`)
    : problem(
        `the identity provider ${GITHUB_ISSUER} does not know the audience sts.amazonaws.com`,
        `aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${githubProviderArn(scope)} --client-id sts.amazonaws.com`,
      );
}

function checkRole(
  name: string,
  role: LiveRole | undefined,
  wanted: JsonObject,
  { partition }: AccessScope,
): readonly Check[] {
  return role === undefined
    ? [
        notChecked(
          `the policies of ${name}: the account has no such role`,
          'deploy the bootstrap template; if the workflows use another role, compare its policies with rolekeeper permissions',
        ),
      ]
    : checkPermissions(role, wanted, partition);
}

function checkService(scope: AccessScope, live: LiveSetUp): readonly Check[] {
  if (scope.form === 'called-via') return [];
  const { service } = scope.roles;
  const role = live.role(service);
  if (role === undefined)
    return [
      problem(
        `cloudFormationRole names ${service}, which the account does not have`,
        'create the role, or remove the key',
      ),
    ];
  return [
    ...checkRole(service, role, servicePolicy(scope), scope),
    checkServiceTrust(service, entrancesOf(role.trust, scope.partition)),
  ];
}

const CLOUDFORMATION = 'Service:cloudformation.amazonaws.com';

function checkServiceTrust(service: string, entrances: readonly Entrance[] | undefined): Check {
  if (entrances === undefined) return notClear(service);
  const others = entrances.filter(({ principal }) => principal !== CLOUDFORMATION);
  if (others.length > 0)
    return problem(
      `${service} trusts principals other than CloudFormation: ${namesOf(others)}`,
      'keep only cloudformation.amazonaws.com in its trust policy',
    );
  return entrances.length === 0
    ? problem(
        `the trust policy of ${service} does not let CloudFormation assume it`,
        'allow sts:AssumeRole to cloudformation.amazonaws.com',
      )
    : ok(`${service} trusts CloudFormation only`);
}

function checkStacks(
  { access, names, otherPrefixes }: DeclaredScope,
  { stacks, elsewhere }: LiveSetUp,
): readonly Check[] {
  const { form, stackPrefix, region } = access;
  const wanted = form === 'service-role' ? roleArn(access, access.roles.service) : undefined;
  const other = stacks.filter((stack) => stack.roleArn !== undefined && stack.roleArn !== wanted);
  const unknown = stacks
    .filter(({ name }) => !names.includes(name.slice(stackPrefix.length)))
    .filter(({ name }) => !otherPrefixes.some((prefix) => name.startsWith(prefix)));
  return [
    ...other.map(({ name, roleArn: arn = '' }) =>
      problem(
        `the stack ${name} carries the service role ${arn}, which stays on it`,
        'a principal that can change the stack can use that role: delete that role, or deny others the stack (docs/threat-model.md)',
      ),
    ),
    ...unknown.map(({ name }) =>
      problem(
        `no file declares the integration of the stack ${name}`,
        'if another repository or folder uses the same stackPrefix, change one of them or name it in otherStackPrefixes; if the file was deleted, write "delete" or "release" in rolekeeper.yaml',
      ),
    ),
    ...(unknown.length === 0
      ? [ok(`a file declares the integration of every stack ${stackPrefix}* in ${region}`)]
      : []),
    ...checkRegions(stackPrefix, region, elsewhere),
  ];
}

/** Stacks of the prefix in another region are of another scope, or of this one before its `region` was changed. */
function checkRegions(prefix: string, region: string, elsewhere: LiveSetUp['elsewhere']): readonly Check[] {
  if (!elsewhere.known)
    return [
      notChecked(
        `whether stacks ${prefix}* exist in other regions (${elsewhere.reason})`,
        `aws cloudformation describe-stacks --region us-east-1 --query "Stacks[?starts_with(StackName, '${prefix}')].StackName"`,
      ),
    ];
  const found = [...elsewhere.value].filter(([, stacks]) => stacks.length > 0);
  if (found.length === 0) return [ok(`no stack ${prefix}* exists outside of ${region}`)];
  return found.map(([other, stacks]) =>
    problem(
      `${other} has stacks ${prefix}*: ${stacks.join(', ')}`,
      `IAM is global: these stacks and those of ${region} can have the same roles. Declare a scope for ${other}, or delete or release them there`,
    ),
  );
}
