import { parseArn, roleOfSession, iamArn } from '../model/arn.ts';
import { begun } from '../model/begun.ts';
import { CallTally } from '../model/call-counts.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { Settings } from '../model/integration.ts';
import type { OrganizationReader } from '../model/organization.ts';
import {
  buildConnections,
  buildOrganizationConnection,
  foreignEndpoints,
  type ClientOptions,
  type Connections,
  type Timeouts,
} from '../aws/clients.ts';
import { assumedCredentials, type RoleToAssume } from '../aws/assume-role.ts';
import { createStackReader } from '../aws/cloudformation-reader.ts';
import { createStackWriter } from '../aws/cloudformation-writer.ts';
import { createCredentialReader } from '../aws/iam-credentials.ts';
import { createIamReader } from '../aws/iam-reader.ts';
import { createIamUseReader } from '../aws/iam-uses.ts';
import { createOrganizationReader } from '../aws/organization-reader.ts';
import { createPolicyReader } from '../aws/policy-reader.ts';
import { otherRegions } from '../aws/regions.ts';
import { callerIdentity, type Identity } from '../aws/identity.ts';
import type { RegionalStacks } from '../live/owners-elsewhere.ts';
import { timeoutsOf } from './timeouts.ts';
import type { AnyAccount, Session, WritableSession } from './session.ts';
import { VERSION } from '../model/version.ts';

/**
 * Opens the account of a scope for reading.
 *
 * @throws RolekeeperError `no-credentials`, `unreachable`, or `wrong-account` when the credentials are of another
 *   account or partition than the settings say
 */
export async function openSession(settings: Settings, options: ConnectionOptions = {}): Promise<Session> {
  return (await connect(settings, 'read', options)).session;
}

export interface ConnectionOptions extends Pick<ClientOptions, 'credentials'> {
  /** Where the calls of the whole run are counted. */
  readonly calls?: CallTally;
  readonly timeouts?: Timeouts;
  /** The most requests in a second. */
  readonly requestsPerSecond?: number;
  /** Makes the clients of a region. @default those of the SDK */
  readonly build?: (options: ClientOptions) => Connections;
  /** What was asked before it was known which account is to be opened. */
  readonly asked?: AskedIdentity | undefined;
}

/** Who the credentials of the environment are. Their account is the same in every region, their partition is not. */
export interface AskedIdentity extends Required<Pick<ClientOptions, 'credentials'>> {
  readonly region: string;
  readonly identity: Promise<Identity>;
  /** Ends the request, where it is still under way. */
  readonly close: () => void;
}

/**
 * Asks who we are in the region that the environment names, before the settings are read: most name the same. Undefined
 * where the environment names none.
 */
export function askIdentity(options: ConnectionOptions): AskedIdentity | undefined {
  const region = namedRegion(process.env);
  if (region === undefined) return undefined;
  const { sts, close } = connectionsFor(region, options);
  const identity = begun(callerIdentity(sts).finally(close));
  return { region, identity, close, credentials: () => sts.client.config.credentials() };
}

/** Opens it for changing it, too. */
export async function openWritableSession(
  settings: Settings,
  options: ConnectionOptions = {},
): Promise<WritableSession> {
  const { session, connections } = await connect(settings, 'apply', options);
  const { cloudFormation, changes, stop } = connections;
  return { ...session, writer: createStackWriter(cloudFormation, changes), stop };
}

/**
 * Opens whatever account the credentials are of, for reading: no settings say which it must be.
 *
 * @throws RolekeeperError `no-credentials`, `unreachable`
 */
export async function openAnyAccount(options: AnyAccountOptions = {}): Promise<AnyAccount> {
  const region = regionOf(process.env);
  const counted = { ...options, calls: new CallTally(options.calls) };
  const connections = connectionsFor(region, counted);
  try {
    const { account, partition, arn } = await callerIdentity(connections.sts);
    const place = { account, partition, region };
    const session = sessionOf(connections, place, [roleArnOf(arn)], counted);
    const organization = options.organization ?? organizationReader(region, counted.calls);
    return { ...place, session, organization };
  } catch (error) {
    connections.close();
    throw error;
  }
}

export interface AnyAccountOptions extends ConnectionOptions {
  /** @default asks AWS Organizations */
  readonly organization?: OrganizationReader;
}

/** IAM is the same in every region; stacks are not. */
function regionOf(environment: NodeJS.ProcessEnv): string {
  return namedRegion(environment) ?? 'us-east-1';
}

function namedRegion({ AWS_REGION, AWS_DEFAULT_REGION }: NodeJS.ProcessEnv): string | undefined {
  return [AWS_REGION, AWS_DEFAULT_REGION].find((region) => region !== undefined && region !== '');
}

function organizationReader(region: string, calls: CallTally): OrganizationReader {
  return {
    accounts: async () => {
      const connection = buildOrganizationConnection({
        region,
        version: VERSION,
        limits: timeoutsOf(process.env),
        ...toldTo(calls),
      });
      try {
        return await createOrganizationReader(connection).accounts();
      } finally {
        connection.close();
      }
    },
  };
}

