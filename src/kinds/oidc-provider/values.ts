import * as z from 'zod';
import type { KindValues } from '../kind.ts';
import { tagsSchema } from '../schemas.ts';
import { NAME_PATTERN, SCHEME } from './schema.ts';

const clientIdSchema = z.string().min(1, 'must not be empty').max(255, 'must have at most 255 characters');

const thumbprintSchema = z
  .string()
  .regex(
    /^[0-9A-Fa-f]{40}$/,
    "must have 40 hexadecimal digits\nwrite the SHA-1 hash of the top certificate of the provider's chain, without colons",
  );

/** What may be written as the values of an identity provider. */
export const oidcProviderValues: KindValues = {
  name: z
    .string()
    .max(255, 'must have at most 255 characters')
    .regex(
      new RegExp(`^${SCHEME}${NAME_PATTERN}$`),
      'must be the URL of an OIDC provider: the host in lower case, without port, query and "/" at the end\nwrite it as in "https://token.actions.githubusercontent.com"',
    ),
  fields: {
    ClientIdList: z.array(clientIdSchema).max(100, 'must have at most 100 client ids\nIAM takes no more'),
    ThumbprintList: z
      .array(thumbprintSchema)
      .min(1, 'must have at least one thumbprint')
      .max(5, 'must have at most 5 thumbprints\nIAM takes no more'),
    Tags: tagsSchema,
  },
};
