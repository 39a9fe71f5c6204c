import * as z from 'zod';
import { integrationSchema } from './integration-schema.ts';

const { parameters, delete: destroyed, release, overwrite, hold, ignore, exceptions, observe, suspend, ...others } =
  integrationSchema.shape;

/** One of `include:`: a file that stands for many accounts, and what this account says of it. */
export const includeSchema = z.strictObject({
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
    .describe('The file, from the folder that holds the folder of this scope, as in "_shared/my-vendor.yaml".'),
  parameters: parameters.describe('Parameters of the file in this account; they win over those of the file.'),
  exceptions: exceptions.describe('Findings that are accepted in this account, besides those of the file.'),
  hold: hold.describe('Known drift of this account, shown and not reverted until a date.'),
  ignore: ignore.describe('Fields that are not compared in this account.'),
  overwrite: overwrite.describe('Declared resources that exist in this account and may be changed when they are adopted.'),
  delete: destroyed.describe('Resources that the file no longer declares and that may be destroyed in this account.'),
  release: release.describe('Resources that the file no longer declares and that stay in this account, unmanaged.'),
  observe: observe.describe('Compared and reported in this account, never applied.'),
  suspend: suspend.describe('Cuts the integration off in this account.'),
  reviewBy: others.reviewBy.describe('The day by which its access is to be reviewed in this account, in place of that of the file.'),
  expires: others.expires.describe('The first day on which it is planned as suspended in this account, in place of that of the file.'),
});
