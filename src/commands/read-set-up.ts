import pLimit from 'p-limit';
import { policiesOf } from '../access/collect-policies.ts';
import { heldByArn, lookupOn, sideOf } from '../assess/access-sides.ts';
import { carriedRoles } from '../doctor/stack-writers.ts';
import type { LiveSetUp } from '../doctor/live-set-up.ts';
import { GITHUB_ISSUER, type AccessScope } from '../init/access-scope.ts';
import { policyArnsOf } from '../inventory/candidates.ts';
import { readPrincipals } from '../live/read-principals.ts';
import { kindFacts } from '../model/address.ts';
import { RolekeeperError } from '../model/failure.ts';
import { known, notKnown } from '../model/inventory.ts';
import type { Scope } from '../model/integration.ts';
import { isJsonObject } from '../model/json.ts';
import type { LiveResource } from '../model/live.ts';
import type { PolicyContents } from '../model/policy-reader.ts';
import { addressOfResource } from '../model/resource.ts';
import type { Session } from './session.ts';

const AT_A_TIME = 5;
/** Of policies that the account does not have itself no more are read. */
const MOST_POLICIES = 100;

/**
 * The roles, stacks and identity provider of a scope's account, as the doctor looks at them.
 *
 * @throws RolekeeperError where they cannot be read
 */
export async function readSetUp(
  session: Session,
  { settings }: Scope,
  access: AccessScope,
  otherScopes: readonly Scope[],
): Promise<LiveSetUp> {
  const [live, providers, found] = await Promise.all([
    readPrincipals(session.iam),
    session.iam.oidcProviderRows(),
    session.stacks.stacks(settings.stackPrefix),
  ]);
  const [denied] = live.unchecked;
  if (denied !== undefined)
    throw new RolekeeperError('access-denied', denied.reason, { hint: 'rolekeeper permissions --role plan' });
  const stacks = found.map(({ stackName, roleArn }) => ({ name: stackName, roleArn }));
  const principals = live.found.filter(({ resource: { kind } }) => kindFacts(kind).actsBy !== undefined);
  const names: readonly string[] = Object.values(access.roles);
  const isOwn = ({ resource }: LiveResource): boolean =>
    kindFacts(resource.kind).actsBy === 'being-assumed' && names.includes(resource.name);
  const judged = carriedRoles(access, { stacks }).length > 0 ? principals : principals.filter(isOwn);
  const contents = await readPolicies(session, policyArnsOf(judged, live), live.found);
  const lookup = lookupOn(sideOf(live.found.map(({ resource }) => resource)), heldByArn(contents), settings);
  const provider = providers.find(({ Arn }) => Arn.endsWith(`:oidc-provider/${GITHUB_ISSUER}`));
  return {
    role: (name) => {
      const own = principals.find(
        ({ resource }) => kindFacts(resource.kind).actsBy === 'being-assumed' && resource.name === name,
      );
      if (own === undefined) return undefined;
      const trust = own.resource.properties['AssumeRolePolicyDocument'];
      const policies = policiesOf(own.resource, lookup);
      return { name, trust: isJsonObject(trust) ? trust : {}, policies };
    },
    providerAudiences: provider === undefined ? undefined : (provider.detail?.ClientIDList ?? []),
    stacks,
    elsewhere: await stacksElsewhere(session, settings, otherScopes),
    principals: judged.map(({ resource, arn }) => ({
      address: addressOfResource(resource),
      arn,
      policies: policiesOf(resource, lookup),
    })),
  };
}

async function readPolicies(
  { policies }: Session,
  arns: readonly string[],
  found: readonly LiveResource[],
): Promise<ReadonlyMap<string, PolicyContents>> {
  const local = new Set(found.map(({ arn }) => arn));
  const asked = arns.filter((arn) => !local.has(arn)).slice(0, MOST_POLICIES);
  const limit = pLimit(AT_A_TIME);
  const read = await Promise.all(
    asked.map((arn) => limit(async () => [arn, await policies.policy(arn)] as const)),
  );
  return new Map(
    read.flatMap(([arn, contents]) => (contents === undefined ? [] : [[arn, contents] as const])),
  );
}

/** Stacks of the prefix in other regions, but for those where another scope of these files stands. */
async function stacksElsewhere(
  { otherRegions }: Session,
  { account, stackPrefix }: Scope['settings'],
  otherScopes: readonly Scope[],
): Promise<LiveSetUp['elsewhere']> {
  const declared = new Set(
    otherScopes.flatMap(({ settings }) => (settings.account === account ? [settings.region] : [])),
  );
  const limit = pLimit(AT_A_TIME);
  const regions = (otherRegions?.() ?? []).filter(({ region }) => !declared.has(region));
  try {
    const found = await Promise.all(
      regions.map(({ region, stacks }) =>
        limit(async () => {
          const rows = await stacks.stacks(stackPrefix);
          return [region, rows.map(({ stackName }) => stackName)] as const;
        }),
      ),
    );
    return known(new Map(found));
  } catch (error) {
    if (!(error instanceof RolekeeperError)) throw error;
    return notKnown(error.message);
  } finally {
    for (const { close } of regions) close();
  }
}
