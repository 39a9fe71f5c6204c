/** The settings of the account that the tests work with. */
export function settings(more = ''): string {
  return `version: 1\naccount: '111122223333'\nregion: eu-west-1\n${more}`;
}

export interface RoleFile {
  /** Also the name of its role. */
  readonly name: string;
  /** What it may read. */
  readonly bucket?: string;
  readonly actions?: readonly string[];
  readonly more?: string;
}

/** An integration of one role that an outside account assumes to read a bucket. */
export function roleFile({
  name,
  bucket = 'acme-prod-logs',
  actions = ['s3:GetObject'],
  more = '',
}: RoleFile): string {
  return `integration: ${name}
description: The vendor of ${name} reads one bucket
${more}roles:
  - RoleName: ${name}
    AssumeRolePolicyDocument:
      Version: '2012-10-17'
      Statement:
        - Effect: Allow
          Principal:
            AWS: arn:aws:iam::406095609952:root
          Action: sts:AssumeRole
          Condition:
            StringEquals:
              sts:ExternalId: vendor:ext:4k2vq8m1t7
    Policies:
      - PolicyName: read
        PolicyDocument:
          Version: '2012-10-17'
          Statement:
            - Effect: Allow
              Action: [${actions.map((action) => `'${action}'`).join(', ')}]
              Resource: arn:aws:s3:::${bucket}/*
`;
}

/** The files of integrations by name, beside the settings. */
export function desired(...roles: readonly RoleFile[]): Readonly<Record<string, string>> {
  return {
    'desired/rolekeeper.yaml': settings(),
    ...Object.fromEntries(roles.map((role) => [`desired/${role.name}.yaml`, roleFile(role)])),
  };
}
