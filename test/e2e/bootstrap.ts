import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import { AssumeRoleWithWebIdentityCommand } from '@aws-sdk/client-sts';
import { expect } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { sandboxVariables } from '../helpers/cli/run-cli.ts';
import { sdkClients } from '../unit/sandbox/clients.ts';

/** The one command that `rolekeeper init` prints. @throws unless it is exactly one */
export function printedDeploy(stdout: string): string {
  const commands = stdout.match(/^ {2}aws cloudformation deploy .*$/gm) ?? [];
  expect(commands).toHaveLength(1);
  return (commands[0] ?? '').trim();
}

/**
 * Does what `aws cloudformation deploy` does with these parameters, as an administrator of the account: a change set, its
 * execution, and the wait for both. https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/
 */
export async function deployAsPrinted(sandbox: Sandbox, folder: string, command: string): Promise<void> {
  const option = (name: string): string => new RegExp(`--${name} (\\S+)`).exec(command)?.[1] ?? '';
  const clients = sdkClients(sandbox, { accessKeyId: 'administrator', region: option('region') });
  const { cloudFormation } = clients;
  const named = { StackName: option('stack-name'), ChangeSetName: 'awscli-cloudformation-package-deploy' };
  await cloudFormation.send(
    new CreateChangeSetCommand({
      ...named,
      ChangeSetType: 'CREATE',
      TemplateBody: readFileSync(join(folder, option('template-file')), 'utf8'),
      Capabilities: [option('capabilities') as 'CAPABILITY_NAMED_IAM'],
    }),
  );
  await until('CREATE_COMPLETE', async () => {
    return (await cloudFormation.send(new DescribeChangeSetCommand(named))).Status;
  });
  await cloudFormation.send(new ExecuteChangeSetCommand(named));
  await until('CREATE_COMPLETE', async () => {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: named.StackName }));
    return Stacks?.[0]?.StackStatus;
  });
  clients.destroy();
}

async function until(wanted: string, ask: () => Promise<string | undefined>): Promise<void> {
  let said: string | undefined;
  for (let asked = 0; asked < 50 && said !== wanted; asked += 1) said = await ask();
  expect(said).toBe(wanted);
}

export interface JobIdentity {
  /** The ARN of the role to assume. */
  readonly role: string;
  readonly session: string;
  readonly region: string;
  /** `sub` of the job's token. */
  readonly subject: string;
}

/** What a job has after `aws-actions/configure-aws-credentials`. @throws AccessDenied where the role does not let it in */
export async function jobCredentials(
  sandbox: Sandbox,
  { role, session, region, subject }: JobIdentity,
): Promise<Readonly<Record<string, string>>> {
  const clients = sdkClients(sandbox);
  const request = { RoleArn: role, RoleSessionName: session, WebIdentityToken: tokenFor(subject) };
  const { Credentials } = await clients.sts.send(new AssumeRoleWithWebIdentityCommand(request));
  clients.destroy();
  return {
    ...sandboxVariables(sandbox.url),
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? '',
    AWS_SESSION_TOKEN: Credentials?.SessionToken ?? '',
  };
}

/** A token as GitHub signs it for a job. */
function tokenFor(sub: string): string {
  const claims = { iss: 'https://token.actions.githubusercontent.com', aud: 'sts.amazonaws.com', sub };
  return ['{}', JSON.stringify(claims), ''].map((part) => Buffer.from(part).toString('base64url')).join('.');
}
