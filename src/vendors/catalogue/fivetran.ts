import type { CatalogueVendor } from './vendor.ts';

export const FIVETRAN: CatalogueVendor = {
  id: 'fivetran',
  name: 'Fivetran',
  description: 'Fivetran reads the files of a bucket',
  accounts: {
    ids: ['834469178297'],
    source: {
      url: 'https://github.com/fwdcloudsec/known_aws_accounts/blob/c2922afb0450f63bad28865ff0784cdaa3a8b4e4/accounts.yaml',
      date: '2025-09-17',
    },
  },
  where: 'In Fivetran, in the setup form of the connector: the external id.',
  managedPolicies: [],
  handBack: "The role's ARN, in the setup form.",
};
