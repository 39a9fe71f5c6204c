import { Option, type Command } from 'commander';
import type { DoctorOptions } from '../commands/doctor.ts';
import type { InitOptions } from '../commands/init.ts';
import type { InitTemplateOptions } from '../commands/init-template.ts';
import type { InitVendorOptions } from '../commands/init-vendor.ts';
import { POLICY_ROLES, type RateOptions } from '../commands/options.ts';
import type { PermissionsOptions } from '../commands/permissions.ts';
import { opening, requestRate } from './account-access.ts';
import type { Runner } from './runner.ts';

/** The commands that bring rolekeeper into a repository and an account. */
export function addSetupCommands(program: Command, run: Runner): void {
  onGitHub(
    program
      .command('init')
      .description(
        'write settings, workflows, owners and the template of the roles, or the file of a vendor; files that exist are left alone',
      )
      .argument('[vendor]', 'a vendor of the catalogue, as in datadog')
      .option(
        '--from-template <file>',
        "convert a vendor's CloudFormation template to a desired file; - for standard input",
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
        const { initTemplate } = await import('../commands/init-template.ts');
        return initTemplate({ ...given, fromTemplate }, environment);
      }
      if (vendor === undefined) return (await import('../commands/init.ts')).init(given, environment);
      const { initVendor } = await import('../commands/init-vendor.ts');
      return initVendor(vendor, given, environment);
    })(options),
  );

  onGitHub(
    program
      .command('permissions')
      .description('print the least policies for what the files declare')
      .option('--desired <dir>', 'folder of the desired state', 'desired')
      .addOption(new Option('--role <role>', 'the policies of one role').choices(POLICY_ROLES))
      .addOption(
        new Option('--format <format>', 'the policies, or the bootstrap template with them')
          .choices(['json', 'template'])
          .default('json'),
      )
      .option('--out <file>', 'write it to a file'),
  ).action(
    run(async (options: PermissionsOptions, environment) => {
      const { permissions } = await import('../commands/permissions.ts');
      return permissions(options, environment);
    }),
  );

  program
    .command('doctor')
    .description(
      'check files, workflows, the repository on GitHub, roles and stacks, and say for each what to do',
    )
    .option('--desired <dir>', 'folder of the desired state', 'desired')
    .option('--repository <owner/name>', 'on GitHub; that of the clone when it is left out')
    .addOption(requestRate())
    .action(
      run(async (options: DoctorOptions & RateOptions, environment) => {
        const { doctor } = await import('../commands/doctor.ts');
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
