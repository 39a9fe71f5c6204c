import type { Entity, ManagedPolicy } from './records.ts';
import { type EntityKind, type IamStore, keyOf } from './store.ts';

/** Who has a managed policy attached. */
export function attachedTo(iam: IamStore, arn: string): readonly (readonly [EntityKind, Entity])[] {
  return iam.entities().filter(([, entity]) => entity.attached.some((one) => keyOf(one) === keyOf(arn)));
}

/** Whose permissions boundary a managed policy is. */
export function boundaryOf(iam: IamStore, arn: string): readonly (readonly [EntityKind, Entity])[] {
  return iam
    .entities()
    .filter(([, entity]) => entity.boundary !== undefined && keyOf(entity.boundary) === keyOf(arn));
}

/** How often managed policies are used, by their ARN in lower case. */
export interface PolicyUsage {
  readonly attached: ReadonlyMap<string, number>;
  readonly boundary: ReadonlyMap<string, number>;
}

/** Counts once for a whole list of policies: accounts have thousands of entities. */
export function policyUsage(iam: IamStore): PolicyUsage {
  const attached = new Map<string, number>();
  const boundary = new Map<string, number>();
  const count = (counts: Map<string, number>, arn: string) =>
    counts.set(keyOf(arn), (counts.get(keyOf(arn)) ?? 0) + 1);
  for (const [, entity] of iam.entities()) {
    for (const arn of entity.attached) count(attached, arn);
    if (entity.boundary !== undefined) count(boundary, entity.boundary);
  }
  return { attached, boundary };
}

/** What GetPolicy, ListPolicies and GetAccountAuthorizationDetails share: neither description nor tags. */
export function policyBasics(iam: IamStore, policy: ManagedPolicy, usage: PolicyUsage) {
  const arn = iam.policyArn(policy);
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    ...usageAnswer(arn, usage),
    IsAttachable: true,
    CreateDate: policy.createDate,
    UpdateDate: policy.updateDate,
  };
}

export function usageAnswer(arn: string, usage: PolicyUsage) {
  return {
    AttachmentCount: usage.attached.get(keyOf(arn)) ?? 0,
    PermissionsBoundaryUsageCount: usage.boundary.get(keyOf(arn)) ?? 0,
  };
}
