import { iamArn } from '../model/arn.ts';
import type { Policy } from '@aws-sdk/client-iam';
import type { ManagedPolicyDetail } from '../model/iam-reader.ts';
import { awsCodeOf, orUndefined, present } from './call.ts';
import { allPages } from './iam-pages.ts';
import type { IamReadClient } from './iam-read-client.ts';
import { managedPolicyOf } from './iam-rows.ts';
import { readWhole } from './read-whole.ts';

/** Where managed policies of the account have their ARNs. */
export interface IamPlace {
  readonly account: string;
  readonly partition: string;
}

/**
 * A managed policy by its name, with its default version: the others grant nothing. IAM finds policies by ARN only, and
 * the ARN has the path in it, so the path "/" is tried and then all policies of the account are listed.
 */
export async function readManagedPolicy(
  client: IamReadClient,
  name: string,
  place: IamPlace,
): Promise<ManagedPolicyDetail | undefined> {
  const arn = iamArn(place, `policy/${name}`);
  return (await readByArn(client, arn)) ?? (await readElsewhere(client, name));
}

async function readElsewhere(client: IamReadClient, name: string): Promise<ManagedPolicyDetail | undefined> {
  const pages = await allPages('iam:ListPolicies', client.localPolicies);
  const found = pages
    .flatMap((page) => present(page.Policies, 'iam:ListPolicies', 'Policies'))
    .find((policy) => policy.PolicyName?.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : readByArn(client, present(found.Arn, 'iam:ListPolicies', 'Arn'));
}

function readByArn(client: IamReadClient, arn: string): Promise<ManagedPolicyDetail | undefined> {
  return readWhole(
    arn,
    () => policyOf(client, arn),
    async (policy) => {
      const id = present(policy.DefaultVersionId, 'iam:GetPolicy', 'DefaultVersionId');
      const PolicyVersionList = [await versionOf(client, arn, id)];
      return managedPolicyOf({ ...policy, PolicyVersionList }, 'iam:GetPolicy');
    },
  );
}

/** A managed policy without its document. */
export function readPolicyHead(client: IamReadClient, arn: string): Promise<ManagedPolicyDetail | undefined> {
  return readWhole(
    arn,
    () => policyOf(client, arn),
    async (policy) => managedPolicyOf(policy, 'iam:GetPolicy'),
  );
}

/** The ids of its versions (five at most). */
export async function readPolicyVersions(client: IamReadClient, arn: string): Promise<readonly string[]> {
  const action = 'iam:ListPolicyVersions';
  const pages = await orUndefined(
    allPages(action, (marker) => client.policyVersions(arn, marker)),
    (error) => awsCodeOf(error) === 'NoSuchEntity',
  );
  return (pages ?? [])
    .flatMap((page) => present(page.Versions, action, 'Versions'))
    .map((version) => present(version.VersionId, action, 'VersionId'));
}

async function policyOf(client: IamReadClient, arn: string): Promise<Policy> {
  return present((await client.policy(arn)).Policy, 'iam:GetPolicy', 'Policy');
}

async function versionOf(client: IamReadClient, arn: string, id: string) {
  const action = 'iam:GetPolicyVersion';
  return present((await client.policyVersion(arn, id)).PolicyVersion, action, 'PolicyVersion');
}
