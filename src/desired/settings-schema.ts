import * as z from 'zod';
import { tagMapSchema } from '../kinds/schemas.ts';
import { ANY_ROLE_ARN, ROLE_ARN } from '../model/arn.ts';
import { USUAL_OWN_ROLES } from '../model/own-roles.ts';
import { integrationNameSchema, integrationSchema } from './integration-schema.ts';
import { rulesSchema } from './rule-schemas.ts';
import { described } from './described.ts';

const {
  parameters,
  delete: destroyed,
  release,
  overwrite,
  hold,
  ignore,
  exceptions,
  observe,
  suspend,
  ...others
} = integrationSchema.shape;

/** One of `include:`: a file that stands for many accounts, and what this account says of it. */
const includeSchema = z.strictObject({
  file: z
    .string()
    .regex(
      /^_[\w.-]*(?:\/[\w.-]+)*\/[A-Za-z][A-Za-z0-9-]*\.ya?ml$/,
      'must be a file of a folder that begins with "_"\n' +
        'write the folder beside that of the scope and the file, as in "_shared/my-vendor.yaml"',
    )
    .refine((file) => !file.split('/').some((segment) => /^\.+$/.test(segment)), {
      error: 'must not lead out of its folder\nwrite it without "." and ".."',
    })
    .register(
      ...described(
        'The file, from the folder that holds the folder of this scope, as in "_shared/my-vendor.yaml".',
      ),
    ),
  parameters: parameters.describe('Parameters of the file in this account; they win over those of the file.'),
  exceptions: exceptions.describe('Findings that are accepted in this account, besides those of the file.'),
  hold: hold.describe('Known drift of this account, shown and not reverted until a date.'),
  ignore: ignore.describe('Fields that are not compared in this account.'),
  overwrite: overwrite.describe(
    'Declared resources that exist in this account and may be changed when they are adopted.',
  ),
  delete: destroyed.describe(
    'Resources that the file no longer declares and that may be destroyed in this account.',
  ),
  release: release.describe(
    'Resources that the file no longer declares and that stay in this account, unmanaged.',
  ),
  observe: observe.describe('Compared and reported in this account, never applied.'),
  suspend: suspend.describe('Cuts the integration off in this account.'),
  reviewBy: others.reviewBy.describe(
    'The day by which its access is to be reviewed in this account, in place of that of the file.',
  ),
  expires: others.expires.describe(
    'The first day on which it is planned as suspended in this account, in place of that of the file.',
  ),
});

const roleArnSchema = z
  .string()
  .regex(
    ROLE_ARN,
    'must be the ARN of a role\nwrite it as in "arn:aws:iam::111122223333:role/rolekeeper-plan"',
  );

/** One of `vendors:`. */
export const vendorSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(100, 'must have at most 100 characters')
    .regex(
      /^[\p{Script=Latin}\p{N}\p{P}\p{S} ]+$/u,
      'must have Latin letters, digits, signs and spaces only\nletters of other scripts can look like the name of another vendor',
    ),
  accounts: z
    .array(
      z
        .string()
        .regex(/^\d{12}$/, 'must be an account id\nwrite its 12 digits in quotes, as in "444455556666"'),
    )
    .min(1, 'must not be empty'),
});

