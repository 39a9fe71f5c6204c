import type { RoleVendor } from './vendor.ts';

export const CROWDSTRIKE: RoleVendor = {
  form: 'trusted-role',
  id: 'crowdstrike',
  name: 'CrowdStrike',
  description: 'CrowdStrike registers the account',
  template: {
    url: 'https://github.com/aws-ia/cfn-abi-crowdstrike-fcs/blob/1929a96/templates/crowdstrike_init_stack.yaml',
    date: '2025-11-13',
  },
  accounts: {
    ids: ['292230061137', '517716713836'],
    partition: 'aws',
    source: {
      url: 'https://github.com/fwdcloudsec/known_aws_accounts/blob/c2922afb0450f63bad28865ff0784cdaa3a8b4e4/accounts.yaml',
      date: '2025-09-17',
    },
  },
  where: 'In Falcon, in the registration of the cloud account: the role to trust and the external id.',
  permissions: { by: 'asking' },
  handBack: "in the registration of the cloud account: the role's name and this account",
};
