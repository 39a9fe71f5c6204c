import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { completionScript, SHELLS, type CommandWords, type Shell } from './commands/completion.ts';
import type { AdoptOptions } from './commands/adopt.ts';
import type { AdoptStackOptions } from './commands/adopt-stack.ts';
import type { ApplyCommandOptions } from './commands/apply.ts';
import type { DoctorOptions } from './commands/doctor.ts';
import type { DriftOptions } from './commands/drift.ts';
import type { Environment } from './commands/environment.ts';
import { examplesOf } from './commands/help-examples.ts';
import { helpLayout, helpParagraph } from './commands/help-layout.ts';
import type { HandoverOptions } from './commands/handover.ts';
import type { InitOptions } from './commands/init.ts';
import type { InitTemplateOptions } from './commands/init-template.ts';
import type { InitVendorOptions } from './commands/init-vendor.ts';
import type { InventoryOptions } from './commands/inventory.ts';
import {
  FORMAT_CHOICES,
  MOST_JOBS,
  POLICY_ROLES,
  type AccessOptions,
  type RateOptions,
  type ValidateOptions,
} from './commands/options.ts';
import type { PermissionsOptions } from './commands/permissions.ts';
import type { PlanOptions } from './commands/plan.ts';
import type { ScopesOptions } from './commands/scopes.ts';
import type { OpenSession, OpenWritableSession } from './commands/session.ts';
import { CallTally } from './model/call-counts.ts';
import { VERSION } from './model/version.ts';

type Run<O> = (options: O, environment: Environment) => Promise<number>;

/** Makes the action of a command: the command gets its environment, and `main` its exit code. */
type Runner = <O>(command: Run<O>) => (options: O & { color?: boolean }) => Promise<void>;

/**
 * The CLI. The one place of it that catches. A command is loaded when it runs: `--version`, help and completion load
 * none, and each loads what it uses (docs/decisions/0015-a-command-loads-what-it-uses.md).
 *
 * @param argv what follows the name of the program
 * @param environmentOf the process around a command, which may use colours or not
 * @returns the exit code
 */
export async function main(
  argv: readonly string[],
  environmentOf: (colorAllowed: boolean) => Environment,
): Promise<number> {
  let exitCode = 0;
  const run: Runner = (command) => async (options) => {
    const calls = new CallTally();
    const environment = { ...environmentOf(options.color !== false), calls };
    try {
      exitCode = await command(options, environment);
    } catch (error) {
      const { printFailure } = await import('./commands/print-failure.ts');
      printFailure(error, environment);
      exitCode = 1;
    }
    if (calls.total === 0) return;
    const { printCalls } = await import('./commands/print-calls.ts');
    printCalls(environment);
  };
  try {
    await program(run, environmentOf(true)).parseAsync(argv, { from: 'user' });
  } catch (error) {
    // Help, the version and what is wrong with the command line: commander has said it.
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode;
  }
  return exitCode;
}

const EXIT_CODES =
  'Exit codes: 0 done or nothing to do, 1 error, 2 changes (plan --detailed-exitcode) or drift (drift).';

const DETAILS = 'in text, list every change of access instead of the most important ones';

const INVENTORY_FORMATS = ['text', 'markdown', 'json', 'csv', 'html'];

function common(command: Command, formats: readonly string[]): Command {
  return command
    .option('--desired <dir>', 'folder of the desired state', 'desired')
    .option('--only <names...>', 'only these integrations')
    .addOption(new Option('--format <format>', 'of the report').choices(formats).default('text'))
    .option('--out <file>', 'write the report to a file')
    .option('--no-color', 'no colours, also with NO_COLOR set');
}

function requestRate(): Option {
  return new Option(
    '--requests-per-second <n>',
    'the most requests to AWS in a second; without it "requestsPerSecond" of the settings, or no limit',
  ).argParser(wholeNumber);
}

/** Opens accounts for reading, once a command needs it. */
async function opening(options: RateOptions, environment: Environment): Promise<OpenSession> {
  const { openSession } = await import('./commands/open-session.ts');
  return (settings) => openSession(settings, connectionOf(options, environment));
}

/** The same for changing them. */
async function openingWritable(options: RateOptions, environment: Environment): Promise<OpenWritableSession> {
  const { openWritableSession } = await import('./commands/open-session.ts');
  return (settings) => openWritableSession(settings, connectionOf(options, environment));
}

