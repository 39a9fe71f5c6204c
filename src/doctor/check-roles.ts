import type { JsonObject } from '../model/json.ts';
import { isJsonArray, isJsonObject, type Json } from '../model/json.ts';
import type { AccessScope } from '../init/access-scope.ts';
import { GITHUB_ISSUER, githubProviderArn, roleArn } from '../init/access-scope.ts';
import { applyPolicy, planPolicy, servicePolicy } from '../init/least-policies.ts';
import { notChecked, ok, problem, type Check } from './check.ts';

/** A role as it is in the account. */
export interface LiveRole {
  readonly name: string;
  readonly trust: JsonObject;
  readonly inline: readonly JsonObject[];
  /** ARNs. */
  readonly attached: readonly string[];
  readonly boundary: string | undefined;
}

/** The stacks of the prefix, with the role that each carries. */
export interface LiveStack {
  readonly name: string;
  readonly roleArn: string | undefined;
}

export interface LiveSetUp {
  readonly role: (name: string) => LiveRole | undefined;
  /** Client ids of GitHub's identity provider; undefined where the account has none. */
  readonly providerAudiences: readonly string[] | undefined;
  readonly stacks: readonly LiveStack[];
}

/** The roles, the identity provider and the stacks of a scope. */
export function checkRoles(scope: AccessScope, names: readonly string[], live: LiveSetUp): readonly Check[] {
  const { plan, apply } = scope.roles;
  return [
    checkProvider(scope, live),
    ...checkRole(plan, live.role(plan), planPolicy()),
    ...checkRole(apply, live.role(apply), applyPolicy(scope)),
    ...checkSubjects(plan, live.role(plan)),
    ...checkSubjects(apply, live.role(apply)),
    ...checkApplySubject(apply, live.role(apply)),
    ...checkService(scope, live),
    ...checkStacks(scope, names, live),
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

function checkRole(name: string, role: LiveRole | undefined, wanted: JsonObject): readonly Check[] {
  if (role === undefined)
    return [
      notChecked(
        `there is no role ${name}; if the workflows use another, its policies`,
        `compare them with rolekeeper permissions`,
      ),
    ];
  const broad = role.attached.filter((arn) =>
    /:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/.test(arn),
  );
  const given = role.inline.flatMap((document) => actionsOf(document, 'Allow'));
  const missing = [...new Set(actionsOf(wanted, 'Allow'))].filter(
    (action) => !given.some((pattern) => covers(pattern, action)),
  );
  return [
    ...broad.map((arn) =>
      problem(`${name} has ${arn} attached`, `detach it: rolekeeper permissions prints what is enough`),
    ),
    ...(missing.length === 0
      ? [ok(`${name} is allowed every action that it needs`)]
      : role.attached.length > 0
        ? [
            notChecked(
              `whether ${role.attached.join(', ')} allows ${name} ${missing.join(', ')}`,
              'rolekeeper permissions prints the inline policy that does',
            ),
          ]
        : [
            problem(
              `${name} lacks ${missing.join(', ')}`,
              'rolekeeper permissions --format template, and deploy it',
            ),
          ]),
  ];
}

/** A subject with a wildcard lets other branches, environments or repositories in. */
function checkSubjects(name: string, role: LiveRole | undefined): readonly Check[] {
  if (role === undefined) return [];
  const wide = subjectsOf(role.trust).filter((subject) =>
    /\*/.test(subject.replace(/gh-readonly-queue\/[^*]*\*$/, '')),
  );
  return wide.map((subject) =>
    problem(
      `the trust policy of ${name} lets in every subject like ${subject}`,
      'name the subjects: docs/github.md',
    ),
  );
}

function checkApplySubject(name: string, role: LiveRole | undefined): readonly Check[] {
  if (role === undefined) return [];
  const subjects = subjectsOf(role.trust);
  const others = subjects.filter((subject) => !subject.includes(':environment:'));
  if (subjects.length === 0)
    return [
      problem(
        `the trust policy of ${name} asks for no subject of GitHub`,
        'name the environment: docs/github.md',
      ),
    ];
  const known = subjects.some((subject) => /^repo:[^/]+@\d+\/[^:]+@\d+:/.test(subject))
    ? ok(`${name} trusts ${subjects.join(', ')}`)
    : notChecked(
        `whether the repository's subjects have ids in them: ${name} trusts ${subjects.join(', ')}`,
        'repositories that were created or renamed since July 2026 do: rolekeeper init --owner-id … --repository-id …',
      );
  return [
    ...others.map((subject) =>
      problem(
        `${name} trusts ${subject}, which is no environment`,
        'leave the subject of the environment alone',
      ),
    ),
    known,
  ];
}

function checkService(scope: AccessScope, live: LiveSetUp): readonly Check[] {
  if (scope.form === 'called-via') return [ok('no service role: a stack is worth nothing to others')];
  const { service } = scope.roles;
  const role = live.role(service);
  if (role === undefined)
    return [
      problem(
        `cloudFormationRole names ${service}, which the account does not have`,
        'make it, or take the key out',
      ),
    ];
  const trusted = JSON.stringify(role.trust);
  const only =
    /"Service":"cloudformation\.amazonaws\.com"/.test(trusted) && !/"AWS":|"Federated":|"\*"/.test(trusted);
  return [
    ...checkRole(service, role, servicePolicy(scope)),
    only
      ? ok(`${service} trusts CloudFormation alone`)
      : problem(
          `${service} trusts others than CloudFormation`,
          'leave cloudformation.amazonaws.com alone in its trust policy',
        ),
    notChecked(
      `who else may change ${scope.stackPrefix}* stacks, and so use ${service}`,
      'attach to them what rolekeeper permissions --role deny-others prints',
    ),
  ];
}

function checkStacks(scope: AccessScope, names: readonly string[], { stacks }: LiveSetUp): readonly Check[] {
  const wanted = scope.form === 'service-role' ? roleArn(scope, scope.roles.service) : undefined;
  const other = stacks.filter((stack) => stack.roleArn !== undefined && stack.roleArn !== wanted);
  const unknown = stacks.filter(({ name }) => !names.includes(name.slice(scope.stackPrefix.length)));
  return [
    ...other.map(({ name, roleArn: arn = '' }) =>
      problem(
        `the stack ${name} carries the service role ${arn}, which stays on it`,
        'whoever may change the stack has its power: delete that role, or deny others the stack (docs/threat-model.md)',
      ),
    ),
    ...unknown.map(({ name }) =>
      problem(
        `no file knows the stack ${name}`,
        'another repository or folder with the same stackPrefix, or a file that is gone: delete: or release: in rolekeeper.yaml',
      ),
    ),
  ];
}

function subjectsOf(trust: JsonObject): readonly string[] {
  return statementsOf(trust).flatMap(({ Condition }) =>
    Object.values(isJsonObject(Condition) ? Condition : {}).flatMap((keys) =>
      texts(isJsonObject(keys) ? keys[`${GITHUB_ISSUER}:sub`] : undefined),
    ),
  );
}

function actionsOf(document: JsonObject, effect: string): readonly string[] {
  return statementsOf(document)
    .filter(({ Effect }) => Effect === effect)
    .flatMap(({ Action }) => texts(Action));
}

function statementsOf({ Statement }: JsonObject): readonly JsonObject[] {
  return (isJsonArray(Statement) ? Statement : [Statement]).filter(isJsonObject);
}

function texts(value: Json | undefined): readonly string[] {
  return (isJsonArray(value) ? value : [value]).filter((one) => typeof one === 'string');
}

/** A pattern of IAM with `*` at its end, as people write them. */
function covers(pattern: string, action: string): boolean {
  return pattern === action || (pattern.endsWith('*') && action.startsWith(pattern.slice(0, -1)));
}
