import { Option, type Command } from 'commander';
import type { AdoptOptions } from '../commands/adopt.ts';
import type { AdoptStackOptions } from '../commands/adopt-stack.ts';
import type { InventoryOptions } from '../commands/inventory.ts';
import type { RateOptions } from '../commands/options.ts';
import { connectionOf, opening, openingWritable, requestRate } from './account-access.ts';
import type { Runner } from './runner.ts';

const INVENTORY_FORMATS = ['text', 'markdown', 'json', 'csv', 'html'];

/** The command that needs nothing but credentials. */
export function addInventory(program: Command, run: Runner): void {
  program
    .command('inventory')
    .description('list who outside can use the account, and what they reach; needs no settings')
    .option('--live <dir>', 'read IAM from what the aws CLI printed, without credentials')
    .addOption(
      new Option('--format <format>', 'the format of the report').choices(INVENTORY_FORMATS).default('text'),
    )
    .option('--out <file>', 'write the report to a file')
    .option('--no-color', 'no colours, also with NO_COLOR set')
    .addOption(requestRate())
    .action(
      run(async (options: InventoryOptions & RateOptions, environment) => {
        const [{ inventory }, { openAnyAccount }] = await Promise.all([
          import('../commands/inventory.ts'),
          import('../commands/open-session.ts'),
        ]);
        return inventory(options, environment, () => openAnyAccount(connectionOf(options, environment)));
      }),
    );
}

/** From what is there to files that declare it. */
export function addAdopt(program: Command, run: Runner): void {
  program
    .command('adopt')
    .description('write desired files for what exists in the account')
    .argument('[addresses...]', 'what to adopt, for example role/x user/y')
    .option(
      '--outside',
      'every role that can be assumed from outside the account, and every user with access keys or a password without MFA',
    )
    .option('--from <file>', 'what an inventory lists, from a file of inventory --format json')
    .option('--all', 'everything that no file declares')
    .option('--update', 'write what was edited in the account into the files that declare it')
    .option(
      '--from-stack <name>',
      'the IAM resources of another stack: says how they leave that stack unchanged',
    )
    .option('--execute', 'with --from-stack: deploy each step once its change set is verified')
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
            const { adopt } = await import('../commands/adopt.ts');
            return adopt(addresses, given, environment, await opening(given, environment));
          }
          const { adoptStack } = await import('../commands/adopt-stack.ts');
          const open = await openingWritable(given, environment);
          return adoptStack({ ...given, fromStack }, environment, open);
        })(options),
    );
}
