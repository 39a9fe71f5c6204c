import {
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  ListGroupPoliciesCommand,
  ListPolicyVersionsCommand,
  paginateListGroups,
  paginateListPolicies,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import type { Lab } from './lab.ts';

/**
 * Removes everything that carries this run's prefix: its stacks first, then what is left of them in IAM.
 *
 * @returns what could not be removed, and why
 */
export async function cleanUp(lab: Lab): Promise<readonly string[]> {
  const left = [...(await lab.deleteStacks())];
  const attempt = async (what: string, action: () => Promise<unknown>): Promise<void> => {
    try {
      await action();
    } catch (error) {
      left.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  for (const GroupName of await groupsOf(lab)) {
    await attempt(`group ${GroupName}`, () => deleteGroup(lab, GroupName));
  }
  for (const RoleName of await rolesOf(lab)) {
    await attempt(`role ${RoleName}`, () => lab.iam.send(new DeleteRoleCommand({ RoleName })));
  }
  for (const PolicyArn of await policiesOf(lab)) {
    await attempt(`managed policy ${PolicyArn}`, () => deletePolicy(lab, PolicyArn));
  }
  return left;
}

async function groupsOf({ iam: client, prefix }: Lab): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { Groups = [] } of paginateListGroups({ client }, {})) {
    names.push(...Groups.flatMap(({ GroupName = '' }) => (GroupName.startsWith(prefix) ? [GroupName] : [])));
  }
  return names;
}

async function rolesOf({ iam: client, prefix }: Lab): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
    names.push(...Roles.flatMap(({ RoleName = '' }) => (RoleName.startsWith(prefix) ? [RoleName] : [])));
  }
  return names;
}

async function policiesOf({ iam: client, prefix }: Lab): Promise<readonly string[]> {
  const arns: string[] = [];
  for await (const { Policies = [] } of paginateListPolicies({ client }, { Scope: 'Local' })) {
    arns.push(
      ...Policies.flatMap(({ PolicyName = '', Arn = '' }) => (PolicyName.startsWith(prefix) ? [Arn] : [])),
    );
  }
  return arns;
}

async function deleteGroup({ iam }: Lab, GroupName: string): Promise<void> {
  const { PolicyNames = [] } = await iam.send(new ListGroupPoliciesCommand({ GroupName }));
  for (const PolicyName of PolicyNames) {
    await iam.send(new DeleteGroupPolicyCommand({ GroupName, PolicyName }));
  }
  await iam.send(new DeleteGroupCommand({ GroupName }));
}

async function deletePolicy({ iam }: Lab, PolicyArn: string): Promise<void> {
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  for (const { VersionId, IsDefaultVersion } of Versions) {
    if (VersionId === undefined || IsDefaultVersion === true) continue;
    await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  }
  await iam.send(new DeletePolicyCommand({ PolicyArn }));
}
