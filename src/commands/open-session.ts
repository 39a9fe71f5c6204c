import { RolekeeperError } from '../model/failure.ts';
import type { Settings } from '../model/integration.ts';
import { buildConnections, foreignEndpoints, type Connections } from '../aws/clients.ts';
import { createStackReader } from '../aws/cloudformation-reader.ts';
import { createStackWriter } from '../aws/cloudformation-writer.ts';
import { createIamReader } from '../aws/iam-reader.ts';
import { callerIdentity, type Identity } from '../aws/identity.ts';
import type { Session, WritableSession } from './session.ts';
import { VERSION } from './version.ts';

/**
 * Opens the account of a scope for reading.
 *
 * @throws RolekeeperError `no-credentials`, `unreachable`, or `wrong-account` when the credentials are of another
 *   account or partition than the settings say
 */
export async function openSession(settings: Settings): Promise<Session> {
  return (await connect(settings)).session;
}

/** Opens it for changing it, too. */
export async function openWritableSession(settings: Settings): Promise<WritableSession> {
  const { session, connections } = await connect(settings);
  return { ...session, writer: createStackWriter(connections.cloudFormation) };
}

async function connect(settings: Settings): Promise<{ session: Session; connections: Connections }> {
  const connections = buildConnections({ region: settings.region, version: VERSION });
  const identity = await callerIdentity(connections.sts);
  checkAccount(identity, settings);
  const place = { account: settings.account, partition: settings.partition };
  const session: Session = {
    iam: createIamReader(connections.iam, place),
    stacks: createStackReader(connections.cloudFormation),
    endpoint: () => foreignEndpoints(connections)[0],
    ownArns: [roleArnOf(identity.arn), settings.cloudFormationRole].filter((arn) => arn !== undefined),
  };
  return { session, connections };
}

function checkAccount({ account, arn, partition }: Identity, settings: Settings): void {
  if (account === settings.account && partition === settings.partition) return;
  const [theirs, ours] =
    account === settings.account
      ? [`partition ${partition}`, `${settings.region}, in partition ${settings.partition}`]
      : [`account ${account}`, `account ${settings.account}`];
  throw new RolekeeperError(
    'wrong-account',
    `the credentials are of ${theirs} (${arn}); ${settings.file} is for ${ours}`,
    {
      hint: 'use the credentials of that account, or correct the file; nothing was read or changed',
    },
  );
}

/** The role behind an assumed role's session: `arn:aws:sts::1:assumed-role/name/session`. Its path is not in it. */
function roleArnOf(callerArn: string): string | undefined {
  const match = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(callerArn);
  return match === null ? undefined : `arn:${match[1]}:iam::${match[2]}:role/${match[3]}`;
}
