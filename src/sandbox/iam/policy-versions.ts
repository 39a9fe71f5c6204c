import { deleteConflict, invalidInput, limitExceeded, noSuchEntity } from '../aws-error.ts';
import type { Handlers, Write } from '../call.ts';
import { awsManagedPolicy, isAwsManaged } from './aws-managed-policies.ts';
import { encodeDocument } from './encode.ts';
import { checkPolicyDocument } from './managed-policies.ts';
import { page } from './paging.ts';
import type { ManagedPolicy, PolicyVersion } from './records.ts';

export function createPolicyVersion(
  write: Write,
  arn: string,
  document: string,
  asDefault: boolean,
): PolicyVersion {
  const { world } = write;
  if (isAwsManaged(arn)) throw invalidInput(`ARN ${arn} is not valid.`);
  const policy = world.iam.policy(arn);
  checkPolicyDocument(document);
  if (policy.versions.length >= 5) {
    throw limitExceeded(
      'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
    );
  }
  world.beforeWrite();
  policy.lastVersion += 1;
  const version = { id: `v${String(policy.lastVersion)}`, document, createDate: world.iamNow() };
  policy.versions = [...policy.versions, version];
  if (asDefault) policy.defaultVersionId = version.id;
  policy.updateDate = version.createDate;
  world.record(write.origin, 'CreatePolicyVersion', `managed-policy/${policy.name}`, version.id);
  return version;
}

export function deletePolicyVersion(write: Write, arn: string, id: string): void {
  const { world } = write;
  const policy = world.iam.policy(arn);
  const version = findVersion(policy, arn, id);
  if (version.id === policy.defaultVersionId) {
    throw deleteConflict('Cannot delete the default version of a policy.');
  }
  world.beforeWrite();
  policy.versions = policy.versions.filter((one) => one !== version);
  world.record(write.origin, 'DeletePolicyVersion', `managed-policy/${policy.name}`, id);
}

/** The document in force. */
export function defaultDocument(policy: ManagedPolicy): string {
  return policy.versions.find((version) => version.id === policy.defaultVersionId)?.document ?? '';
}

function findVersion(policy: ManagedPolicy, arn: string, id: string): PolicyVersion {
  const found = policy.versions.find((version) => version.id === id);
  if (found === undefined) {
    throw noSuchEntity(`Policy ${arn} version ${id} does not exist or is not attachable.`);
  }
  return found;
}

/** A version as GetPolicyVersion and GetAccountAuthorizationDetails show it. */
export function versionAnswer(policy: ManagedPolicy, version: PolicyVersion) {
  return {
    Document: encodeDocument(version.document),
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersionId,
    CreateDate: version.createDate,
  };
}

export const policyVersionHandlers: Handlers = {
  CreatePolicyVersion: ({ params, write, iam }) => {
    const arn = params.require('PolicyArn');
    const asDefault = params.boolean('SetAsDefault') ?? false;
    const version = createPolicyVersion(write, arn, params.require('PolicyDocument'), asDefault);
    return { PolicyVersion: { ...versionAnswer(iam.policy(arn), version), Document: undefined } };
  },
  DeletePolicyVersion: ({ params, write }) => {
    deletePolicyVersion(write, params.require('PolicyArn'), params.require('VersionId'));
    return undefined;
  },
  SetDefaultPolicyVersion: ({ world, params, write, action }) => {
    const arn = params.require('PolicyArn');
    const policy = world.iam.policy(arn);
    const version = findVersion(policy, arn, params.require('VersionId'));
    world.beforeWrite();
    policy.defaultVersionId = version.id;
    policy.updateDate = world.iamNow();
    world.record(write.origin, action, `managed-policy/${policy.name}`, version.id);
    return undefined;
  },
  GetPolicyVersion: ({ world, params, iam }) => {
    const arn = params.require('PolicyArn');
    const id = params.require('VersionId');
    const aws = isAwsManaged(arn) ? awsManagedPolicy(arn) : undefined;
    if (aws !== undefined && (aws.known || world.switches.unknownAwsPolicies === 'accept')) {
      if (id !== 'v1') throw noSuchEntity(`Policy ${arn} version ${id} does not exist or is not attachable.`);
      const version = { VersionId: 'v1', IsDefaultVersion: true, CreateDate: '2015-02-06T18:40:58Z' };
      return { PolicyVersion: { Document: encodeDocument(aws.document), ...version } };
    }
    const policy = iam.policy(arn);
    return { PolicyVersion: versionAnswer(policy, findVersion(policy, arn, id)) };
  },
  ListPolicyVersions: (call) => {
    const arn = call.params.require('PolicyArn');
    if (isAwsManaged(arn)) {
      return { Versions: [{ VersionId: 'v1', IsDefaultVersion: true }], IsTruncated: false };
    }
    const policy = call.iam.policy(arn);
    const { items, ...rest } = page(call, policy.versions.toReversed());
    const versions = items.map((version) => ({ ...versionAnswer(policy, version), Document: undefined }));
    return { Versions: versions, ...rest };
  },
};