async function connect(
  settings: Settings,
  purpose: 'read' | 'apply',
  options: ConnectionOptions,
): Promise<{ session: Session; connections: Connections }> {
  const role = roleFor(settings, purpose);
  const { asked: early, ...others } = options;
  // A role that is assumed is another identity.
  const asked = role === undefined && early?.region === settings.region ? early : undefined;
  const rated = {
    ...atRateOf(settings),
    ...others,
    // Those that were asked about, and no others that the environment may have by now.
    ...(asked === undefined ? {} : { credentials: asked.credentials }),
    calls: new CallTally(options.calls),
  };
  const connections =
    role === undefined ? connectionsFor(settings.region, rated) : await assuming(role, settings, rated);
  const identity = await identify(connections, settings, asked);
  const ownRoles = [
    roleArnOf(identity.arn),
    settings.cloudFormationRole,
    settings.role?.read,
    settings.role?.apply,
  ];
  return { session: sessionOf(connections, settings, ownRoles, rated), connections };
}

/** @throws RolekeeperError `invalid-config` where the settings name a role to read with and none to apply with */
function roleFor({ role, file }: Settings, purpose: 'read' | 'apply'): RoleToAssume | undefined {
  if (role === undefined) return undefined;
  const { externalId, durationSeconds } = role;
  const arn = role[purpose];
  if (arn === undefined) {
    throw new RolekeeperError(
      'invalid-config',
      `"role:" in ${file} has no "apply", so nothing can be applied`,
      {
        hint: 'name the role that apply assumes beside that of "read"',
      },
    );
  }
  return {
    arn,
    file,
    sessionName: sessionNameOf(process.env),
    ...(externalId === undefined ? {} : { externalId }),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
  };
}

/** CloudTrail shows the run behind every request. */
function sessionNameOf({ GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT }: NodeJS.ProcessEnv): string {
  const run = [GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT].filter((part) => /^\d{1,20}$/.test(part ?? ''));
  return run.length === 0 ? 'rolekeeper' : `rolekeeper-${run.join('-')}`;
}

/** Connections with the credentials of a role; the run's own stay open beside them, to renew its session. */
async function assuming(
  role: RoleToAssume,
  { region }: Settings,
  options: ConnectionOptions,
): Promise<Connections> {
  const own = connectionsFor(region, options);
  try {
    const credentials = assumedCredentials(own.sts, role, () => Date.now());
    await credentials();
    const connections = connectionsFor(region, { ...options, credentials });
    const close = (): void => {
      connections.close();
      own.close();
    };
    return { ...connections, close };
  } catch (error) {
    own.close();
    throw error;
  }
}

/** What the command line says goes before what the settings say. */
function atRateOf({ requestsPerSecond }: Settings): ConnectionOptions {
  return requestsPerSecond === undefined ? {} : { requestsPerSecond };
}

function connectionsFor(
  region: string,
  { timeouts, requestsPerSecond, credentials, calls, build = buildConnections }: ConnectionOptions,
): Connections {
  return build({
    region,
    version: VERSION,
    limits: timeoutsOf(process.env),
    ...(timeouts === undefined ? {} : { timeouts, identityTimeouts: timeouts }),
    ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(calls === undefined ? {} : toldTo(calls)),
  });
}

function toldTo(calls: CallTally): Required<Pick<ClientOptions, 'onCall' | 'onSend'>> {
  return { onCall: (operation) => calls.add(operation), onSend: (operation) => calls.begin(operation) };
}

function sessionOf(
  connections: Connections,
  { account, partition, region }: Pick<Settings, 'account' | 'partition' | 'region'>,
  ownRoles: readonly (string | undefined)[],
  { build = buildConnections, calls }: ConnectionOptions & { readonly calls: CallTally },
): Session {
  return {
    iam: createIamReader(connections.iam, { account, partition }),
    uses: createIamUseReader(connections.iam),
    credentials: createCredentialReader(connections.iam),
    policies: createPolicyReader(connections.iam),
    stacks: createStackReader(connections.cloudFormation),
    otherRegions: () => otherRegions(partition, region).map((other) => regionalStacks(other, calls, build)),
    calls: () => calls.counts(),
    endpoint: () => foreignEndpoints(connections)[0],
    ownArns: ownRoles.filter((arn) => arn !== undefined),
    signal: connections.iam.signal,
    close: connections.close,
  };
}

/** Who the credentials are of. Connections that are of no use are closed. */
async function identify(
  connections: Connections,
  settings: Settings,
  asked: AskedIdentity | undefined,
): Promise<Identity> {
  try {
    const identity = await (asked?.identity ?? callerIdentity(connections.sts));
    checkAccount(identity, settings);
    return identity;
  } catch (error) {
    connections.close();
    throw error;
  }
}

/** Nothing much depends on other regions: one that cannot be reached at once is left out. */
const REGIONAL_TIMEOUTS: Timeouts = {
  attempts: 2,
  connectionMilliseconds: 3_000,
  requestMilliseconds: 6_000,
};

function regionalStacks(
  region: string,
  calls: CallTally,
  build: NonNullable<ConnectionOptions['build']>,
): RegionalStacks {
  const { cloudFormation, close } = build({
    region,
    version: VERSION,
    timeouts: REGIONAL_TIMEOUTS,
    ...toldTo(calls),
  });
  return { region, stacks: createStackReader(cloudFormation), close };
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
  const caller = parseArn(callerArn);
  const role = caller && roleOfSession(caller);
  return role && iamArn(caller, `role/${role}`);
}
