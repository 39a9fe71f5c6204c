import * as z from 'zod';
import { POLICY_REFERENCE } from '../model/arn.ts';

/**
 * Schemas of property values that several kinds share. Limits:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 *
 * Every message is a predicate of the value ("must be …"), and behind a line break what to write instead.
 */

const NAME_CHARACTERS = 'letters, digits and + = , . @ _ -';

/** An IAM name of at most `longest` characters. */
export function nameSchema(longest: number): z.ZodType<string> {
  return z
    .string()
    .min(1, 'must not be empty')
    .max(longest, `must have at most ${longest} characters`)
    .regex(
      /^[A-Za-z0-9_+=,.@-]+$/,
      `has a character that IAM refuses in a name\nuse ${NAME_CHARACTERS} only`,
    );
}

export const pathSchema = z
  .string()
  .max(512, 'must have at most 512 characters')
  .regex(
    /^\/$|^\/[!-~]+\/$/,
    'must be "/" or begin and end with "/"\nwrite it as in "/vendors/", with ASCII characters only in between, and no space',
  );

/** Under these paths only AWS makes and changes roles: of its services, and of IAM Identity Center. */
export const rolePathSchema = pathSchema.regex(
  /^(?!\/aws-(service-role|reserved)\/)/,
  "is one of AWS's own: only AWS changes the roles under it\nremove the role from the file, and leave it to AWS",
);

/** Managed policies allow fewer characters in a path. */
export const policyPathSchema = z
  .string()
  .max(512, 'must have at most 512 characters')
  .regex(
    /^(\/[A-Za-z0-9.,+@=_-]+)*\/$/,
    `must be "/" or begin and end with "/"\nwrite it as in "/vendors/", with ${NAME_CHARACTERS} only in between`,
  );

/** IAM takes tab, newline, printable ASCII and Latin-1: no em dash, no curly quotes. */
export const descriptionSchema = z
  .string()
  .max(1000, 'must have at most 1000 characters')
  .regex(
    /^[\t\n\r\x20-\x7E\xA1-\xFF]*$/,
    'has a character that IAM refuses in a description (em dash, curly quotes, emoji, …)\nuse plain ASCII punctuation',
  );

/** A policy document; its grammar is checked on its own, with positions inside it. */
export const documentSchema = z.record(z.string(), z.json());

/** The ARN of a managed policy, or the bare name of one in the same file. */
export const policyReferenceSchema = z
  .string()
  .regex(
    POLICY_REFERENCE,
    'must be the ARN of a managed policy, or the name of one in this file\nwrite it as in "arn:aws:iam::aws:policy/ReadOnlyAccess"',
  );

export const inlinePoliciesSchema = z.array(
  z.strictObject({
    PolicyName: nameSchema(128).describe('The name of the inline policy.'),
    PolicyDocument: documentSchema.describe('What the inline policy allows and denies.'),
  }),
);

/** At most 10 by default for groups, 20 for users and roles: CloudFormation's own schema says 20. */
export const attachmentsSchema = z
  .array(policyReferenceSchema)
  .max(20, 'must have at most 20 managed policies\nIAM attaches no more: join some into one policy');

const TAG_CHARACTERS =
  'has a character that IAM refuses in a tag\nuse letters, digits, spaces and _ . : / = + - @ only';

const tagKeySchema = z
  .string()
  .min(1, 'must not be empty')
  .max(128, 'must have at most 128 characters')
  .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, TAG_CHARACTERS)
  .refine(
    (key) => !key.toLowerCase().startsWith('aws:'),
    'must not begin with "aws:", which is reserved for AWS',
  );

const tagValueSchema = z
  .string()
  .max(256, 'must have at most 256 characters')
  .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, TAG_CHARACTERS);

/** A map of tags, as in `rolekeeper.yaml`. */
export const tagMapSchema = z.record(tagKeySchema, tagValueSchema);

/** Tags as a map or as CloudFormation's list. */
export const tagsSchema = z.union([
  tagMapSchema,
  z.array(z.strictObject({ Key: tagKeySchema, Value: tagValueSchema })),
]);
