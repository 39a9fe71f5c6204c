import { Option, type Command } from 'commander';
import { beginReading } from '../commands/begin-reading.ts';
import type { ApplyCommandOptions } from '../commands/apply.ts';
import type { DriftOptions } from '../commands/drift.ts';
import {
  FORMAT_CHOICES,
  type AccessOptions,
  type RateOptions,
  type ValidateOptions,
} from '../commands/options.ts';
import type { PlanOptions } from '../commands/plan.ts';
import { openingEarly, openingWritable, requestRate } from './account-access.ts';
import { wholeNumber } from './numbers.ts';
import type { Runner } from './runner.ts';

const DETAILS = 'in text, list every change of access and not only the most important ones';
const ONLY = ['--only <names...>', 'only these integrations'] as const;

/** The commands about a desired state and the account beside it. */
export function addStateCommands(program: Command, run: Runner): void {
  common(
    program.command('validate').description('check every file of the desired state, without AWS'),
    FORMAT_CHOICES.validate,
  ).action(
    run(async (options: ValidateOptions, environment) => {
      const { validate } = await import('../commands/validate.ts');
      return validate(options, environment);
    }),
  );

  common(
    program.command('plan').description('show what apply would do; changes nothing'),
    FORMAT_CHOICES.plan,
  )
    .option(...ONLY)
    .option('--detailed-exitcode', 'exit with 2 when there is a change or drift')
    .option(
      '--live <dir>',
      'read IAM from what the aws CLI printed, without credentials; for several accounts, from <dir>/<account>',
    )
    .option('--details', DETAILS)
    .addOption(requestRate())
    .action(
      run(async (options: PlanOptions & RateOptions, environment) => {
        const open = (asks: boolean) => openingEarly(options, environment, asks);
        const begun = await beginReading(options, environment, open, 'wanted');
        const { plan } = await import('../commands/plan.ts');
        return plan(options, environment, begun.open, begun);
      }),
    );

  common(
    program.command('apply').description('plan, ask, and apply through CloudFormation change sets'),
    FORMAT_CHOICES.apply,
  )
    .option(...ONLY)
    .option('--details', DETAILS)
    .option('--auto-approve', 'do not ask; required where standard input is not a terminal, except in CI')
    .option('--parallel <n>', 'how many stacks are changed at the same time', wholeNumber, 5)
    .addOption(requestRate())
    .action(
      run(async (options: ApplyCommandOptions & RateOptions, environment) => {
        const { apply } = await import('../commands/apply.ts');
        return apply(options, environment, await openingWritable(options, environment));
      }),
    );

  common(
    program.command('drift').description('read the whole account and report what was edited in it'),
    FORMAT_CHOICES.drift,
  )
    .option(...ONLY)
    .option('--details', DETAILS)
    .addOption(requestRate())
    .action(
      run(async (options: DriftOptions & AccessOptions & RateOptions, environment) => {
        const open = (asks: boolean) => openingEarly(options, environment, asks);
        const begun = await beginReading(options, environment, open, 'all');
        const { drift } = await import('../commands/drift.ts');
        return drift(options, environment, begun.open, begun);
      }),
    );
}

function common(command: Command, formats: readonly string[]): Command {
  return command
    .option('--desired <dir>', 'folder of the desired state', 'desired')
    .addOption(new Option('--format <format>', 'the format of the report').choices(formats).default('text'))
    .option('--out <file>', 'write the report to a file')
    .option('--no-color', 'no colours, also with NO_COLOR set');
}