function connectionOf({ requestsPerSecond }: RateOptions, { calls }: Environment) {
  return {
    ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
    ...(calls === undefined ? {} : { calls }),
  };
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('must be a whole number from 1');
  return number;
}

function port(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new InvalidArgumentError('must be a port, 0 to 65535');
  return number;
}

function program(run: Runner, { out, err, width, errWidth }: Environment): Command {
  const columnsOf = (error: boolean): number => (error ? errWidth : width) ?? 80;
  const program = new Command('rolekeeper')
    .exitOverride()
    .configureOutput({
      writeOut: out,
      writeErr: err,
      getOutHelpWidth: () => columnsOf(false),
      getErrHelpWidth: () => columnsOf(true),
    })
    .description(
      'Keeps the AWS IAM access of third-party integrations exactly as a git repository declares it.',
    )
    .version(VERSION)
    .showHelpAfterError('(rolekeeper <command> --help tells the options)')
    .configureHelp(helpLayout)
    .addHelpText('after', ({ error }) => helpParagraph(EXIT_CODES, columnsOf(error)));
  addInventory(program, run);
  addAdopt(program, run);
  addStateCommands(program, run);
  addSetupCommands(program, run);
  addOtherCommands(program, run);
  addCompletion(program, out);
  for (const command of program.commands)
    command.addHelpText('after', ({ error }) => examplesOf(command.name(), columnsOf(error)));
  return program;
}

/** The command that needs nothing but credentials. */
function addInventory(program: Command, run: Runner): void {
  program
    .command('inventory')
    .description('say who outside can use the account, and how far that reaches; needs no settings')
    .option('--live <dir>', 'read IAM from what the aws CLI printed, instead of with credentials')
    .addOption(new Option('--format <format>', 'of the report').choices(INVENTORY_FORMATS).default('text'))
    .option('--out <file>', 'write the report to a file')
    .option('--no-color', 'no colours, also with NO_COLOR set')
    .addOption(requestRate())
    .action(
      run(async (options: InventoryOptions & RateOptions, environment) => {
        const { inventory } = await import('./commands/inventory.ts');
        const { openAnyAccount } = await import('./commands/open-session.ts');
        return inventory(options, environment, () => openAnyAccount(connectionOf(options, environment)));
      }),
    );
}

/** From what is there to files that declare it. */
function addAdopt(program: Command, run: Runner): void {
  program
    .command('adopt')
    .description('write desired files for what is in the account, as it is')
    .argument('[addresses...]', 'as in role/x user/y')
    .option('--outside', 'every role that is assumed from outside the account, and every user with keys')
    .option('--from <file>', 'what an inventory lists, as inventory --format json wrote it')
    .option('--all', 'everything that no file declares')
    .option('--update', 'take what was edited in the account over into the files that declare it')
    .option('--from-stack <name>', 'what is IAM in another stack: says how it leaves that stack unchanged')
    .option('--execute', 'with --from-stack: deploy each step, after a look at its change set')
    .option('--out <file>', 'with --from-stack: write the template of the next step to a file')
    .addOption(requestRate())
    .option('--desired <dir>', 'folder of the desired state', 'desired')
    .option('--no-color', 'no colours, also with NO_COLOR set')
    .action(
      (
        addresses: readonly string[],
        options: AdoptOptions & Partial<AdoptStackOptions> & { color?: boolean },
      ) =>
        run(async ({ fromStack, ...given }: typeof options & RateOptions, environment) => {
          if (fromStack === undefined) {
            const { adopt } = await import('./commands/adopt.ts');
            return adopt(addresses, given, environment, await opening(given, environment));
          }
          const { adoptStack } = await import('./commands/adopt-stack.ts');
          const open = await openingWritable(given, environment);
          return adoptStack({ ...given, fromStack }, environment, open);
        })(options),
    );
}

function addCompletion(program: Command, out: Environment['out']): void {
  program
    .command('completion')
    .description('print the script that makes a shell complete commands and options')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .action((shell: Shell) => out(completionScript(shell, program.commands.map(wordsOf))));
}

/** What a shell completes of a command: its options, and those that every command has. */
function wordsOf(command: Command): CommandWords {
  const options = command.options.map(({ long, description, argChoices }) => ({
    flag: long ?? '',
    description,
    ...(argChoices === undefined ? {} : { choices: argChoices }),
  }));
  return {
    name: command.name(),
    description: command.description(),
    options: [...options, { flag: '--help', description: 'display help for command' }],
  };
}

