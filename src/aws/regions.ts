/** The regions that every account has; others must be enabled one by one (https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html). */
const REGIONS: Readonly<Record<string, readonly string[]>> = {
  aws: [
    'us-east-1',
    'us-east-2',
    'us-west-1',
    'us-west-2',
    'ca-central-1',
    'sa-east-1',
    'eu-central-1',
    'eu-north-1',
    'eu-west-1',
    'eu-west-2',
    'eu-west-3',
    'ap-northeast-1',
    'ap-northeast-2',
    'ap-northeast-3',
    'ap-south-1',
    'ap-southeast-1',
    'ap-southeast-2',
  ],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
  'aws-us-gov': ['us-gov-east-1', 'us-gov-west-1'],
};

/** The other regions of a partition in which an account may have stacks. */
export function otherRegions(partition: string, region: string): readonly string[] {
  return (REGIONS[partition] ?? []).filter((candidate) => candidate !== region);
}
