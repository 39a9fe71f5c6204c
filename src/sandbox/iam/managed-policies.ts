import { alreadyExists, deleteConflict, invalidInput, limitExceeded } from '../aws-error.ts';
import type { Call, Handlers, Write } from '../call.ts';
import { checkPolicyArn } from './attachments.ts';
import { awsManagedPolicy, isAwsManaged, knownAwsPolicyArns } from './aws-managed-policies.ts';
import { checkDocument, documentSize } from './documents.ts';
import { checkLength, checkName, checkPolicyPath } from './names.ts';
import { page } from './paging.ts';
import {
  attachedTo,
  boundaryOf,
  policyBasics,
  policyUsage,
  usageAnswer,
  type PolicyUsage,
} from './policy-uses.ts';
import type { ManagedPolicy, Tag } from './records.ts';
import { byName, keyOf } from './store.ts';
import { checkTags, mergeTags, readTags, tagsAnswer } from './tags.ts';

export interface NewPolicy {
  readonly name: string;
  readonly path?: string | undefined;
  readonly description?: string | undefined;
  readonly document: string;
  readonly tags?: readonly Tag[] | undefined;
}

export function createPolicy(write: Write, wanted: NewPolicy): ManagedPolicy {
  const { world } = write;
  const path = wanted.path ?? '/';
  checkName('policyName', wanted.name, 128);
  checkPolicyPath(path);
  checkLength('description', wanted.description ?? '', 1000);
  checkTags(wanted.tags ?? []);
  checkPolicyDocument(wanted.document);
  if (world.iam.policies.has(keyOf(wanted.name))) {
    throw alreadyExists(`A policy called ${wanted.name} already exists. Duplicate names are not allowed.`);
  }
  const { maxPolicies } = world.switches;
  if (world.iam.policies.size >= maxPolicies) {
    throw limitExceeded(`Cannot exceed quota for PoliciesPerAccount: ${String(maxPolicies)}`);
  }
  world.beforeWrite();
  const now = world.iamNow();
  const policy: ManagedPolicy = {
    name: wanted.name,
    id: world.uniqueId('ANPA'),
    path,
    createDate: now,
    updateDate: now,
    versions: [{ id: 'v1', document: wanted.document, createDate: now }],
    defaultVersionId: 'v1',
    lastVersion: 1,
    tags: [...(wanted.tags ?? [])],
    ...(wanted.description === undefined ? {} : { description: wanted.description }),
  };
  world.iam.policies.set(keyOf(policy.name), policy);
  world.record(write.origin, 'CreatePolicy', `managed-policy/${policy.name}`);
  return policy;
}

export function checkPolicyDocument(document: string): void {
  checkDocument(document, 'managed');
  if (documentSize(document) > 6144) throw limitExceeded('Cannot exceed quota for PolicySize: 6144');
}

/** @throws AwsError DeleteConflict while it is attached, a boundary, or has other versions than the default one. */
export function deletePolicy(write: Write, arn: string): void {
  const { world } = write;
  const policy = world.iam.policy(arn);
  if (attachedTo(world.iam, arn).length > 0 || boundaryOf(world.iam, arn).length > 0) {
    throw deleteConflict('Cannot delete a policy attached to entities.');
  }
  if (policy.versions.length > 1) {
    throw deleteConflict(
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    );
  }
  world.beforeWrite();
  world.iam.policies.delete(keyOf(policy.name));
  world.record(write.origin, 'DeletePolicy', `managed-policy/${policy.name}`);
}

function awsPolicyAnswer(arn: string, usage: PolicyUsage) {
  const policy = awsManagedPolicy(arn);
  const date = '2015-02-06T18:40:58Z';
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: arn,
    Path: policy.path,
    DefaultVersionId: 'v1',
    ...usageAnswer(arn, usage),
    IsAttachable: true,
    CreateDate: date,
    UpdateDate: date,
  };
}

