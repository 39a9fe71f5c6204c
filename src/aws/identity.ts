import { parseArn } from '../model/arn.ts';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { STSClient } from '@aws-sdk/client-sts';
import { callerOf, present } from './call.ts';
import type { Connection } from './clients.ts';

/** Who a run is. */
export interface Identity {
  /** Twelve digits. */
  readonly account: string;
  readonly arn: string;
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
}

/**
 * Asks AWS who we are. The first call of a run: it needs no permission, and so tells credentials and network apart
 * from everything else.
 *
 * @throws RolekeeperError `no-credentials`, `unreachable`
 */
export async function callerIdentity(connection: Connection<STSClient>): Promise<Identity> {
  const action = 'sts:GetCallerIdentity';
  const call = callerOf(connection);
  const answer = await call(action, (options) =>
    connection.client.send(new GetCallerIdentityCommand({}), options),
  );
  const arn = present(answer.Arn, action, 'Arn');
  return {
    account: present(answer.Account, action, 'Account'),
    arn,
    partition: parseArn(arn)?.partition ?? 'aws',
  };
}
