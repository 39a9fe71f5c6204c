import type { Command } from 'commander';
import type { HandoverOptions } from '../commands/handover.ts';
import { MOST_JOBS } from '../commands/options.ts';
import type { ScopesOptions } from '../commands/scopes.ts';
import { port, wholeNumber } from './numbers.ts';
import type { Runner } from './runner.ts';

/** The commands that read no account. */
export function addOtherCommands(program: Command, run: Runner): void {
  program
    .command('scopes')
    .description('print the scopes as JSON, for the matrix of a workflow')
    .option('--desired <dir>', 'folder of the desired state', 'desired')
    .option('--jobs <n>', 'the most jobs to share the scopes out to; GitHub runs 256', wholeNumber, MOST_JOBS)
    .option('--out <file>', 'write the list to a file')
    .action(
      run(async (options: ScopesOptions, environment) => {
        const { scopes } = await import('../commands/scopes.ts');
        return scopes(options, environment);
      }),
    );

  program
    .command('handover')
    .description('print what to tell the third party, from "handover" in the file of an integration')
    .argument('<integration>')
    .option('--desired <dir>', 'folder of the desired state', 'desired')
    .option('--show-external-ids', 'print external ids in place of their fingerprints; on a terminal only')
    .action((name: string, options: HandoverOptions) =>
      run(async (given: typeof options, environment) => {
        const { handover } = await import('../commands/handover.ts');
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
        const { render } = await import('../commands/render.ts');
        return render(name, given, environment);
      })(options),
    );

  program
    .command('sandbox')
    .description(
      'serve an in-memory AWS (IAM, CloudFormation, STS, Organizations) on this machine, for rehearsals',
    )
    .option('--port <n>', 'port on 127.0.0.1; 0 takes any', port, 4566)
    .option('--state <file>', 'load the account from this file, and save it there when the process ends')
    .option('--account <id>', 'the id of a new account', '111122223333')
    .action(
      run(async (options: { port: number; state?: string; account: string }, environment) => {
        const { sandbox } = await import('../commands/sandbox.ts');
        return sandbox(options, environment);
      }),
    );

  program
    .command('demo')
    .description(
      'show one whole cycle on an in-memory AWS: plan, apply, no changes, an edit by hand, drift, repair',
    )
    .option('--no-color', 'no colours, also with NO_COLOR set')
    .action(
      run(async (_options: { color?: boolean }, environment) => {
        const { demo } = await import('../commands/demo.ts');
        return demo(environment);
      }),
    );
}