/** `rolekeeper.yaml`. The single source of what it may hold; schema/settings.schema.json is made of it. */
export const settingsSchema = z
  .strictObject({
    version: z.literal(1, 'must be 1').register(...described('The version of this format.')),
    account: z
      .string()
      .regex(/^\d{12}$/, 'must be an account id\nwrite its 12 digits in quotes, as in "111122223333"')
      .register(...described('The one account that this folder is about. Any other is refused.')),
    region: z
      .string()
      .regex(/^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/, 'must be a region\nwrite it as in "eu-central-1"')
      .register(...described('The region of the CloudFormation stacks; IAM itself is global.')),
    stackPrefix: z
      .string()
      .regex(
        /^[a-zA-Z][-a-zA-Z0-9]*$/,
        'must begin with a letter and have letters, digits and "-" only\nit begins the name of every stack',
      )
      .optional()
      .register(...described('Begins the name of every stack; `rolekeeper-` by default.')),
    cloudFormationRole: z
      .string()
      .regex(
        ANY_ROLE_ARN,
        'must be the ARN of a role\nwrite it as in "arn:aws:iam::111122223333:role/cloudformation"',
      )
      .optional()
      .register(...described('The role that CloudFormation assumes to change IAM.')),
    role: z
      .strictObject({
        read: roleArnSchema.describe('The role that plan, drift and all that only reads assume.'),
        apply: roleArnSchema
          .exactOptional()
          .register(...described('The role that apply assumes; without it apply is refused.')),
        externalId: z
          .string()
          .regex(
            /^[\w+=,.@:/-]{2,1224}$/,
            'must have 2 to 1,224 letters, digits or any of _+=,.@:/-\nwrite the one that the trust policies of the roles ask for',
          )
          .exactOptional()
          .register(...described('The `sts:ExternalId` that both roles ask for.')),
        durationSeconds: z
          .int('must be a whole number')
          .min(900, 'must be 900 or more: AWS gives no shorter session')
          .max(43_200, 'must be 43200 or less: AWS gives no longer session')
          .exactOptional()
          .register(
            ...described(
              'How long a session lasts; 3600 by default, the most where the run itself has assumed a role.',
            ),
          ),
      })
      .optional()
      .register(
        ...described(
          "Roles of this account, assumed with the run's credentials; without it the run's credentials are those of the account.",
        ),
      ),
    include: z
      .array(includeSchema)
      .max(500, 'must have at most 500 entries')
      .optional()
      .register(...described('Files for many accounts, each an integration of this one.')),
    tags: tagMapSchema.optional().register(...described('Tags of every role and user; their own tags win.')),
    ignoreTags: z
      .array(
        z
          .string()
          .regex(/^[^*]*\*?$/, 'may have "*" at its end only')
          .min(1, 'must not be empty'),
      )
      .optional()
      .register(...described('Tag keys that are not compared, as in `aws-*`.')),
    maxDeletes: z
      .int('must be a whole number')
      .min(0, 'must be 0 or more')
      .optional()
      .register(...described('The most resources that one run may destroy; 3 by default.')),
    requestsPerSecond: z
      .int('must be a whole number')
      .min(1, 'must be 1 or more')
      .optional()
      .register(
        ...described(
          'The most requests to AWS in a second, of every command and of the action; no limit without. ' +
            'IAM and CloudFormation limit an account as a whole.',
        ),
      ),
    requireReview: z
      .enum(['approval', 'plan', 'none'], 'must be "approval", "plan" or "none"')
      .optional()
      .register(
        ...described(
          'What the action asks for before it applies a merge: that the plan was shown and approved, that it was shown ' +
            '(the default), or nothing.',
        ),
      ),
    gitHubApp: z
      .int('must be a whole number')
      .min(1, 'must be the id of a GitHub App\nits settings page on GitHub says it')
      .optional()
      .register(
        ...described(
          'The id of the GitHub App whose token writes the comments, where it is not the token of the job: a comment of ' +
            'any other app, or that says none, is no evidence for apply. Counts as the base of a pull request has it.',
        ),
      ),
    hideExternalIds: z
      .boolean('must be true or false')
      .optional()
      .register(
        ...described('Shows a fingerprint of external ids and nothing else of them, in place of their ends.'),
      ),
    rules: rulesSchema.optional(),
    ownAccounts: z
      .array(
        z
          .string()
          .regex(/^\d{12}$/, 'must be an account id\nwrite its 12 digits in quotes, as in "444455556666"'),
      )
      .optional()
      .register(...described('Accounts of your own, which the review rules do not count as outside.')),
    vendors: z
      .array(vendorSchema)
      .optional()
      .register(
        ...described(
          'Names of vendors by their AWS accounts, beside those that are published; a published name wins.',
        ),
      ),
    ownRoles: z
      .array(
        z
          .string()
          .regex(
            /^[\w+=,.@-]{1,64}$/,
            'must be the name of a role\nwrite its name only, as in "rolekeeper-apply"',
          ),
      )
      .optional()
      .register(
        ...described(
          'Roles that rolekeeper itself works with, which no plan may change; ' +
            `${USUAL_OWN_ROLES.map((name) => `\`${name}\``).join(', ')} by default. cloudFormationRole is always one.`,
        ),
      ),
    otherStackPrefixes: z
      .array(z.string().regex(/^[a-zA-Z][-a-zA-Z0-9]*$/, "must be the beginning of a stack's name"))
      .optional()
      .register(
        ...described(
          'Prefixes of stacks that another repository keeps with rolekeeper in this account and region.',
        ),
      ),
    retire: z
      .enum(['delete', 'release'], 'must be "delete" or "release"')
      .optional()
      .register(
        ...described(
          'Empties the folder before it goes: what its integrations still have is destroyed, or left in the account unmanaged.',
        ),
      ),
    delete: z
      .array(integrationNameSchema)
      .optional()
      .register(...described('Integrations whose file is gone and whose resources may be destroyed.')),
    release: z
      .array(integrationNameSchema)
      .optional()
      .register(
        ...described('Integrations whose file is gone and whose resources stay in the account, unmanaged.'),
      ),
  })
  .register(...described('One account and region.'));
