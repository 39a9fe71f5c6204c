import type { CloudFormationClient, StackResource } from '@aws-sdk/client-cloudformation';
import type {
  OwnedResource,
  StackEventRow,
  StackOwner,
  StackReader,
  StackResourceRow,
} from '../model/stack-reader.ts';
import { orUndefined, present } from './call.ts';
import type { Connection } from './clients.ts';
import { allRows, cloudFormationPages } from './cloudformation-pages.ts';
import { cloudFormationReadClient } from './cloudformation-read-client.ts';
import { changeSetRowOf, stackEventOf, stackRowOf } from './cloudformation-rows.ts';
import { isStackMissing } from './stack-missing.ts';

type ReadClient = ReturnType<typeof cloudFormationReadClient>;

/** Reads CloudFormation over the SDK. It has no operation that changes anything, and sends none. */
export function createStackReader(connection: Connection<CloudFormationClient>): StackReader {
  const client = cloudFormationReadClient(connection);
  return {
    stacks: async (prefix) => {
      const action = 'cloudformation:DescribeStacks';
      const rows = await allRows(action, client.allStacks, (page) => present(page.Stacks, action, 'Stacks'));
      return rows
        .map(stackRowOf)
        .filter((row) => row.stackName.startsWith(prefix))
        .sort((a, b) => (a.stackName < b.stackName ? -1 : 1));
    },
    stack: async (nameOrArn) => {
      const answer = await orUndefined(client.stack(nameOrArn), isStackMissing);
      if (answer === undefined) return undefined;
      const [row] = present(answer.Stacks, 'cloudformation:DescribeStacks', 'Stacks');
      return row === undefined ? undefined : stackRowOf(row);
    },
    template: async (stackId, stage = 'Original') =>
      (await orUndefined(client.template(stackId, stage), isStackMissing))?.TemplateBody,
    resources: (stackId) => resourcesOf(client, stackId),
    logicalIds: async (stackId) => (await resourcesOf(client, stackId)).map(({ logicalId }) => logicalId),
    owner: (physicalId, type) => ownerOf(client, physicalId, type),
    owned: (stackId) => ownedBy(client, stackId),
    events: (stackId, clientToken) => eventsOf(client, stackId, clientToken),
    changeSets: async (stackId) => {
      const action = 'cloudformation:ListChangeSets';
      const rows = await orUndefined(
        allRows(
          action,
          (token) => client.changeSets(stackId, token),
          (page) => present(page.Summaries, action, 'Summaries'),
        ),
        isStackMissing,
      );
      return (rows ?? []).map(changeSetRowOf);
    },
  };
}

async function resourcesOf(client: ReadClient, stackId: string): Promise<readonly StackResourceRow[]> {
  const action = 'cloudformation:ListStackResources';
  const rows = await orUndefined(
    allRows(
      action,
      (token) => client.resources(stackId, token),
      (page) => present(page.StackResourceSummaries, action, 'StackResourceSummaries'),
    ),
    isStackMissing,
  );
  return (rows ?? [])
    .filter((row) => !isGone(row))
    .map((row) => ({
      logicalId: present(row.LogicalResourceId, action, 'LogicalResourceId'),
      physicalId: row.PhysicalResourceId ?? '',
      resourceType: row.ResourceType ?? '',
    }));
}

/**
 * CloudFormation answers with all resources of the stack that has the physical id. The stack it finds may have it as
 * another type only (a role and an instance profile of one name): then it is not the owner.
 */
async function ownerOf(
  client: ReadClient,
  physicalId: string,
  type: string | undefined,
): Promise<StackOwner | undefined> {
  const answer = await orUndefined(client.stackOf(physicalId), isStackMissing);
  const resource = (answer?.StackResources ?? []).find((row) => isMeant(row, physicalId, type));
  return resource && ownerIn(resource);
}

function ownerIn(row: StackResource): StackOwner {
  const action = 'cloudformation:DescribeStackResources';
  return {
    stackName: present(row.StackName, action, 'StackName'),
    stackId: present(row.StackId, action, 'StackId'),
    logicalId: present(row.LogicalResourceId, action, 'LogicalResourceId'),
  };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html */
const MOST_DESCRIBED = 100;

/** The call that says whose a resource is has no pages, and may be sent for any stack; the one with pages may not. */
async function ownedBy(client: ReadClient, stackId: string): Promise<readonly OwnedResource[] | undefined> {
  const answer = await orUndefined(client.someResources(stackId), isStackMissing);
  const rows = answer?.StackResources ?? [];
  if (rows.length >= MOST_DESCRIBED) return undefined;
  return rows
    .filter((row) => !isGone(row))
    .map((row) => ({
      ...ownerIn(row),
      physicalId: row.PhysicalResourceId ?? '',
      resourceType: row.ResourceType ?? '',
    }));
}

/** A resource that left its stack stays listed: with `DeletionPolicy: Retain`, as `DELETE_SKIPPED` or `DELETE_COMPLETE`. */
function isGone({ ResourceStatus }: Pick<StackResource, 'ResourceStatus'>): boolean {
  return ResourceStatus === 'DELETE_COMPLETE' || ResourceStatus === 'DELETE_SKIPPED';
}

function isMeant(row: StackResource, physicalId: string, type: string | undefined): boolean {
  return (
    !isGone(row) && row.PhysicalResourceId === physicalId && (type === undefined || row.ResourceType === type)
  );
}

/** CloudFormation gives the newest events first. */
async function eventsOf(
  client: ReadClient,
  stackId: string,
  clientToken: string | undefined,
): Promise<readonly StackEventRow[]> {
  const action = 'cloudformation:DescribeStackEvents';
  const newestFirst: StackEventRow[] = [];
  const pages = cloudFormationPages(action, (token) => client.events(stackId, token));
  for await (const page of pages) {
    const events = present(page.StackEvents, action, 'StackEvents').map(stackEventOf);
    const isOurs = (event: StackEventRow): boolean =>
      clientToken === undefined || event.clientToken === clientToken;
    newestFirst.push(...events.filter(isOurs));
    const isOlder = newestFirst.length > 0 && !events.slice(-1).every(isOurs);
    if (isOlder || clientToken === undefined) break;
  }
  return newestFirst.reverse();
}
