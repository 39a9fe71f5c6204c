import type { RoleVendor } from './vendor.ts';

export const SUMO_LOGIC: RoleVendor = {
  form: 'trusted-role',
  id: 'sumo-logic',
  name: 'Sumo Logic',
  description: 'Sumo Logic collects logs and metrics of the account',
  accounts: {
    ids: ['926226587429', '956882708938'],
    partition: 'aws',
    source: {
      url: 'https://github.com/fwdcloudsec/known_aws_accounts/blob/c2922afb0450f63bad28865ff0784cdaa3a8b4e4/accounts.yaml',
      date: '2025-09-17',
    },
  },
  where:
    "In Sumo Logic, in the source's form, AWS Access, Role-based access: the account id and the external id.",
  permissions: {
    by: 'asking',
    document: {
      url: 'https://help.sumologic.com/docs/send-data/hosted-collectors/amazon-aws/grant-access-aws-product',
      date: '2026-11-29',
    },
  },
  handBack: "in the source's form, AWS Access",
};
