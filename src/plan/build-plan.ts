import type { IntegrationPlan, Plan, PlanEntry } from '../model/plan.ts';
import { buildEntry } from './build-entry.ts';
import { digestOfEntries } from './digest.ts';
import type { PolicyContext } from '../policy/policy-type.ts';
import { policyContextOf, type PlanInput } from './input.ts';
import { indexLive, presencesOf, type LiveIndex, type Presence } from './presence.ts';
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
    // Of the stacks that were left out, nobody knows what they have.
    undeclared:
      input.only === undefined
        ? findUndeclared(input.live.found, managedKeys(input), [
            settings.account,
            ...(settings.ownAccounts ?? []),
          ])
        : [],
    unchecked: input.live.unchecked,
    ...(settings.hideExternalIds === true ? { hideExternalIds: true } : {}),
  };
}

function buildIntegrationPlan(
  { name, integration, stack }: IntegrationPair,
  input: PlanInput,
  live: LiveIndex,
  policyContext: PolicyContext,
): IntegrationPlan {
  const { settings } = input.scope;
  const observed = integration?.observe === true;
  const options = {
    context: policyContext,
    today: input.today,
    ignoreTags: settings.ignoreTags,
    ...(input.catalogue === undefined ? {} : { catalogue: input.catalogue }),
    integration,
    appliedKnown: input.applied.known || observed,
  };
  const context = { settings, integration, name };
  const isSettled = stack === undefined || ['ready', 'absent'].includes(readinessOf(stack.status));
  const entries = presencesIn({ name, integration, stack }, live).map((presence): PlanEntry => {
    const entry = buildEntry(presence, options, isReleased(presence.address, context));
    if (observed) return { ...entry, action: 'none' };
    return isSettled ? entry : withoutBlame(entry);
  });
  return {
    integration: name,
    stackName: stack?.stackName ?? `${settings.stackPrefix}${name}`,
    ...(integration === undefined ? {} : { description: integration.description, file: integration.file }),
    ...(integration?.vendor === undefined ? {} : { vendor: integration.vendor.name }),
    ...(integration?.owner === undefined ? {} : { owner: integration.owner }),
    digest: digestOfEntries(entries, policyContext),
    entries,
    observed,
  };
}

/** While CloudFormation is changing a stack, or got stuck, its template and IAM differ though nobody edited anything. */
function withoutBlame(blamed: PlanEntry): PlanEntry {
  const { drift: _drift, ...entry } = blamed;
  if (entry.action === 'none') return entry;
  return {
    ...entry,
    cause: 'unknown',
    changes: entry.changes.map((change) => ({ ...change, cause: 'unknown' })),
  };
}

/** What the three sides of an integration have under each of its addresses. */
export function presencesIn({ integration, stack }: IntegrationPair, live: LiveIndex): readonly Presence[] {
  const presences = presencesOf(integration, stack, live);
  return integration?.observe === true ? presences.map(observe) : presences;
}

/** An observed resource is compared as if it had been applied as declared: every difference is somebody else's edit. */
function observe(presence: Presence): Presence {
  const { desired } = presence;
  if (desired === undefined) return presence;
  return {
    ...presence,
    applied: { resource: desired.resource, logicalId: '', deletionPolicy: 'Retain', block: {} },
  };
}
