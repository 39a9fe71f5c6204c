import { iamArn } from '../model/arn.ts';
import type { Resource } from '../model/resource.ts';
import { kindSpec } from './registry.ts';

export interface ArnContext {
  readonly partition: string;
  /** Twelve digits. */
  readonly account: string;
}

/** The ARN that a resource of this name and path has in the account (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html). */
export function arnOf(resource: Resource, place: ArnContext): string {
  const path = resource.properties['Path'];
  const type = kindSpec(resource.kind).arnType;
  return iamArn(place, `${type}${typeof path === 'string' ? path : '/'}${resource.name}`);
}
