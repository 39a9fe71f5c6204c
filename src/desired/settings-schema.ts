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
      ...described('The file, relative to the parent folder of this scope, as in "_shared/my-vendor.yaml".'),
    ),
  parameters: parameters.describe('Parameters for this account; they replace those of the file.'),
  exceptions: exceptions.describe(
    'Findings that are accepted in this account, in addition to those of the file.',
  ),
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
    'The last day for the review of its access in this account, in place of that of the file.',
  ),
  expires: others.expires.describe(
    'The first day on which the plan suspends it in this account, in place of that of the file.',
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
    )
    .register(...described('The name of the vendor.')),
  accounts: z
    .array(
      z
        .string()
        .regex(/^\d{12}$/, 'must be an account id\nwrite its 12 digits in quotes, as in "444455556666"'),
    )
    .min(1, 'must not be empty')
    .register(...described('Its AWS accounts, 12 digits each.')),
});

/** `rolekeeper.yaml`. The single source of what it may hold; schema/settings.schema.json is made of it. */
export const settingsSchema = z
  .strictObject({
    version: z.literal(1, 'must be 1').register(...described('The version of this format.')),
    account: z
      .string()
      .regex(/^\d{12}$/, 'must be an account id\nwrite its 12 digits in quotes, as in "111122223333"')
      .register(...described('The one account of this folder. Any other is refused.')),
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
      .register(...described('The beginning of the name of every stack; `rolekeeper-` by default.')),
    cloudFormationRole: z
      .string()
      .regex(
        ANY_ROLE_ARN,
        'must be the ARN of a role\nwrite it as in "arn:aws:iam::111122223333:role/cloudformation"',
      )
      .optional()
      .register(
        ...described(
          'A service role that CloudFormation assumes to change IAM; docs/permissions.md says why none is better.',
        ),
      ),
    role: z
      .strictObject({
        read: roleArnSchema.describe('The role that plan, drift and other commands that only read assume.'),
        apply: roleArnSchema
          .exactOptional()
          .register(...described('The role that apply assumes; without it, apply is refused.')),
        externalId: z
          .string()
          .regex(
            /^[\w+=,.@:/-]{2,1224}$/,
            'must have 2 to 1,224 letters, digits or any of _+=,.@:/-\nwrite the one that the trust policies of the roles ask for',
          )
          .exactOptional()
          .register(...described('The `sts:ExternalId` that the trust policies of both roles require.')),
        durationSeconds: z
          .int('must be a whole number')
          .min(900, 'must be 900 or more: AWS gives no shorter session')
          .max(43_200, 'must be 43200 or less: AWS gives no longer session')
          .exactOptional()
          .register(
            ...described(
              'How long a session lasts; 3600 by default, which is the maximum if the run itself has assumed a role.',
            ),
          ),
      })
      .optional()
      .register(
        ...described(
          "Roles of this account to assume with the run's credentials; without it, the run's credentials must belong to this account.",
        ),
      ),
    include: z
      .array(includeSchema)
      .max(500, 'must have at most 500 entries')
      .optional()
      .register(...described('Files for many accounts, each an integration of this one.')),
    tags: tagMapSchema
      .optional()
      .register(...described('Tags of every role and user; a tag of the resource itself replaces them.')),
    ignoreTags: z
      .array(
        z
          .string()
          .regex(/^[^*]*\*?$/, 'may have "*" at its end only')
          .min(1, 'must not be empty'),
      )
      .optional()
      .register(...described('Tag keys that are not compared, for example `aws-*`.')),
    maxDeletes: z
      .int('must be a whole number')
      .min(0, 'must be 0 or more')
      .optional()
      .register(...described('The most resources that one plan may destroy; 3 by default.')),
    requestsPerSecond: z
      .int('must be a whole number')
      .min(1, 'must be 1 or more')
      .optional()
      .register(
        ...described(
          'The most requests to AWS in a second, for the commands and the action; no limit by default. ' +
            'AWS limits the requests of an account as a whole.',
        ),
      ),
    requireReview: z
      .enum(['approval', 'plan', 'none'], 'must be "approval", "plan" or "none"')
      .optional()
      .register(
        ...described(
          'What the action requires before it applies a merge: that the plan was shown and approved, that it was shown ' +
            '(the default), or nothing.',
        ),
      ),
    gitHubApp: z
      .int('must be a whole number')
      .min(1, 'must be the id of a GitHub App\nits settings page on GitHub says it')
      .optional()
      .register(
        ...described(
          'The id of the GitHub App whose token writes the comments, if it is not the token of the job. A comment of ' +
            'another app, or without an app, is no evidence for apply. The value in the base branch counts.',
        ),
      ),
    hideExternalIds: z
      .boolean('must be true or false')
      .optional()
      .register(...described('Shows external ids as a fingerprint only, without their ends.')),
    rules: rulesSchema.optional(),
    ownAccounts: z
      .array(
        z
          .string()
          .regex(/^\d{12}$/, 'must be an account id\nwrite its 12 digits in quotes, as in "444455556666"'),
      )
      .optional()
      .register(...described('Your own accounts, which the review rules do not count as outside.')),
    vendors: z
      .array(vendorSchema)
      .optional()
      .register(
        ...described(
          'Names of vendors by their AWS accounts, in addition to the published ones; a published name has precedence.',
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
          'Roles that rolekeeper itself works with: a plan that changes one is blocked. By default ' +
            `${USUAL_OWN_ROLES.map((name) => `\`${name}\``).join(', ')}; cloudFormationRole is always one.`,
        ),
      ),
    otherStackPrefixes: z
      .array(z.string().regex(/^[a-zA-Z][-a-zA-Z0-9]*$/, "must be the beginning of a stack's name"))
      .optional()
      .register(
        ...described(
          'Prefixes of stacks that another repository manages with rolekeeper in this account and region.',
        ),
      ),
    retire: z
      .enum(['delete', 'release'], 'must be "delete" or "release"')
      .optional()
      .register(
        ...described(
          'Retires the folder: the resources of its integrations are destroyed, or left in the account, unmanaged.',
        ),
      ),
    delete: z
      .array(integrationNameSchema)
      .optional()
      .register(...described('Integrations whose file was deleted and whose resources may be destroyed.')),
    release: z
      .array(integrationNameSchema)
      .optional()
      .register(
        ...described(
          'Integrations whose file was deleted and whose resources stay in the account, unmanaged.',
        ),
      ),
  })
  .register(...described('One account and region.'));