/** The commands about a desired state and the account beside it. */
function addStateCommands(program: Command, run: Runner): void {
  common(
    program.command('validate').description('check the desired state, without AWS'),
    FORMAT_CHOICES.validate,
  ).action(
    run(async (options: ValidateOptions, environment) => {
      const { validate } = await import('./commands/validate.ts');
      return validate(options, environment);
    }),
  );

  common(
    program.command('plan').description('say what apply would do, and change nothing'),
    FORMAT_CHOICES.plan,
  )
    .option('--detailed-exitcode', 'exit with 2 when there is anything to do or any drift')
    .option('--live <dir>', 'read IAM from what the aws CLI printed, instead of with credentials')
    .option('--details', DETAILS)
    .addOption(requestRate())
    .action(
      run(async (options: PlanOptions & RateOptions, environment) => {
        const { plan } = await import('./commands/plan.ts');
        return plan(options, environment, await opening(options, environment));
      }),
    );

  common(
    program.command('apply').description('plan, and carry it out through CloudFormation change sets'),
    FORMAT_CHOICES.apply,
  )
    .option('--details', DETAILS)
    .option('--auto-approve', 'do not ask; needed where no person is at standard input, but in CI')
    .option('--parallel <n>', 'stacks that are changed at the same time', wholeNumber, 5)
    .addOption(requestRate())
    .action(
      run(async (options: ApplyCommandOptions & RateOptions, environment) => {
        const { apply } = await import('./commands/apply.ts');
        return apply(options, environment, await openingWritable(options, environment));
      }),
    );

  common(
    program.command('drift').description('read the whole account and report what differs from the files'),
    FORMAT_CHOICES.drift,
  )
    .option('--details', DETAILS)
    .addOption(requestRate())
    .action(
      run(async (options: DriftOptions & AccessOptions & RateOptions, environment) => {
        const { drift } = await import('./commands/drift.ts');
        return drift(options, environment, await opening(options, environment));
      }),
    );
}

/** The commands that bring rolekeeper into a repository and an account. */
function addSetupCommands(program: Command, run: Runner): void {
  onGitHub(
    program
      .command('init')
      .description(
        'write settings, workflows, owners and the template of the roles; or the file of a vendor; over nothing',
      )
      .argument('[vendor]', 'a vendor of the catalogue, as in datadog')
      .option(
        '--from-template <file>',
        "the desired file that a vendor's CloudFormation template comes to; - for standard input",
      )
      .option('--integration <name>', 'of a template: what its file is called')
      .option(
        '--answer <name=value...>',
        'of a template: to a question that it leaves open; of a vendor: to a parameter of its file',
      )
      .option('--service-roles', "of a template: also the roles that only the vendor's own machinery assumes")
      .option('--principal <id or arn>', 'of a vendor: its account, or its role')
      .option('--external-id <id>', 'of a vendor: as it shows it')
      .option('--policies <policies...>', 'of a vendor: policies of AWS that it asks for, by name or ARN')
      .option('--role-name <name>', 'of a vendor: what its role is called')
      .option('--account <id>', 'the AWS account')
      .option('--region <region>', 'of the CloudFormation stacks')
      .option('--desired <dir>', 'folder of the desired state', 'desired')
      .option('--owners <owners...>', 'who has to agree, for CODEOWNERS: @USER or @ORGANISATION/TEAM')
      .addOption(
        new Option(
          '--apply <how>',
          'the workflow that applies: after a second look at the plan, or what was reviewed',
        ).choices(['gated', 'reviewed']),
      )
      .option('--pin <commit>', 'of the action, for the workflows: that of its release')
      .option('--stack-prefix <prefix>', 'begins the name of every stack')
      .addOption(
        new Option('--form <form>', 'how CloudFormation gets at IAM: docs/permissions.md').choices([
          'called-via',
          'service-role',
        ]),
      ),
  ).action((vendor: string | undefined, options: InitOptions & InitVendorOptions) =>
    run(async (given: typeof options & Partial<InitTemplateOptions>, environment) => {
      const { fromTemplate } = given;
      if (fromTemplate !== undefined) {
        const { initTemplate } = await import('./commands/init-template.ts');
        return initTemplate({ ...given, fromTemplate }, environment);
      }
      if (vendor === undefined) return (await import('./commands/init.ts')).init(given, environment);
      const { initVendor } = await import('./commands/init-vendor.ts');
      return initVendor(vendor, given, environment);
    })(options),
  );

  onGitHub(
    program
      .command('permissions')
      .description('print the least policies for what the files declare')
      .option('--desired <dir>', 'folder of the desired state', 'desired')
      .addOption(new Option('--role <role>', 'of one role').choices(POLICY_ROLES))
      .addOption(
        new Option('--format <format>', 'the policies, or the bootstrap template with them')
          .choices(['json', 'template'])
          .default('json'),
      )
      .option('--out <file>', 'write it to a file'),
  ).action(
    run(async (options: PermissionsOptions, environment) => {
      const { permissions } = await import('./commands/permissions.ts');
      return permissions(options, environment);
    }),
  );

  program
    .command('doctor')
    .description(
      'look at files, workflows, the repository on GitHub, roles and stacks, and say of each what to do',
    )
    .option('--desired <dir>', 'folder of the desired state', 'desired')
    .option('--repository <owner/name>', 'on GitHub; that of the clone when it is left out')
    .addOption(requestRate())
    .action(
      run(async (options: DoctorOptions & RateOptions, environment) => {
        const { doctor } = await import('./commands/doctor.ts');
        return doctor(options, environment, await opening(options, environment));
      }),
    );
}

