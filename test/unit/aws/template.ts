/** Templates with IAM roles, as small as they can be. */

export function roleTemplate(roles: Readonly<Record<string, string>>, description = 'why'): string {
  const resources = Object.entries(roles).map(([logicalId, RoleName]) => [
    logicalId,
    {
      Type: 'AWS::IAM::Role',
      DeletionPolicy: 'Delete',
      Properties: {
        RoleName,
        Description: description,
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        },
      },
    },
  ]);
  return JSON.stringify({ Resources: Object.fromEntries(resources) as unknown });
}
