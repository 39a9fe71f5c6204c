import { Argument, Command } from 'commander';
import { completionScript, SHELLS, type CommandWords, type Shell } from '../commands/completion.ts';
import type { Environment } from '../commands/environment.ts';
import { examplesOf } from '../commands/help-examples.ts';
import { helpLayout, helpParagraph } from '../commands/help-layout.ts';
import { VERSION } from '../model/version.ts';
import { addAdopt, addInventory } from './account-commands.ts';
import { addOtherCommands } from './other-commands.ts';
import type { Runner } from './runner.ts';
import { addSetupCommands } from './setup-commands.ts';
import { addStateCommands } from './state-commands.ts';

const EXIT_CODES =
  'Exit codes: 0 done or nothing to do; 1 error; 2 changes (plan --detailed-exitcode) or drift (drift).';

type AddCommands = (program: Command, run: Runner) => void;

/** What adds which commands, in the order of the help. */
const GROUPS: readonly (readonly [commands: readonly string[], add: AddCommands])[] = [
  [['inventory'], addInventory],
  [['adopt'], addAdopt],
  [['validate', 'plan', 'apply', 'drift'], addStateCommands],
  [['init', 'permissions', 'doctor'], addSetupCommands],
  [['scopes', 'handover', 'render', 'sandbox', 'demo'], addOtherCommands],
];

/**
 * What can stand on the command line: every command with its arguments and options. What runs one is given.
 *
 * @param asked what stands first on it: of a command, its own group is enough
 */
export function program(
  run: Runner,
  { out, err, width, errWidth }: Pick<Environment, 'out' | 'err' | 'width' | 'errWidth'>,
  asked = '',
): Command {
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
    .showHelpAfterError('(rolekeeper <command> --help lists the options)')
    .configureHelp(helpLayout)
    .addHelpText('after', ({ error }) => helpParagraph(EXIT_CODES, columnsOf(error)));
  const group = GROUPS.find(([commands]) => commands.includes(asked));
  for (const [, add] of group === undefined ? GROUPS : [group]) add(program, run);
  addCompletion(program, out);
  for (const command of program.commands)
    command.addHelpText('after', ({ error }) => examplesOf(command.name(), columnsOf(error)));
  return program;
}

function addCompletion(program: Command, out: Environment['out']): void {
  program
    .command('completion')
    .description('print the script that completes commands and options in a shell')
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
