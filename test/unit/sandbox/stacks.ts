import {
  CreateChangeSetCommand,
  type CreateChangeSetCommandInput,
  DescribeChangeSetCommand,
  type DescribeChangeSetCommandOutput,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  type ExecuteChangeSetCommandInput,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import type { Clients } from './clients.ts';

export type Block = Record<string, unknown>;

export const trust = (
  principal: unknown = { AWS: 'arn:aws:iam::406095609952:root' },
  sid?: string,
): Block => ({
  Version: '2012-10-17',
  Statement: [
    {
      ...(sid === undefined ? {} : { Sid: sid }),
      Effect: 'Allow',
      Principal: principal,
      Action: 'sts:AssumeRole',
    },
  ],
});

export const allow = (action: string, resource = '*', sid?: string): Block => ({
  Version: '2012-10-17',
  Statement: [
    { ...(sid === undefined ? {} : { Sid: sid }), Effect: 'Allow', Action: action, Resource: resource },
  ],
});

/** A role's block; properties and attributes beside them can be set. */
export const role = (name: string, properties: Block = {}, attributes: Block = {}): Block => ({
  Type: 'AWS::IAM::Role',
  DeletionPolicy: 'RetainExceptOnCreate',
  ...attributes,
  Properties: { RoleName: name, AssumeRolePolicyDocument: trust(), ...properties },
});

export const managedPolicy = (name: string, properties: Block = {}, attributes: Block = {}): Block => ({
  Type: 'AWS::IAM::ManagedPolicy',
  DeletionPolicy: 'RetainExceptOnCreate',
  ...attributes,
  Properties: { ManagedPolicyName: name, PolicyDocument: allow('s3:GetObject'), ...properties },
});

export const handle: Block = { Type: 'AWS::CloudFormation::WaitConditionHandle' };

export const template = (Resources: Record<string, Block>, sections: Block = {}): string =>
  JSON.stringify({ ...sections, Resources });

let names = 0;

/** Creates a change set and waits for it. */
export async function prepare(
  clients: Clients,
  body: string,
  input: Partial<CreateChangeSetCommandInput> = {},
): Promise<DescribeChangeSetCommandOutput> {
  names += 1;
  const created = await clients.cloudFormation.send(
    new CreateChangeSetCommand({
      StackName: 'stack',
      ChangeSetName: `change-${String(names)}`,
      TemplateBody: body,
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      ...input,
    }),
  );
  for (;;) {
    const described = await clients.cloudFormation.send(
      new DescribeChangeSetCommand({ ChangeSetName: created.Id, IncludePropertyValues: true }),
    );
    if (!/PENDING|IN_PROGRESS/.test(described.Status ?? '')) return described;
  }
}

/** Executes a change set and waits for the stack. */
export async function execute(
  clients: Clients,
  changeSet: DescribeChangeSetCommandOutput,
  input: Partial<ExecuteChangeSetCommandInput> = {},
): Promise<Stack> {
  await clients.cloudFormation.send(
    new ExecuteChangeSetCommand({ ChangeSetName: changeSet.ChangeSetId, ...input }),
  );
  return settled(clients, changeSet.StackId ?? '');
}

export async function settled(clients: Clients, name: string): Promise<Stack> {
  for (;;) {
    const { Stacks } = await clients.cloudFormation.send(new DescribeStacksCommand({ StackName: name }));
    const stack = Stacks?.[0];
    if (stack === undefined) throw new Error('no stack');
    if (!(stack.StackStatus ?? '').endsWith('IN_PROGRESS')) return stack;
  }
}

/** Creates and executes a change set. */
export async function deploy(
  clients: Clients,
  body: string,
  input: Partial<CreateChangeSetCommandInput> = {},
): Promise<Stack> {
  const changeSet = await prepare(clients, body, input);
  if (changeSet.Status !== 'CREATE_COMPLETE') throw new Error(`change set ${changeSet.StatusReason ?? ''}`);
  return execute(clients, changeSet);
}

/** `R CREATE_FAILED: reason` for each event, oldest first. */
export async function events(clients: Clients, stackName: string): Promise<readonly string[]> {
  const { StackEvents = [] } = await clients.cloudFormation.send(
    new DescribeStackEventsCommand({ StackName: stackName }),
  );
  return StackEvents.toReversed().map((event) => {
    const reason = event.ResourceStatusReason === undefined ? '' : `: ${event.ResourceStatusReason}`;
    return `${event.LogicalResourceId ?? ''} ${event.ResourceStatus ?? ''}${reason}`;
  });
}

export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
}

/** The error that a call ends with. */
export async function failure(call: Promise<unknown>): Promise<Failure> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name, message, status: $metadata?.httpStatusCode };
  }
  throw new Error('the call succeeded');
}
