import type { IntegrationPlan, Plan, PlanEntry } from '../model/plan.ts';
import { addressKey } from '../model/address.ts';
import { sayHandover } from '../model/handover.ts';
import { acknowledgement, isGivenUp, type Integration, type Settings } from '../model/integration.ts';
import { buildEntry } from './build-entry.ts';
import { digestOfEntries } from './digest.ts';
import type { PolicyContext } from '../policy/policy-type.ts';
import { policyContextOf, type PlanInput } from './input.ts';
import { indexLive, presencesOf, type LiveIndex } from './presence.ts';
import { isReleased } from './release.ts';
import { readinessOf } from './stack-state.ts';
import { allPairs, comparedPairs, managedKeys, type IntegrationPair } from './integration-pairs.ts';
import { findUndeclared } from './undeclared.ts';

/** The plan: pure data out of pure data. What is to be thought of it, `assess` says. */
export function buildPlan(input: PlanInput): Plan {
  const live = indexLive(input.live);
  const subjects = comparedPairs(input);
  const compared = new Set(subjects.map(({ name }) => name));
  const policyContext = policyContextOf(input);
  const { settings } = input.scope;
  return {
    format: 1,
    account: settings.account,
    region: settings.region,
    source: input.source,
    integrations: subjects.map((subject) => buildIntegrationPlan(subject, input, live, policyContext)),
    notCompared: allPairs(input)
      .map((subject) => subject.name)
      .filter((name) => !compared.has(name)),
    // What the stacks that were left out have is not known.
    undeclared:
      input.only === undefined
        ? findUndeclared(
            input.live.found,
            managedKeys(input),
            [settings.account, ...(settings.ownAccounts ?? [])],
            policyContext,
          )
        : [],
    unchecked: input.live.unchecked,
    hideExternalIds: settings.hideExternalIds,
  };
}

function buildIntegrationPlan(
  pair: IntegrationPair,
  input: PlanInput,
  live: LiveIndex,
  policyContext: PolicyContext,
): IntegrationPlan {
  const { name, integration, stack } = pair;
  const { settings } = input.scope;
  const observed = integration?.observe === true;
  const options = {
    context: policyContext,
    today: input.today,
    ignoreTags: settings.ignoreTags,
    ...(input.catalogue === undefined ? {} : { catalogue: input.catalogue }),
    integration,
    appliedKnown: input.applied.known,
  };
  const context = { settings, integration, name };
  const isSettled = stack === undefined || ['ready', 'absent'].includes(readinessOf(stack.status));
  const entries = presencesOf(pair, live).map((presence): PlanEntry => {
    // What was never applied cannot have drifted: it differs from the file, and the cause is unknown.
    const appliedKnown = options.appliedKnown && (!observed || presence.applied !== undefined);
    const entry = buildEntry(presence, { ...options, appliedKnown }, isReleased(presence.address, context));
    if (observed) return { ...entry, action: 'none' };
    return isSettled ? entry : withoutBlame(entry);
  });
  const stackName = stack?.stackName ?? `${settings.stackPrefix}${name}`;
  const digested = { ...settings, stackName, acknowledged: acknowledgedFor(name, integration, settings) };
  return {
    integration: name,
    stackName,
    description: integration?.description,
    file: integration?.file,
    vendor: integration?.vendor?.name,
    owner: integration?.owner,
    reviewBy: integration?.reviewBy,
    expires: integration?.expires,
    expired: integration?.expired,
    handover: integration?.handover && sayHandover(integration.handover),
    digest: digestOfEntries(entries, digested, policyContext),
    entries,
    observed,
  };
}

/** What its file, or the settings where that is gone, say may be destroyed, let go of, or overwritten. */
function acknowledgedFor(
  name: string,
  integration: Integration | undefined,
  settings: Settings,
): readonly string[] {
  const ofFile = (['delete', 'release', 'overwrite'] as const).flatMap((key) =>
    (integration?.[key] ?? []).map((address) => acknowledgement(key, addressKey(address))),
  );
  const ofSettings = (['delete', 'release'] as const).flatMap((key) =>
    integration === undefined && isGivenUp(settings, key, name) ? [acknowledgement(key, name)] : [],
  );
  return [...ofFile, ...ofSettings];
}

/** While CloudFormation is changing a stack, or got stuck, its template and IAM differ though nothing was edited. */
function withoutBlame(blamed: PlanEntry): PlanEntry {
  const entry = { ...blamed, drift: undefined, accepted: undefined };
  if (entry.action === 'none') return entry;
  return {
    ...entry,
    cause: 'unknown',
    changes: entry.changes.map((change) => ({ ...change, cause: 'unknown' })),
  };
}
