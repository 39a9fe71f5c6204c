import type { AccessDelta } from '../model/access.ts';
import { addressKey } from '../model/address.ts';
import type { LetsIn } from '../model/caution.ts';
import type { PlanEntry } from '../model/plan.ts';
import type { Settings } from '../model/integration.ts';
import { assumingPrincipals } from '../access/assuming-principals.ts';
import { ownerOfPrincipal } from '../model/outside.ts';
import { isOutside } from '../rules/reading/outside.ts';
import type { Side } from './access-sides.ts';

/** What the trust policies of a plan are held against. */
export interface TrustEvidence {
  /** Every resource as it is live, as far as it was read. */
  readonly before: Side;
  /** The keys of the roles that everybody may assume after the plan. */
  readonly open: ReadonlySet<string>;
  readonly settings: Pick<Settings, 'account' | 'ownAccounts' | 'partition'>;
}

/** The principals that an entry newly lets in, as far as that is dangerous; undefined where there are none. */
export function letsInOf(
  evidence: TrustEvidence,
): (entry: PlanEntry, access: AccessDelta | undefined) => LetsIn | undefined {
  const { before, open, settings } = evidence;
  const trusted = new Set(
    [...before.values()].flatMap(({ properties }) =>
      assumingPrincipals(properties[TRUST] ?? null, settings).flatMap((one) => outsider(one, settings)),
    ),
  );
  return ({ address }, access) => {
    const { gains = [], mayGain = [] } = access?.trust ?? {};
    const principals = [...gains, ...mayGain].flatMap(({ on }) => on);
    if (principals.length === 0) return undefined;
    const outsiders = new Set(principals.flatMap((one) => outsider(one, settings)));
    const strangers = [...outsiders].filter((one) => !trusted.has(one)).sort();
    const anybody = open.has(addressKey(address));
    return anybody || strangers.length > 0 ? { anybody, strangers } : undefined;
  };
}

const TRUST = 'AssumeRolePolicyDocument';

/** An account, or an identity provider, that is not the scope's own. A service acts for what configured it here. */
function outsider(principal: string, settings: TrustEvidence['settings']): readonly string[] {
  const owner = ownerOfPrincipal(principal);
  if (owner === undefined) return [];
  if ('provider' in owner) return [owner.provider];
  return isOutside(owner.account, settings) ? [owner.account] : [];
}
