import type { IntegrationOutcome } from '../../../src/model/apply-result.ts';
import type { AssessedIntegration, AssessedPlan, BlockerCode } from '../../../src/model/assessment.ts';
import { targetOfFaults } from './faults-draw.ts';
import { judgeTemplates } from './judge-templates.ts';
import { belongsTo } from './names.ts';
import type { Story } from './story.ts';
import type { Ending, Round } from './tell-story.ts';

/** What only an edit of the YAML, or of somebody else's stack, can solve: it stays until then. */
const FOR_PEOPLE: readonly BlockerCode[] = [
  'replacement',
  'foreign-owner',
  'foreign-stack',
  'moved-resource',
  'unacknowledged-deletion',
  'unacknowledged-difference',
  'too-many-deletions',
  'own-role',
  'ignored-access',
];

/** What another file uses can go once that one has let go of it. */
const IN_USE: readonly BlockerCode[] = ['policy-in-use', 'role-in-profile', 'group-with-members'];

/** Under review a stack holds nothing; where nothing is to be created, it goes when it is an hour old. */
const AT_REST = /^((CREATE|UPDATE|IMPORT|UPDATE_ROLLBACK|IMPORT_ROLLBACK)_COMPLETE|REVIEW_IN_PROGRESS)$/;

/**
 * Everything that must not be, and is. Empty: the story ended well. Whatever the switches and the faults were, of each
 * integration by itself:
 *
 * - it ends with nothing to do, but what is held, ignored or shown only; or it is blocked by what only people can
 *   decide, and then nothing of it was touched
 * - what fails without a fault names its reason and a command, and once that was run by hand, the next apply goes on
 * - no stand-in is left, and its stack is at rest
 * - what existed exists and is the same, unless its deletion was planned and acknowledged
 * - all that was changed in IAM, a change set has changed; what is held or ignored is as somebody left it
 * - no template has what only the account had (judge-templates.ts)
 * - what fails in one integration makes no other one fail; what names something of it may be held back, untouched
 * - while somebody else writes too, nothing is written that the plan leaves alone
 */
export function findWrongs(story: Story, ending: Ending): readonly string[] {
  return [
    ...(ending.failedBefore ?? []).map((message) => `the first apply failed: ${message}`),
    ...ending.unplanned,
    ...ending.rounds.flatMap(roundWrongs),
    ...againWrongs(ending),
    ...ending.plan.integrations.flatMap((plan) => planWrongs(plan, story, ending)),
    ...neighbourWrongs(story, ending),
    ...lossWrongs(ending),
    ...sparedWrongs(story, ending),
    ...ending.changes
      .filter((entry) => entry.origin.kind !== 'change-set')
      .map((entry) => `${entry.operation} of ${entry.resource} by ${entry.origin.kind}`),
    ...judgeTemplates(ending.templates),
  ];
}

/** Without faults whatever fails says what to run, or leaves a blocker that does. */
function roundWrongs({ result, waysOut }: Round): readonly string[] {
  return failuresOf(result.outcomes)
    .filter((failed) => !waysOut.has(failed.integration) && !isHeldBack(failed))
    .map(
      ({ integration, reason, message, hint = '' }) =>
        `${integration} failed without a way out: ${reason}: ${message} (${hint})`,
    );
}

function againWrongs({ again }: Ending): readonly string[] {
  return again.outcomes.flatMap((one) => {
    if (one.outcome === 'failed' && isHeldBack(one)) return [];
    if (one.outcome === 'failed')
      return [`${one.integration} failed in the end: ${one.reason}: ${one.message} (${one.hint ?? ''})`];
    if (one.outcome !== 'applied' || one.changeSets === 0) return [];
    return [`${one.integration} was applied once more, there was still something to do`];
  });
}

function planWrongs(plan: AssessedIntegration, story: Story, ending: Ending): readonly string[] {
  const { integration, entries, observed } = plan;
  if (observed) return touchedWrongs(integration, 'observed', ending);
  const codes = codesOf(plan);
  if (codes.length > 0) {
    const isTied = isTiedToWhatStays(integration, story, ending);
    const machine = codes.filter((code) => !FOR_PEOPLE.includes(code) && !(isTied && IN_USE.includes(code)));
    if (machine.length > 0) return [`${integration} is still blocked by ${machine.join(', ')}`];
    // What another writer did may have been what blocked, or no longer blocks.
    if (story.meanwhile !== undefined) return [];
    const isBlockedFirst = ending.plannedFirst.integrations.some(
      (one) => one.integration === integration && codesOf(one).length > 0,
    );
    return isBlockedFirst ? touchedWrongs(integration, 'blocked', ending) : [];
  }
  if (isTiedToWhatStays(integration, story, ending)) return [];
  const open = entries
    .filter((entry) => entry.action !== 'none' && (entry.action !== 'update' || entry.changes.length > 0))
    .map((entry) => `${entry.address} is still to ${entry.action}: ${JSON.stringify(entry.changes)}`);
  const stack = ending.stacks.get(plan.stackName);
  const half = stack?.template.includes('"transient"') === true ? [`${integration} has stand-ins left`] : [];
  const unrest =
    stack === undefined || AT_REST.test(stack.status) ? [] : [`${plan.stackName} is in ${stack.status}`];
  return [...open, ...half, ...unrest];
}

