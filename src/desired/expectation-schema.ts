import * as z from 'zod';
import { RESOURCE } from '../model/arn.ts';
import { addressSchema } from './address-schema.ts';
import { described } from './described.ts';

const actionSchema = z
  .string()
  .regex(
    /^(\*|[A-Za-z0-9.-]+:[A-Za-z0-9*?]+)$/,
    'must be an action\nwrite it as service:Name, as in "s3:GetObject"',
  );

const resourceSchema = z
  .string()
  .regex(RESOURCE, 'must be an ARN or "*"\nwrite it as in "arn:aws:s3:::my-bucket/*"');

/** Condition keys of a request. */
export const contextSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** One entry of `expect:`. Which of the keys go together is checked apart from it. */
export const expectationSchema = z.strictObject({
  principal: addressSchema
    .optional()
    .register(...described('For `allow` and `deny`: the role, user or group that makes the request.')),
  assume: addressSchema.optional().register(...described('The role that is assumed.')),
  allow: z
    .union([z.array(actionSchema).min(1, 'must not be empty\nwrite an action'), z.boolean()])
    .optional()
    .register(...described('Actions that are allowed; with `assume`, true or false.')),
  deny: z
    .array(actionSchema)
    .min(1, 'must not be empty\nwrite an action')
    .optional()
    .register(...described('Actions that are not allowed, under any conditions.')),
  on: z
    .array(resourceSchema)
    .min(1, 'must not be empty\nwrite an ARN or "*"')
    .optional()
    .register(...described('Resources; `*` is every resource.')),
  by: z
    .string()
    .min(1, 'must not be empty')
    .optional()
    .register(
      ...described(
        'The principal that assumes the role: an ARN, an account id, a service, an identity provider, or `*`.',
      ),
    ),
  with: contextSchema.optional().register(...described('Condition keys of the request and their values.')),
});
