import { exampleLines } from './help-layout.ts';

/** What `--help` of a command shows at its end: the command lines that people come for. */
const EXAMPLES: Readonly<Record<string, readonly (readonly [line: string, does: string])[]>> = {
  inventory: [
    ['rolekeeper inventory', 'who outside can use the account of these credentials'],
    ['rolekeeper inventory --format html --out inventory.html', 'as a page that opens anywhere'],
  ],
  adopt: [
    ['rolekeeper adopt role/DatadogIntegrationRole', 'one role, with its policies and its instance profile'],
    ['rolekeeper adopt --outside', 'every role that can be assumed from outside the account'],
    ['rolekeeper adopt --from inventory.json', 'what that inventory lists'],
  ],
  validate: [
    ['rolekeeper validate', 'every mistake in desired/, with its line'],
    ['rolekeeper validate --format sarif --out rolekeeper.sarif', 'for code scanning'],
  ],
  plan: [
    ['rolekeeper plan', 'what apply would do'],
    ['rolekeeper plan --only datadog', 'the same for one integration'],
    ['rolekeeper plan --detailed-exitcode', 'for a script: exit code 2 when there is anything to do'],
    ['rolekeeper plan --live dump/', 'without credentials, from what the aws CLI printed'],
  ],
  apply: [
    ['rolekeeper apply', 'plans, asks, applies and reads again'],
    ['rolekeeper apply --only datadog --auto-approve', 'one integration, without the question'],
  ],
  drift: [
    ['rolekeeper drift', 'what was edited in the account'],
    ['rolekeeper drift --format json --out drift.json', 'as JSON, for a program'],
  ],
  scopes: [
    ['rolekeeper scopes', 'one job for each scope'],
    ['rolekeeper scopes --jobs 20', 'hundreds of scopes shared out to 20 jobs'],
  ],
  init: [
    ['rolekeeper init', 'asks for account, region and repository'],
    ['rolekeeper init datadog --external-id ID --policies SecurityAudit', 'desired/datadog.yaml'],
    [
      'rolekeeper init snowflake --answer BucketName=acme-stage',
      'a role that is pending until Snowflake names the principal to trust',
    ],
    [
      'rolekeeper init --from-template template.yaml --integration spot',
      "desired/spot.yaml, from a vendor's CloudFormation template",
    ],
    [
      'rolekeeper init --account 111122223333 --region eu-west-1 --repository acme/infra --owners @acme/security',
      '',
    ],
  ],
  doctor: [
    ['rolekeeper doctor', 'with credentials of the plan role'],
    [
      'GH_TOKEN=$(gh auth token) rolekeeper doctor',
      'also with the token of an administrator of the repository',
    ],
  ],
  permissions: [
    ['rolekeeper permissions', 'the policies of plan and apply, and the Deny for others'],
    ['rolekeeper permissions --role apply', 'the policies of one role'],
    [
      'rolekeeper permissions --format template --repository acme/infra',
      'the bootstrap template for what is declared',
    ],
  ],
  handover: [
    ['rolekeeper handover datadog', 'what to tell Datadog, from desired/datadog.yaml'],
    ['rolekeeper handover datadog --show-external-ids', 'the same with the external id, on a terminal only'],
  ],
  render: [['rolekeeper render datadog', 'the CloudFormation template of desired/datadog.yaml']],
  sandbox: [['rolekeeper sandbox --state account.json', 'an account that is kept in a file']],
  demo: [['rolekeeper demo', 'no AWS account needed']],
  completion: [
    ['rolekeeper completion bash > ~/.local/share/bash-completion/completions/rolekeeper', ''],
    ['rolekeeper completion zsh > "${fpath[1]}/_rolekeeper"', ''],
    ['rolekeeper completion fish > ~/.config/fish/completions/rolekeeper.fish', ''],
  ],
};

/**
 * The text after the options of a command; empty for one without examples.
 *
 * @param width columns of the terminal
 */
export function examplesOf(command: string, width: number): string {
  const examples = EXAMPLES[command] ?? [];
  return examples.length === 0 ? '' : ['', 'Examples:', ...exampleLines(examples, width)].join('\n');
}
