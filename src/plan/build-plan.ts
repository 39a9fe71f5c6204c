import type { IntegrationPlan, Plan, PlanEntry } from '../model/plan.ts';
import { arnOf } from '../kinds/arn.ts';
import { blockersOf, hasAddress, type BlockContext } from './block-entry.ts';
import { buildEntry } from './build-entry.ts';
import { digestOfEntries } from './digest.ts';
import type { Answers, PlanInput, Question } from './input.ts';
import { indexLive, presencesOf, type LiveIndex, type Presence } from './presence.ts';
import { limitDeletions } from './limit-deletions.ts';
import { stackBlocker } from './stack-state.ts';
import { allSubjects, appliedIn, comparedSubjects, managedKeys, type Subject } from './subjects.ts';
import { findUndeclared } from './undeclared.ts';

/** What must be asked before the plan can be built: who owns each resource that would be adopted. */
export function questions(input: PlanInput): readonly Question[] {
  if (!input.applied.known) return [];
  const live = indexLive(input.live);
  return comparedSubjects(input).flatMap(({ integration, stack }) =>
    integration?.observe === true
      ? []
      : presencesOf(integration, stack, live)
          .filter((presence) => presence.applied === undefined && presence.live !== undefined)
          .map((presence) => ({
            question: 'owner',
            address: presence.address,
            kind: presence.kind,
            physicalId: physicalIdOf(presence, input),
          })),
  );
}

/** The plan: pure data out of pure data. `answers` are those to `questions(input)`. */
export function buildPlan(input: PlanInput, answers: Answers): Plan {
  const live = indexLive(input.live);
  const subjects = comparedSubjects(input);
  const plans = subjects.map((subject) => buildIntegrationPlan(subject, input, live, answers));
  const { settings } = input.scope;
  return {
    format: 1,
    account: settings.account,
    region: settings.region,
    source: input.source,
    integrations: limitDeletions(plans, settings.maxDeletes),
    notCompared: allSubjects(input)
      .map((subject) => subject.name)
      .filter((name) => !subjects.some((subject) => subject.name === name)),
    // Of the stacks that were left out, nobody knows what they have.
    undeclared:
      input.only === undefined ? findUndeclared(input.live.found, managedKeys(input), settings.account) : [],
    unchecked: input.live.unchecked,
  };
}

function buildIntegrationPlan(
  { name, integration, stack }: Subject,
  input: PlanInput,
  live: LiveIndex,
  answers: Answers,
): IntegrationPlan {
  const { settings } = input.scope;
  const policyContext = { partition: settings.partition };
  const observed = integration?.observe === true;
  const options = {
    context: policyContext,
    today: input.today,
    ignoreTags: settings.ignoreTags,
    integration,
    appliedKnown: input.applied.known || observed,
  };
  const blockContext: BlockContext = {
    settings,
    integration,
    name,
    answers,
    appliedIn: appliedIn(input),
    ownArns: input.ownArns,
  };
  const presences = presencesOf(integration, stack, live).map((presence) =>
    observed ? observe(presence) : presence,
  );
  const entries = presences.map((presence): PlanEntry => {
    const released =
      integration === undefined
        ? settings.release.includes(name)
        : hasAddress(integration.release, presence.address);
    const entry = buildEntry(presence, options, released);
    return observed
      ? { ...entry, action: 'none' }
      : { ...entry, blockers: blockersOf(entry, presence, blockContext) };
  });
  const acting = entries.some((entry) => entry.action !== 'none');
  const blocker = acting && stack !== undefined ? stackBlocker(stack) : undefined;
  return {
    integration: name,
    stackName: stack?.stackName ?? `${settings.stackPrefix}${name}`,
    ...(integration === undefined ? {} : { description: integration.description, file: integration.file }),
    ...(integration?.vendor === undefined ? {} : { vendor: integration.vendor.name }),
    ...(integration?.owner === undefined ? {} : { owner: integration.owner }),
    digest: digestOfEntries(entries, policyContext),
    entries,
    blockers: blocker === undefined ? [] : [blocker],
    observed,
  };
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

/** CloudFormation knows a managed policy by its ARN, all else by its name. */
function physicalIdOf({ desired, name }: Presence, { scope }: PlanInput): string {
  if (desired?.resource.kind !== 'managed-policy') return name;
  return arnOf(desired.resource, scope.settings);
}
