import { ANY_NAME } from './reading/any-name.ts';
import { formatArn, iamArn } from '../model/arn.ts';
import { grantOf, hintFor, sayGrant, type Deed, type Grant } from './reading/grant.ts';
import { holdersIn, type Holder } from './reading/holder.ts';
import { isJsonArray, isJsonObject } from '../model/json.ts';
import { kept } from './reading/kept.ts';
import { namesAction } from './reading/named-actions.ts';
import type { Remark, Rule, RuleContext } from './rule.ts';
import { sayNames } from './reading/say-names.ts';

/** Everything on everything, spelled out, by a policy of AWS, or by what gives it to its holder: https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege */
export const fullAdmin: Rule = {
  about: 'declared',
  find: (integration, context) =>
    holdersIn(integration, context).flatMap((holder) => {
      const grant = everythingGranted(holder, context);
      return grant === undefined ? [] : [remarkOn(holder, grant)];
    }),
};

/** Whether there is nothing left to say of what a principal can do. */
export function mayDoEverything(holder: Holder, context: RuleContext): boolean {
  return everythingGranted(holder, context) !== undefined;
}

interface Everything extends Grant {
  readonly what: string;
}

/**
 * Ways by which a principal comes to hold everything, whichever it is: real actions, each on something that no
 * statement names (https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html,
 * security warnings). All the actions of one way are needed. Leaving any action of IAM out of the list evades none of
 * the others.
 */
const WAYS: readonly (readonly (readonly [action: string, type: string])[])[] = [
  // Writes a policy of itself, or of a role, user or group that it then is.
  [['iam:PutRolePolicy', 'role']],
  [['iam:AttachRolePolicy', 'role']],
  [['iam:PutUserPolicy', 'user']],
  [['iam:AttachUserPolicy', 'user']],
  [['iam:PutGroupPolicy', 'group']],
  [['iam:AttachGroupPolicy', 'group']],
  // Writes a policy that it has.
  [['iam:CreatePolicyVersion', 'policy']],
  // Becomes an administrator that is there.
  [['iam:CreateAccessKey', 'user']],
  [['iam:CreateLoginProfile', 'user']],
  [['iam:UpdateLoginProfile', 'user']],
  [
    ['iam:UpdateAssumeRolePolicy', 'role'],
    ['sts:AssumeRole', 'role'],
  ],
  // Hands an administrator's role to a service that does what it says.
  ...(
    [
      ['lambda:CreateFunction', 'lambda:InvokeFunction'],
      ['lambda:CreateFunction', 'lambda:CreateEventSourceMapping'],
      ['ec2:RunInstances'],
      ['cloudformation:CreateStack'],
      ['glue:CreateDevEndpoint'],
      ['glue:CreateJob', 'glue:StartJobRun'],
      ['codebuild:CreateProject', 'codebuild:StartBuild'],
      ['ecs:RegisterTaskDefinition', 'ecs:RunTask'],
      ['sagemaker:CreateNotebookInstance', 'sagemaker:CreatePresignedNotebookInstanceUrl'],
      ['datapipeline:CreatePipeline', 'datapipeline:PutPipelineDefinition'],
    ] as const
  ).map((actions): readonly (readonly [string, string])[] => [
    ['iam:PassRole', 'role'],
    ...actions.map((action) => [action, 'any'] as const),
  ]),
];

/**
 * One way alone may be a tool's task, and `privilege-escalation` speaks of it; two that do not need each other are
 * administration.
 */
const ENOUGH = 2;

/** By which statement a principal can get everything: four rules ask. */
const everythingGranted = kept((holder: Holder, context: RuleContext): Everything | undefined => {
  // Only `*` and `NotAction` let through a service that does not exist.
  const { partition, region, account } = context.settings;
  const nothing = formatArn({ partition, service: 'rolekeeper-any', region, account, resource: 'x' });
  const anything = { action: 'rolekeeper-any:Anything', resource: nothing };
  const all = grantOf(holder, anything, context);
  if (all !== undefined) return { ...all, what: sayEverything(all) };
  const named = WAYS.filter((way) => way.every(([action]) => namesAction(holder, action, context.settings)));
  const open = named.flatMap((way) => {
    const grants = way.map((step) => grantOf(holder, deedOf(step, context), context));
    const [first] = grants;
    return first !== undefined && grants.every((grant) => grant !== undefined)
      ? [{ grant: first, action: way[0]?.[0] ?? '' }]
      : [];
  });
  const [first] = open;
  const names = [...new Set(open.map(({ action }) => action))];
  if (first === undefined || names.length < ENOUGH) return undefined;
  return { ...first.grant, what: `can get everything: it can call ${sayNames(names)} on every resource` };
});

/** What the statement itself leaves out is named: `NotAction`, `NotResource`. */
function sayEverything({ policy, index }: Grant): string {
  const { document } = policy;
  const json = isJsonObject(document) ? (document['Statement'] ?? []) : [];
  const statement = isJsonArray(json) ? json[index] : json;
  const except = (key: string): string => {
    const names = isJsonObject(statement) ? (statement[key] ?? []) : [];
    const said = (isJsonArray(names) ? names : [names]).filter((name) => typeof name === 'string');
    return said.length === 0 ? '' : ` except ${sayNames(said)}`;
  };
  return `can do everything that nothing denies${except('NotAction')}, on every resource${except('NotResource')}`;
}

/** On something that no pattern names that is not about everything of its type. */
function deedOf([action, type]: readonly [string, string], { settings }: RuleContext): Deed {
  const { partition, region, account } = settings;
  const service = action.slice(0, action.indexOf(':'));
  return type === 'any'
    ? {
        action,
        resource: formatArn({
          partition,
          service,
          region,
          account,
          resource: `${ANY_NAME}/${ANY_NAME}`,
        }),
      }
    : { action, resource: iamArn(settings, `${type}/${ANY_NAME}`) };
}

function remarkOn({ address }: Holder, grant: Everything): Remark {
  return {
    address,
    message: `${address} ${grant.what} (${sayGrant(grant)})`,
    hint: hintFor(grant, 'name the actions and the resources that the vendor needs'),
    location: grant.location,
  };
}
