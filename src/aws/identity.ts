import { isNativeError } from 'node:util/types';
import { parseArn } from '../model/arn.ts';
import { RolekeeperError } from '../model/failure.ts';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { STSClient } from '@aws-sdk/client-sts';
import { callerOf, present } from './call.ts';
import type { Connection } from './clients.ts';
import { describeProfileFailure } from './credentials-failure.ts';
import { isThrottling } from './map-error.ts';

/** Who a run is. */
export interface Identity {
  /** Twelve digits. */
  readonly account: string;
  readonly arn: string;
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
}

/** An endpoint that hangs is given up after a few attempts; where all of them were throttled, the same again. */
async function despiteThrottling<T>(rounds: number, send: () => Promise<T>): Promise<T> {
  let attempts = 0;
  for (let round = 1; ; round += 1) {
    try {
      return await send();
    } catch (error) {
      if (!isThrottling(error)) throw error;
      attempts += error.$metadata.attempts ?? 1;
      // The SDK counts those of one round.
      error.$metadata.attempts = attempts;
      if (round >= rounds) throw error;
    }
  }
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
    despiteThrottling(connection.rounds ?? 1, () =>
      connection.client.send(new GetCallerIdentityCommand({}), options),
    ),
  ).catch(async (error: unknown) => {
    throw (await profileFailure(error)) ?? error;
  });
  const arn = present(answer.Arn, action, 'Arn');
  return {
    account: present(answer.Account, action, 'Account'),
    arn,
    partition: parseArn(arn)?.partition ?? 'aws',
  };
}

/**
 * What the profile alone says where no source has credentials: the SDK's chain drops it. A `credential_process` runs a
 * second time for it. The provider is loaded then only, as the chain loads it.
 */
async function profileFailure(error: unknown): Promise<RolekeeperError | undefined> {
  if (!(error instanceof RolekeeperError) || error.detail?.detail !== 'none-given') return undefined;
  const { fromIni } = await import('@aws-sdk/credential-provider-ini');
  try {
    await fromIni()();
    return undefined;
  } catch (cause) {
    const told = isNativeError(cause) ? describeProfileFailure(cause) : undefined;
    return told && new RolekeeperError(told.reason, told.message, { hint: told.hint, cause });
  }
}
