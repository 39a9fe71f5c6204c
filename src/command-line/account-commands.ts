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
    .description('say who outside can use the account, and how far that reaches; needs no settings')
    .option('--live <dir>', 'read IAM from what the aws CLI printed, instead of with credentials')
    .addOption(new Option('--format <format>', 'of the report').choices(INVENTORY_FORMATS).default('text'))
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
            const { adopt } = await import('../commands/adopt.ts');
            return adopt(addresses, given, environment, await opening(given, environment));
          }
          const { adoptStack } = await import('../commands/adopt-stack.ts');
          const open = await openingWritable(given, environment);
          return adoptStack({ ...given, fromStack }, environment, open);
        })(options),
    );
}