/**
 * Whether a file names something of a file that stays as it is, or the other way round: what is to be made waits for
 * that, and what is to go is still in use.
 */
function isTiedToWhatStays(integration: string, { references, chapters }: Story, { plan }: Ending): boolean {
  const stays = new Set(
    plan.integrations.filter((one) => one.observed || codesOf(one).length > 0).map((one) => one.integration),
  );
  const reached = new Set([integration]);
  for (let size = 0; size < reached.size;) {
    size = reached.size;
    for (const { from, to } of references) {
      if (reached.has(from) && chapters[to] !== undefined) reached.add(to);
      if (reached.has(to) && chapters[from] !== undefined) reached.add(from);
    }
  }
  return [...reached].some((one) => one !== integration && stays.has(one));
}

function isHeldBack({ message }: Extract<IntegrationOutcome, { outcome: 'failed' }>): boolean {
  return message.includes(' is held back: ');
}

function codesOf({ blockers, entries }: AssessedIntegration): readonly BlockerCode[] {
  return [...blockers, ...entries.flatMap((entry) => entry.blockers)].map(({ code }) => code);
}

/** What is blocked by people's decisions or only watched is left alone. */
function touchedWrongs(integration: string, why: string, { changes }: Ending): readonly string[] {
  return changes
    .filter(({ resource }) => belongsTo(resource, integration))
    .map(({ operation, resource }) => `${resource} is ${why}, and had ${operation}`);
}

/** Faults that can hit one integration only must not make another one fail. */
function neighbourWrongs({ faults }: Story, { faulty }: Ending): readonly string[] {
  const target = targetOfFaults(faults);
  if (target === undefined || faulty === undefined) return [];
  return failuresOf(faulty.outcomes)
    .filter((failed) => failed.integration !== target && !isHeldBack(failed))
    .filter(({ hint = '' }) => !/\baws (iam|cloudformation) /.test(hint))
    .map(({ integration, message }) => `${integration} failed along with ${target}: ${message}`);
}

function failuresOf(
  outcomes: readonly IntegrationOutcome[],
): readonly Extract<IntegrationOutcome, { outcome: 'failed' }>[] {
  return outcomes.flatMap((one) => (one.outcome === 'failed' ? [one] : []));
}

/** What is held or ignored is as somebody left it. */
function sparedWrongs(story: Story, { plannedFirst, plan, rounds }: Ending): readonly string[] {
  const sparedOf = ({ integrations }: AssessedPlan): readonly (readonly [string, string])[] =>
    integrations.flatMap(({ entries }) =>
      entries.flatMap(({ address, changes, ignored }) => [
        ...changes
          .filter(({ held, field }) => held !== undefined && !isOfUpdateRole(field))
          .map((change) => [`${address} ${change.field}`, JSON.stringify(change.before ?? null)] as const),
        ...ignored
          .filter((field) => !isOfUpdateRole(field))
          .map((field) => [`${address} ${field}`, 'ignored'] as const),
      ]),
    );
  // With faults, or more rounds, the roles of what happens first and last may be exchanged.
  if (story.faults.length > 0 || story.meanwhile !== undefined || rounds.length > 1) return [];
  const after = sparedOf(plan).map(String);
  return sparedOf(plannedFirst)
    .filter((one) => !after.includes(String(one)))
    .map((one) => `${String(one)} was to be left alone`);
}

/** One call of IAM writes both, so a change of one of them writes the other as well. */
function isOfUpdateRole(field: string): boolean {
  return field === 'Description' || field === 'MaxSessionDuration';
}

/** Whatever existed exists, and is the same, unless its deletion was planned and acknowledged. */
function lossWrongs({ idsBefore, idsAfter, plannedFirst, rounds }: Ending): readonly string[] {
  const plans = [plannedFirst, ...rounds.map(({ plan }) => plan)];
  const doomed = new Set(
    plans.flatMap(({ integrations }) =>
      integrations.flatMap(({ entries }) =>
        entries
          .filter(
            ({ action, blockers }) =>
              action === 'delete' && blockers.every(({ code }) => !FOR_PEOPLE.includes(code)),
          )
          .map((entry) => entry.address.toLowerCase()),
      ),
    ),
  );
  return [...idsBefore].flatMap(([address, id]) => {
    const now = idsAfter.get(address);
    if (now === id || doomed.has(address)) return [];
    return [`${address} ${now === undefined ? 'is lost' : 'was deleted and made again'}`];
  });
}
