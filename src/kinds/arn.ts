import type { Resource } from '../model/resource.ts';
import { kindSpec } from './registry.ts';

export interface ArnContext {
  readonly partition: string;
  /** Twelve digits. */
  readonly account: string;
}

/** The ARN that a resource of this name and path has in the account (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html). */
export function arnOf(resource: Resource, { partition, account }: ArnContext): string {
  const path = resource.properties['Path'];
  const type = kindSpec(resource.kind).arnType;
  return `arn:${partition}:iam::${account}:${type}${typeof path === 'string' ? path : '/'}${resource.name}`;
}
