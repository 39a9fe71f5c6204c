import { formatArn } from '../model/arn.ts';
import type { AccessScope } from '../init/access-scope.ts';
import { roleArn } from '../init/access-scope.ts';
import { askPolicies, type Answer } from './check-permissions.ts';
import { notChecked, ok, problem, type Check } from './check.ts';
import type { LivePrincipal, LiveSetUp } from './live-set-up.ts';

/**
 * Which principals besides the apply role may change a stack that carries a service role, and so have its power over IAM
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html). Who may write IAM anyway
 * gains nothing by it.
 */
export function checkStackWriters(scope: AccessScope, live: LiveSetUp): readonly Check[] {
  const carried = carriedRoles(scope, live);
  if (carried.length === 0) return [ok('no service role: a stack gives no access to others')];
  const apply = roleArn(scope, scope.roles.apply);
  const judged = live.principals
    .filter(({ arn }) => arn !== apply && !arn.includes(':role/aws-service-role/'))
    .map((principal) => ({ principal, writes: writesOf(principal, scope) }))
    .filter(({ writes }) => writes !== 'none');
  const found = judged.filter(({ writes }) => writes === 'certain').map(({ principal }) => principal.address);
  const unknown = judged
    .filter(({ writes }) => writes === 'unknown')
    .map(({ principal }) => principal.address);
  const stacks = `${scope.stackPrefix}* stacks, and so use ${carried.join(', ')}`;
  const deny = 'attach to them, or to an SCP, what rolekeeper permissions --role deny-others prints';
  return [
    ...(found.length === 0 ? [] : [problem(`${listOf(found)} can change ${stacks}`, deny)]),
    ...(unknown.length === 0
      ? []
      : [
          notChecked(
            `whether ${listOf(unknown)} can change ${stacks}: not all of their policies were read`,
            deny,
          ),
        ]),
    ...(found.length + unknown.length === 0
      ? [ok(`no other principal of the account can change ${stacks} (SCPs are not looked at)`)]
      : []),
  ];
}

/** The names of the service roles that stacks carry, or will. */
export function carriedRoles(scope: AccessScope, { stacks }: Pick<LiveSetUp, 'stacks'>): readonly string[] {
  const arns = stacks.flatMap(({ roleArn: arn }) => arn ?? []);
  const own = scope.form === 'service-role' ? [scope.roles.service] : [];
  return [...new Set([...own, ...arns.map((arn) => arn.slice(arn.lastIndexOf('/') + 1))])];
}

function writesOf(principal: LivePrincipal, scope: AccessScope): 'none' | 'certain' | 'unknown' {
  const { partition, account, region, stackPrefix } = scope;
  const stack = formatArn({
    partition,
    service: 'cloudformation',
    region,
    account,
    resource: `stack/${stackPrefix}any/any`,
  });
  const ask = (action: string, resource: string): Answer['answer'] =>
    askPolicies(
      principal.policies,
      {
        action,
        resource,
        context: { ...SESSION, 'aws:PrincipalArn': principal.arn, 'aws:PrincipalAccount': account },
      },
      partition,
    ).answer;
  if (ask('iam:PutRolePolicy', roleArn(scope, 'any')) === 'allowed') return 'none';
  const ways = WAYS.map((way) => {
    const answers = way.map((action) => ask(`cloudformation:${action}`, stack));
    if (answers.includes('denied')) return 'none';
    return answers.includes('unknown') ? 'unknown' : 'certain';
  });
  return (['certain', 'unknown'] as const).find((one) => ways.includes(one)) ?? 'none';
}

/** A session as strong as it can be: with MFA, over TLS. */
const SESSION = {
  'aws:MultiFactorAuthPresent': 'true',
  'aws:SecureTransport': 'true',
  'cloudformation:ChangeSetName': 'any',
} as const;

/** What is enough to bring a template of one's own into a stack. */
const WAYS: readonly (readonly string[])[] = [['UpdateStack'], ['CreateChangeSet', 'ExecuteChangeSet']];

const SHOWN = 10;

function listOf(names: readonly string[]): string {
  const rest = names.length - SHOWN;
  return rest > 0 ? `${names.slice(0, SHOWN).join(', ')} and ${rest} more` : names.join(', ');
}
