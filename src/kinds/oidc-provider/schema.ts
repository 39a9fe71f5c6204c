import * as z from 'zod';
import { tags } from '../identity-fields.ts';
import type { KindSchema } from '../kind.ts';

/** The list has ARNs only: everything else is one call of GetOpenIDConnectProvider each. */
const SOURCE = 'ListOpenIDConnectProviders';

/** What stands before the name in `Url`; IAM keeps the URL without it. */
const SCHEME = 'https://';

/** A host, and a path with its case: IAM takes URLs that differ in case for two providers. */
const NAME_PATTERN = '[a-z0-9.-]+(/[A-Za-z0-9._~%!$&()*+,;=:@-]+)*';

const clientIdSchema = z.string().min(1, 'must not be empty').max(255, 'must have at most 255 characters');

const thumbprintSchema = z
  .string()
  .regex(
    /^[0-9A-Fa-f]{40}$/,
    "must have 40 hexadecimal digits\nwrite the SHA-1 hash of the top certificate of the provider's chain, without colons",
  );

/**
 * An identity provider that IAM trusts. Its name is its URL without `https://`, as in its ARN: another URL is another
 * provider.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-oidcprovider.html
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
 */
export const oidcProviderSchema: KindSchema = {
  kind: 'oidc-provider',
  cloudFormationType: 'AWS::IAM::OIDCProvider',
  list: 'oidcProviders',
  nameProperty: 'Url',
  namePrefix: SCHEME,
  namePattern: NAME_PATTERN,
  identifier: 'Arn',
  nameSchema: z
    .string()
    .max(255, 'must have at most 255 characters')
    .regex(
      new RegExp(`^${SCHEME}${NAME_PATTERN}$`),
      'must be the URL of an OIDC provider: the host in lower case, without port, query and "/" at the end\nwrite it as in "https://token.actions.githubusercontent.com"',
    ),
  arnType: 'oidc-provider',
  physicalId: 'arn',
  isPrincipal: false,
  holdsPolicies: false,
  cli: {
    noun: 'open-id-connect-provider',
    option: 'open-id-connect-provider-arn',
    members: {
      ClientIdList: {
        add: 'add-client-id-to-open-id-connect-provider',
        remove: 'remove-client-id-from-open-id-connect-provider',
        option: 'client-id',
      },
    },
  },
  listed: { call: SOURCE, rows: 'OpenIDConnectProviderList', oneByOne: true },
  fields: [
    {
      property: 'ClientIdList',
      shape: 'texts',
      default: [],
      schema: z.array(clientIdSchema).max(100, 'must have at most 100 client ids\nIAM takes no more'),
      memberNoun: 'client id',
      source: SOURCE,
    },
    {
      property: 'ThumbprintList',
      shape: 'names',
      // Where none is given IAM looks one up: what was not declared could not be compared.
      schema: z
        .array(thumbprintSchema)
        .min(1, 'must have at least one thumbprint')
        .max(5, 'must have at most 5 thumbprints\nIAM takes no more'),
      required: true,
      memberNoun: 'thumbprint',
      writtenWhole: true,
      source: SOURCE,
    },
    { ...tags, source: SOURCE },
  ],
};
