import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { IAMClient } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import type { QuietSandbox, Sandbox } from '../../../src/sandbox/server.ts';
import { connectionsTo } from '../../helpers/in-process/connections.ts';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

export interface Clients {
  readonly iam: IAMClient;
  readonly cloudFormation: CloudFormationClient;
  readonly sts: STSClient;
}

export interface ClientOptions {
  /** @default eu-west-1 */
  readonly region?: string;
  /** @default 1: no retries */
  readonly maxAttempts?: number;
  readonly accessKeyId?: string;
}

/** Clients whose requests are calls of the sandbox. */
export function callingClients(sandbox: QuietSandbox, region = 'eu-west-1'): Clients {
  const options = { region, version: '0.0.0', limits: { attempts: 1 } };
  const { iam, cloudFormation, sts } = connectionsTo(sandbox, '', 'test', options);
  return {
    iam: iam.client,
    cloudFormation: cloudFormation.client,
    sts: sts.client,
  };
}

/** The real SDK clients, pointed at a sandbox. */
export function sdkClients(
  sandbox: Pick<Sandbox, 'url'>,
  options: ClientOptions = {},
): Clients & { destroy(): void } {
  const config = {
    endpoint: sandbox.url,
    region: options.region ?? 'eu-west-1',
    maxAttempts: options.maxAttempts ?? 1,
    credentials: { accessKeyId: options.accessKeyId ?? 'test', secretAccessKey: 'test' },
  };
  const iam = new IAMClient(config);
  const cloudFormation = new CloudFormationClient(config);
  const sts = new STSClient(config);
  return {
    iam,
    cloudFormation,
    sts,
    destroy() {
      iam.destroy();
      cloudFormation.destroy();
      sts.destroy();
    },
  };
}
