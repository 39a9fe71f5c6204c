import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { apply, type ApplyCommandOptions } from './commands/apply.ts';
import { drift } from './commands/drift.ts';
import { inventory, type InventoryOptions } from './commands/inventory.ts';
import type { Environment } from './commands/environment.ts';
import { printFailure } from './commands/print-failure.ts';
import { openAnyAccount, openSession, openWritableSession } from './commands/open-session.ts';
import type { CommonOptions } from './commands/options.ts';
import { plan, type PlanOptions } from './commands/plan.ts';
import { render } from './commands/render.ts';
import { validate } from './commands/validate.ts';
import { VERSION } from './commands/version.ts';

type Run<O> = (options: O, environment: Environment) => Promise<number>;

/** Makes the action of a command: the command gets its environment, and `main` its exit code. */
type Runner = <O>(command: Run<O>) => (options: O & { color?: boolean }) => Promise<void>;

/**
 * The CLI. The one place of it that catches.
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
    const environment = environmentOf(options.color !== false);
    try {
      exitCode = await command(options, environment);
    } catch (error) {
      printFailure(error, environment);
      exitCode = 1;
    }
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

const FORMATS = ['text', 'markdown', 'json'];
const INVENTORY_FORMATS = ['text', 'markdown', 'json', 'csv', 'html'];
const FINDING_FORMATS = [...FORMATS, 'sarif'];

function common(command: Command, formats: readonly string[] = FORMATS): Command {
  return command
    .option('--desired <dir>', 'folder of the desired state', 'desired')
    .option('--only <names...>', 'only these integrations')
    .addOption(new Option('--format <format>', 'of the report').choices(formats).default('text'))
    .option('--out <file>', 'write the report to a file')
    .option('--no-color', 'no colours, also with NO_COLOR set');
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

function program(run: Runner, { out, err }: Environment): Command {
  const program = new Command('rolekeeper')
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: err })
    .description(
      'Keeps the AWS IAM access of third-party integrations exactly as a git repository declares it.',
    )
    .version(VERSION)
    .showHelpAfterError('(rolekeeper <command> --help tells the options)')
    .addHelpText(
      'after',
      '\nExit codes: 0 done or nothing to do, 1 error, 2 changes (plan --detailed-exitcode) or drift (drift).',
    );
  addInventory(program, run);
  addStateCommands(program, run);
  addOtherCommands(program, run);
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
    .action(
      run((options: InventoryOptions, environment) =>
        inventory(options, environment, () => openAnyAccount()),
      ),
    );
}

/** The commands about a desired state and the account beside it. */
function addStateCommands(program: Command, run: Runner): void {
  common(
    program.command('validate').description('check the desired state, without AWS'),
    FINDING_FORMATS,
  ).action(run(validate));

  common(program.command('plan').description('say what apply would do, and change nothing'), FINDING_FORMATS)
    .option('--detailed-exitcode', 'exit with 2 when there is anything to do or any drift')
    .option('--live <dir>', 'read IAM from what the aws CLI printed, instead of with credentials')
    .action(run((options: PlanOptions, environment) => plan(options, environment, openSession)));

  common(program.command('apply').description('plan, and carry it out through CloudFormation change sets'))
    .option('--auto-approve', 'do not ask on a terminal')
    .option('--parallel <n>', 'stacks that are changed at the same time', wholeNumber, 5)
    .option(
      '--requests-per-second <n>',
      'the most requests to AWS in a second; no limit without',
      wholeNumber,
    )
    .action(
      run((options: ApplyCommandOptions & { requestsPerSecond?: number }, environment) =>
        apply(options, environment, (settings) => openWritableSession(settings, options)),
      ),
    );

  common(
    program.command('drift').description('read the whole account and say what somebody edited there'),
  ).action(run((options: CommonOptions, environment) => drift(options, environment, openSession)));
}

function addOtherCommands(program: Command, run: Runner): void {
  program
    .command('render')
    .description('print the CloudFormation template of an integration')
    .argument('<integration>')
    .option('--desired <dir>', 'folder of the desired state', 'desired')
    .option('--out <file>', 'write the template to a file')
    .action((name: string, options: { desired: string; out?: string }) =>
      run((given: typeof options, environment) => render(name, given, environment))(options),
    );

  program
    .command('sandbox')
    .description('serve an in-memory AWS (IAM, CloudFormation, STS) on this machine, for rehearsals')
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
