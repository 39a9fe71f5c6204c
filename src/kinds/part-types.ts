import type { Kind } from '../model/address.ts';

/** A property of such a type, and the kind of the resources that it names. */
export interface HolderProperty {
  readonly property: string;
  readonly kind: Kind;
}

/** What a policy that names its holders is attached to. */
export const HOLDERS: readonly HolderProperty[] = [
  { property: 'Roles', kind: 'role' },
  { property: 'Users', kind: 'user' },
  { property: 'Groups', kind: 'group' },
];

/** Inline policies that CloudFormation has as resources of their own: a desired file has them at their holders. */
export const INLINE_POLICY_TYPES: ReadonlyMap<string, readonly HolderProperty[]> = new Map([
  ['AWS::IAM::Policy', HOLDERS],
  ['AWS::IAM::RolePolicy', [{ property: 'RoleName', kind: 'role' }]],
  ['AWS::IAM::UserPolicy', [{ property: 'UserName', kind: 'user' }]],
  ['AWS::IAM::GroupPolicy', [{ property: 'GroupName', kind: 'group' }]],
]);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-usertogroupaddition.html */
export const MEMBERSHIP_TYPE = 'AWS::IAM::UserToGroupAddition';

/** Every type that is a part of other resources in IAM, by the properties that say of which. */
export const PART_TYPES: ReadonlyMap<string, readonly HolderProperty[]> = new Map([
  ...INLINE_POLICY_TYPES,
  [MEMBERSHIP_TYPE, [{ property: 'Users', kind: 'user' }]],
]);