/** What the trust policies of the roles are made of. */
function onGitHub(command: Command): Command {
  return command
    .option('--repository <owner/name>', 'on GitHub')
    .option('--owner-id <id>', "GitHub's id of the owner, for repositories made or renamed since July 2026")
    .option('--repository-id <id>', "GitHub's id of the repository, with --owner-id")
    .option('--branch <branch>', 'the default branch')
    .option('--environment <name>', 'the environment of the apply job')
    .option('--boundary <arn>', 'the permissions boundary that every role and user has to have')
    .option('--provider-exists', "the account has GitHub's identity provider already");
}

function addOtherCommands(program: Command, run: Runner): void {
  program
    .command('scopes')
    .description('print the scopes as JSON, for the matrix of a workflow')
    .option('--desired <dir>', 'folder of the desired state', 'desired')
    .option(
      '--jobs <n>',
      'the most jobs that they are shared out to; GitHub runs 256',
      wholeNumber,
      MOST_JOBS,
    )
    .option('--out <file>', 'write the list to a file')
    .action(
      run(async (options: ScopesOptions, environment) => {
        const { scopes } = await import('./commands/scopes.ts');
        return scopes(options, environment);
      }),
    );

  program
    .command('handover')
    .description('print what the file of an integration says that the third party is to be told')
    .argument('<integration>')
    .option('--desired <dir>', 'folder of the desired state', 'desired')
    .option('--show-external-ids', 'as they are, in place of their fingerprints; on a terminal alone')
    .action((name: string, options: HandoverOptions) =>
      run(async (given: typeof options, environment) => {
        const { handover } = await import('./commands/handover.ts');
        return handover(name, given, environment);
      })(options),
    );

  program
    .command('render')
    .description('print the CloudFormation template of an integration')
    .argument('<integration>')
    .option('--desired <dir>', 'folder of the desired state', 'desired')
    .option('--out <file>', 'write the template to a file')
    .action((name: string, options: { desired: string; out?: string }) =>
      run(async (given: typeof options, environment) => {
        const { render } = await import('./commands/render.ts');
        return render(name, given, environment);
      })(options),
    );

  program
    .command('sandbox')
    .description(
      'serve an in-memory AWS (IAM, CloudFormation, STS, Organizations) on this machine, for rehearsals',
    )
    .option('--port <n>', 'port on 127.0.0.1; 0 takes any', port, 4566)
    .option('--state <file>', 'load the account from this file, and save it there at the end')
    .option('--account <id>', 'account id of a new account', '111122223333')
    .action(
      run(async (options: { port: number; state?: string; account: string }, environment) => {
        const { sandbox } = await import('./commands/sandbox.ts');
        return sandbox(options, environment);
      }),
    );

  program
    .command('demo')
    .description(
      'tell the whole story on an in-memory AWS: plan, apply, no changes, tampering, drift, repair',
    )
    .option('--no-color', 'no colours, also with NO_COLOR set')
    .action(
      run(async (_options: { color?: boolean }, environment) => {
        const { demo } = await import('./commands/demo.ts');
        return demo(environment);
      }),
    );
}
