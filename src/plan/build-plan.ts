import type { IntegrationPlan, Plan, PlanEntry } from '../model/plan.ts';
import { physicalIdOf } from '../kinds/registry.ts';
import { isReleased, type BlockContext, type ReleaseContext } from './block-context.ts';
import { blockersOf } from './block-entry.ts';
import { buildEntry } from './build-entry.ts';
import { digestOfEntries } from './digest.ts';
import type { Answers, PlanInput, Question } from './input.ts';
import { indexLive, presencesOf, type LiveIndex, type Presence } from './presence.ts';
import { limitDeletions } from './limit-deletions.ts';
import { readinessOf, stackBlocker } from './stack-state.ts';
import { strangersOf } from './strangers.ts';
import { allSubjects, appliedIn, comparedSubjects, managedKeys, type Subject } from './subjects.ts';
import { findUndeclared } from './undeclared.ts';
import { scopeWarnings, signsOfOtherTools, stackWarning, warningsOf } from './warnings.ts';
import { credentialsQuestion, observeCredentials } from './user-credentials.ts';
import { refusalQuestion } from './version-limit.ts';

/**
 * What must be asked before the plan can be built: who owns each resource that would be adopted, what hangs on each that
 * would be deleted, what signs in as each user, and why a policy with all its versions was rolled back.
 */
export function questions(input: PlanInput): readonly Question[] {
  if (!input.applied.known) return [];
  const { settings } = input.scope;
  const live = indexLive(input.live);
  return comparedSubjects(input).flatMap(({ name, integration, stack }) =>
    presencesOf(integration, stack, live).flatMap((presence) => [
      ...(integration?.observe === true
        ? []
        : questionOf(presence, stack?.stackName ?? `${settings.stackPrefix}${name}`, {
            settings,
            integration,
            name,
          })),
      ...credentialsQuestion(presence),
      ...refusalQuestion(presence, stack),
    ]),
  );
}

function questionOf(presence: Presence, stackName: string, context: ReleaseContext): readonly Question[] {
  const { address, kind, name, desired, applied, live } = presence;
  if (live === undefined) return [];
  if (applied === undefined) {
    const physicalId = physicalIdOf(kind, name, live.arn);
    return [{ question: 'owner', address, kind, physicalId, stackName }];
  }
  if (desired !== undefined || isReleased(address, context)) return [];
  return [{ question: 'uses', address, kind, name, arn: live.arn }];
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
      input.only === undefined
        ? findUndeclared(input.live.found, managedKeys(input), [
            settings.account,
            ...(settings.ownAccounts ?? []),
          ])
        : [],
    unchecked: input.live.unchecked,
    ...(settings.hideExternalIds === true ? { hideExternalIds: true } : {}),
    ...some('warnings', scopeWarnings(input)),
  };
}

/** The member when there is anything in it. */
function some<K extends string, T>(key: K, items: readonly T[]): { readonly [key in K]?: readonly T[] } {
  return items.length === 0 ? {} : ({ [key]: items } as { readonly [key in K]: readonly T[] });
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
    ...(input.catalogue === undefined ? {} : { catalogue: input.catalogue }),
    integration,
    appliedKnown: input.applied.known || observed,
  };
  const presences = presencesOf(integration, stack, live).map((presence) =>
    observed ? observe(presence) : presence,
  );
  const blockContext: BlockContext = {
    settings,
    integration,
    name,
    answers,
    appliedIn: appliedIn(input),
    ownArns: input.ownArns,
    siblings: presences,
    stack,
  };
  const managed = managedKeys(input);
  const entries = presences.map((presence): PlanEntry => {
    const entry = buildEntry(presence, options, isReleased(presence.address, blockContext));
    const signIns = observeCredentials(presence, answers, input.source);
    if (observed) return { ...entry, action: 'none', observations: [...entry.observations, ...signIns] };
    const isWhole = stack === undefined || ['ready', 'absent'].includes(readinessOf(stack.status));
    const signs =
      entry.action === 'adopt' && presence.live !== undefined ? signsOfOtherTools(presence.live) : [];
    return {
      ...(isWhole ? entry : withoutBlame(entry)),
      observations: [...entry.observations, ...signIns, ...signs, ...strangersOf(entry, input.live, managed)],
      blockers: blockersOf(entry, presence, blockContext),
    };
  });
  const trouble = stack === undefined ? undefined : stackBlocker(stack);
  const blocks = trouble !== undefined && isOnItsStack({ name, integration, stack }, settings);
  return {
    integration: name,
    stackName: stack?.stackName ?? `${settings.stackPrefix}${name}`,
    ...(integration === undefined ? {} : { description: integration.description, file: integration.file }),
    ...(integration?.vendor === undefined ? {} : { vendor: integration.vendor.name }),
    ...(integration?.owner === undefined ? {} : { owner: integration.owner }),
    digest: digestOfEntries(entries, policyContext),
    entries,
    blockers: blocks ? [trouble] : [],
    observed,
    ...some('warnings', [
      ...(blocks || trouble === undefined ? [] : [stackWarning(trouble, integration)]),
      ...warningsOf(integration, stack, entries),
    ]),
  };
}

/**
 * Whether anything is ever applied to the stack: what only a person can solve stands in the way then, also while
 * nothing is to be done. An observed integration applies nothing, and a stack that was never ours may have our prefix
 * by chance, unless a file or the settings are about it.
 */
function isOnItsStack(
  { name, integration, stack }: Subject,
  settings: PlanInput['scope']['settings'],
): boolean {
  if (integration !== undefined) return !integration.observe;
  const isOurs = stack?.foreign === undefined || stack.edited === true;
  return isOurs || settings.delete.includes(name) || settings.release.includes(name);
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

/** An observed resource is compared as if it had been applied as declared: every difference is somebody else's edit. */
function observe(presence: Presence): Presence {
  const { desired } = presence;
  if (desired === undefined) return presence;
  return {
    ...presence,
    applied: { resource: desired.resource, logicalId: '', deletionPolicy: 'Retain', block: {} },
  };
}
