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
        'write the settings, workflows, CODEOWNERS and the template of the roles, or the desired file of a vendor; existing files are left alone',
      )
      .argument('[vendor]', 'a vendor of the catalogue, for example datadog')
      .option(
        '--from-template <file>',
        "convert a vendor's CloudFormation template to a desired file; - for standard input",
      )
      .option('--integration <name>', 'with --from-template: the name of the integration and its file')
      .option(
        '--answer <name=value...>',
        'a value that the template leaves open, or a parameter of the file of the vendor',
      )
      .option(
        '--service-roles',
        "with --from-template: also convert the roles that only the vendor's own resources assume",
      )
      .option('--principal <id or arn>', 'of a vendor: the account or role to trust')
      .option('--external-id <id>', 'of a vendor: the external id, as the vendor shows it')
      .option(
        '--policies <policies...>',
        'of a vendor: the AWS managed policies that it asks for, by name or ARN',
      )
      .option('--role-name <name>', 'of a vendor: the name of the role')
      .option('--account <id>', 'the AWS account')
      .option('--region <region>', 'the region of the CloudFormation stacks')
      .option('--desired <dir>', 'folder of the desired state', 'desired')
      .option('--owners <owners...>', 'who approves changes, for CODEOWNERS: @USER or @ORGANISATION/TEAM')
      .addOption(
        new Option(
          '--apply <how>',
          'the apply workflow: gated plans again and waits for a reviewer, reviewed applies what the pull request showed',
        ).choices(['gated', 'reviewed']),
      )
      .option('--pin <commit>', 'the commit of the action that the workflows use')
      .option('--stack-prefix <prefix>', 'how the name of every stack begins')
      .addOption(
        new Option(
          '--form <form>',
          'how CloudFormation gets its IAM permissions: docs/permissions.md',
        ).choices(['called-via', 'service-role']),
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
      .description('print the least policies that rolekeeper needs for what the files declare')
      .option('--desired <dir>', 'folder of the desired state', 'desired')
      .addOption(new Option('--role <role>', 'the policies of one role').choices(POLICY_ROLES))
      .addOption(
        new Option('--format <format>', 'the policies, or the bootstrap template with the roles')
          .choices(['json', 'template'])
          .default('json'),
      )
      .option('--out <file>', 'write the output to a file'),
  ).action(
    run(async (options: PermissionsOptions, environment) => {
      const { permissions } = await import('../commands/permissions.ts');
      return permissions(options, environment);
    }),
  );

  program
    .command('doctor')
    .description(
      'check the files, the workflows, the repository on GitHub, the roles and the stacks, and say what to do about each problem',
    )
    .option('--desired <dir>', 'folder of the desired state', 'desired')
    .option('--repository <owner/name>', 'the repository on GitHub; by default that of the clone')
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
    .option('--repository <owner/name>', 'the repository on GitHub')
    .option('--owner-id <id>', "GitHub's id of the owner, for repositories made or renamed since July 2026")
    .option('--repository-id <id>', "GitHub's id of the repository, with --owner-id")
    .option('--branch <branch>', 'the default branch')
    .option('--environment <name>', 'the GitHub environment of the apply job')
    .option('--boundary <arn>', 'the permissions boundary that every created role and user must have')
    .option('--provider-exists', "the account already has GitHub's identity provider");
}
