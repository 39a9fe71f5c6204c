import { iamArn } from '../model/arn.ts';
import { stringify } from 'yaml';
import type { AccessScope } from './access-scope.ts';
import { roleArn } from './access-scope.ts';
import type { InitAnswers } from './answers.ts';
import { SETTINGS_MODELINE } from './modeline.ts';
import { bootstrapTemplate, type Bootstrap } from './bootstrap-template.ts';

/** A file to write, from the root of the repository. */
export interface SetupFile {
  readonly path: string;
  readonly text: string;
}

/** The workflows as they are published, by file name. The account, region and branch in them are placeholders. */
export type WorkflowTexts = Readonly<Record<string, string>>;

export const BOOTSTRAP_FILE = 'rolekeeper-bootstrap.yaml';

/** Outside of the prefix of rolekeeper's own stacks: those are its to change. */
export const BOOTSTRAP_STACK = 'bootstrap-rolekeeper';

export function setupFiles(
  answers: InitAnswers,
  bootstrap: Bootstrap,
  workflows: WorkflowTexts,
): readonly SetupFile[] {
  return [
    { path: `${answers.desired}/rolekeeper.yaml`, text: settingsText(answers, bootstrap.scope) },
    { path: BOOTSTRAP_FILE, text: bootstrapTemplate(bootstrap) },
    ...Object.entries(workflows)
      .filter(([name]) => name !== LEFT_OUT[answers.apply] && name !== FOR_MANY_ACCOUNTS)
      .map(([name, text]) => ({
        path: `.github/workflows/${name}`,
        text: adapted(text, answers, bootstrap.scope),
      })),
  ];
}

function settingsText({ stackPrefix, form }: InitAnswers, scope: AccessScope): string {
  const settings = {
    version: 1,
    account: scope.account,
    region: scope.region,
    ...(stackPrefix === 'rolekeeper-' ? {} : { stackPrefix }),
    ...(form === 'service-role' ? { cloudFormationRole: roleArn(scope, scope.roles.service) } : {}),
  };
  return `${SETTINGS_MODELINE}\n${stringify(settings, { defaultStringType: 'PLAIN' })}`;
}

function adapted(text: string, answers: InitAnswers, scope: AccessScope): string {
  const own = pinned(text, answers)
    .replaceAll(iamArn(PUBLISHED_SCOPE, ''), iamArn(scope, ''))
    .replaceAll('eu-west-1', scope.region)
    .replaceAll('branches: [main]', `branches: [${answers.branch}]`)
    .replaceAll('environment: iam-apply', `environment: ${answers.environment}`);
  if (answers.desired === 'desired') return own;
  return own.replaceAll(
    /^( *)(- )?uses: rolekeeper\/.*$(?:\n *with:$)?/gm,
    (step, indent: string, dash: string | undefined) => {
      const inner = dash === undefined ? indent : `${indent}  `;
      return `${step.replace(/\n.*/, '')}\n${inner}with:\n${inner}  desired: ${answers.desired}`;
    },
  );
}

/** The scope that the published workflows are written for. */
const PUBLISHED_SCOPE = { partition: 'aws', account: '111122223333' } as const;

/** The action by its commit, and the version beside it. */
function pinned(text: string, { pin }: InitAnswers): string {
  return pin === undefined
    ? text
    : text.replaceAll(PUBLISHED, (_use, action: string, tag: string) => `${action}@${pin} # ${tag}`);
}

/** As the published workflows use it. */
const PUBLISHED = /(uses: [\w.-]+\/rolekeeper)@(v\S+) # pin it to the commit of the release/g;

/** Of the two that apply on a push, the one that was asked for: both would apply the same merge. */
const LEFT_OUT = { gated: 'iam-apply.yml', reviewed: 'iam-apply-gated.yml' } as const;

/** `init` sets one scope up: hundreds of them need another workflow. */
const FOR_MANY_ACCOUNTS = 'iam-plan-accounts.yml';

/** What the owners have to agree to: the access, and what decides how it is applied. */
export function ownerLines({ owners, desired }: InitAnswers): readonly string[] {
  return owners.length === 0
    ? []
    : [`/${desired}/`, '/.github/', `/${BOOTSTRAP_FILE}`].map((path) => `${path} ${owners.join(' ')}`);
}

/** The one command that makes what the bootstrap template says. */
export function deployCommand({ region }: InitAnswers): string {
  return `aws cloudformation deploy --region ${region} --stack-name ${BOOTSTRAP_STACK} --template-file ${BOOTSTRAP_FILE} --capabilities CAPABILITY_NAMED_IAM`;
}
