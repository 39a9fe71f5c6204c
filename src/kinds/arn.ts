import type { Kind } from '../model/address.ts';
import type { Resource } from '../model/resource.ts';

const ARN_TYPES: Readonly<Record<Kind, string>> = {
  role: 'role',
  'managed-policy': 'policy',
  user: 'user',
  group: 'group',
  'instance-profile': 'instance-profile',
};

export interface ArnContext {
  readonly partition: string;
  /** Twelve digits. */
  readonly account: string;
}

/** The ARN that a resource of this name and path has in the account (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html). */
export function arnOf(resource: Resource, { partition, account }: ArnContext): string {
  const path = resource.properties['Path'];
  return `arn:${partition}:iam::${account}:${ARN_TYPES[resource.kind]}${typeof path === 'string' ? path : '/'}${resource.name}`;
}
