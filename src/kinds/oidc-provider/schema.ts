import { tags } from '../identity-fields.ts';
import type { KindSchema } from '../kind.ts';

/** The list has ARNs only: everything else is one call of GetOpenIDConnectProvider each. */
const SOURCE = 'ListOpenIDConnectProviders';

/** What stands before the name in `Url`; IAM keeps the URL without it. */
export const SCHEME = 'https://';

/** A host, and a path with its case: IAM takes URLs that differ in case for two providers. */
export const NAME_PATTERN = '[a-z0-9.-]+(/[A-Za-z0-9._~%!$&()*+,;=:@-]+)*';

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
      memberNoun: 'client id',
      source: SOURCE,
    },
    {
      property: 'ThumbprintList',
      shape: 'names',
      // Where none is given IAM looks one up: what was not declared could not be compared.
      required: true,
      memberNoun: 'thumbprint',
      writtenWhole: true,
      source: SOURCE,
    },
    { ...tags, source: SOURCE },
  ],
};