function getPolicy({ world, params, iam }: Call) {
  const arn = params.require('PolicyArn');
  checkPolicyArn(arn);
  if (isAwsManaged(arn)) {
    const known = awsManagedPolicy(arn).known || world.switches.unknownAwsPolicies === 'accept';
    return {
      Policy: known
        ? awsPolicyAnswer(arn, policyUsage(iam))
        : policyBasics(iam, iam.policy(arn), policyUsage(iam)),
    };
  }
  const policy = iam.policy(arn);
  return {
    Policy: {
      ...policyBasics(iam, policy, policyUsage(iam)),
      Description: policy.description,
      Tags: tagsAnswer(policy.tags),
    },
  };
}

function listPolicies(call: Call) {
  const { params, iam } = call;
  const scope = params.get('Scope') ?? 'All';
  const usage = policyUsage(iam);
  const local = byName(iam.policies).map((policy) => policyBasics(iam, policy, usage));
  const aws = knownAwsPolicyArns.map((arn) => awsPolicyAnswer(arn, usage));
  const all = [...(scope === 'AWS' ? [] : local), ...(scope === 'Local' ? [] : aws)];
  const listed = all
    .filter((one) => one.Path.startsWith(params.get('PathPrefix') ?? '/'))
    .filter((one) => params.boolean('OnlyAttached') !== true || one.AttachmentCount > 0)
    .filter(
      (one) =>
        params.get('PolicyUsageFilter') !== 'PermissionsBoundary' || one.PermissionsBoundaryUsageCount > 0,
    );
  const { items, ...rest } = page(call, listed);
  return { Policies: items, ...rest };
}

function listEntities(call: Call) {
  const { params, iam } = call;
  const arn = params.require('PolicyArn');
  if (!isAwsManaged(arn)) iam.policy(arn);
  const usage = params.get('PolicyUsageFilter') === 'PermissionsBoundary' ? boundaryOf : attachedTo;
  const filter = params.get('EntityFilter')?.toLowerCase();
  const { items, ...rest } = page(
    call,
    usage(iam, arn).filter(([kind]) => filter === undefined || filter === kind),
  );
  const rows = (kind: string, word: string) =>
    items
      .filter(([one]) => one === kind)
      .map(([, entity]) => ({ [`${word}Name`]: entity.name, [`${word}Id`]: entity.id }));
  return {
    PolicyGroups: rows('group', 'Group'),
    PolicyUsers: rows('user', 'User'),
    PolicyRoles: rows('role', 'Role'),
    ...rest,
  };
}

export const managedPolicyHandlers: Handlers = {
  CreatePolicy: ({ params, write, iam }) => {
    const policy = createPolicy(write, {
      name: params.require('PolicyName'),
      path: params.get('Path'),
      description: params.get('Description'),
      document: params.require('PolicyDocument'),
      tags: readTags(params),
    });
    return { Policy: policyBasics(iam, policy, policyUsage(iam)) };
  },
  DeletePolicy: ({ params, write }) => {
    const arn = params.require('PolicyArn');
    if (isAwsManaged(arn)) throw invalidInput(`ARN ${arn} is not valid.`);
    deletePolicy(write, arn);
    return undefined;
  },
  GetPolicy: getPolicy,
  ListPolicies: listPolicies,
  ListEntitiesForPolicy: listEntities,
  TagPolicy: ({ world, params, write, iam, action }) => {
    const policy = iam.policy(params.require('PolicyArn'));
    const merged = mergeTags(policy, readTags(params));
    world.beforeWrite();
    policy.tags = [...merged];
    world.record(write.origin, action, `managed-policy/${policy.name}`);
    return undefined;
  },
  UntagPolicy: ({ world, params, write, iam, action }) => {
    const policy = iam.policy(params.require('PolicyArn'));
    const keys = (params.strings('TagKeys') ?? []).map(keyOf);
    world.beforeWrite();
    policy.tags = policy.tags.filter((tag) => !keys.includes(keyOf(tag.key)));
    world.record(write.origin, action, `managed-policy/${policy.name}`);
    return undefined;
  },
  ListPolicyTags: (call) => {
    const { items, ...rest } = page(call, call.iam.policy(call.params.require('PolicyArn')).tags);
    return { Tags: tagsAnswer(items), ...rest };
  },
};
