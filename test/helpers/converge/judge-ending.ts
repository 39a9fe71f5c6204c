import type { Plan } from '../../../src/model/plan.ts';
import type { Story } from './story.ts';
import type { Ending } from './tell-story.ts';

/** Texts that only somebody's hand wrote into the account: documents, descriptions, values of tags. */
const LIVE_ONLY = ['WrittenByHand', 'by hand'];

const AT_REST = /^(CREATE|UPDATE|IMPORT|UPDATE_ROLLBACK|IMPORT_ROLLBACK)_COMPLETE$/;

/** Everything that must not be, and is. Empty: the story ended well. */
export function findWrongs(story: Story, ending: Ending): readonly string[] {
  return [
    ...(ending.failedBefore ?? []).map((message) => `the first apply failed: ${message}`),
    ...outcomeWrongs(story, ending),
    ...planWrongs(story, ending),
    ...lossWrongs(ending),
    ...sparedWrongs(story, ending),
    ...ending.changes
      .filter((entry) => entry.origin.kind !== 'change-set')
      .map((entry) => `${entry.operation} of ${entry.resource} by ${entry.origin.kind}`),
    ...(mayKeepLive(story) ? [] : LIVE_ONLY)
      .filter((text) => ending.templates.some((template) => template.includes(text)))
      .map((text) => `a template has "${text}", which stood in the account only`),
  ];
}

/** What is adopted and not compared stays in the template as it was adopted: without it, it would be taken away. */
function mayKeepLive({ acknowledged: { ignore, ignoreTags, hold } }: Story): boolean {
  return ignore !== undefined || ignoreTags !== undefined || hold !== undefined;
}

/**
 * Two settings forbid what no order of change sets can do without: a sixth version of a policy; and, where taking away
 * what is gone is an error, going back after a failure half-way. The cause is named then, and the way out of the state.
 */
function isHopeless({ switches }: Story, message: string, isStuck: boolean): boolean {
  if (switches.policyVersions === 'fail' && message.includes('can have up to 5 versions')) return true;
  return switches.removalOfMissing === 'fail' && isStuck;
}

function outcomeWrongs(story: Story, { last, again, plan }: Ending): readonly string[] {
  const blockers = plan.integrations.flatMap((one) => one.blockers);
  const isStuck = blockers.some(
    ({ code, hint }) => code === 'stack-state' && hint.includes('aws cloudformation'),
  );
  const failures = last.outcomes.flatMap((one) => {
    if (one.outcome !== 'failed') return [];
    const { reason, message, hint = '' } = one;
    if (reason === 'not-converged' && /\baws (iam|cloudformation) /.test(hint)) return [];
    if (reason === 'change-set-failed' && isHopeless(story, message, isStuck)) return [];
    return [`failed: ${reason}: ${message} (${hint})`];
  });
  const restless = again.outcomes
    .filter((one) => one.outcome === 'applied' && one.changeSets > 0)
    .map(() => 'applied once more, there was still something to do');
  return [...failures, ...restless];
}

/** What is left to do must be blocked, or be what apply said that it cannot do. */
function planWrongs({ switches }: Story, { plan, last, stackStatus, transient }: Ending): readonly string[] {
  const stuck = last.outcomes.some((one) => one.outcome === 'failed');
  return plan.integrations.flatMap(({ entries, blockers }) => {
    const blocked = blockers.length > 0 || entries.some((entry) => entry.blockers.length > 0);
    if (blocked || stuck) return [];
    const open = entries
      .filter((entry) => entry.action !== 'none' && (entry.action !== 'update' || entry.changes.length > 0))
      .map((entry) => `${entry.address} is still to ${entry.action}: ${JSON.stringify(entry.changes)}`);
    const half = transient ? ['stand-ins are left in the template'] : [];
    // An import whose rollback deletes what it cannot delete is stuck, whoever made it.
    const isImport = stackStatus === 'IMPORT_ROLLBACK_FAILED' && switches.importRollback === 'delete';
    const unrest =
      stackStatus === undefined || AT_REST.test(stackStatus) || isImport
        ? []
        : [`the stack is in ${stackStatus}`];
    return [...open, ...half, ...unrest];
  });
}

/** What is held or ignored is as somebody left it. */
function sparedWrongs(story: Story, { plannedFirst, plan }: Ending): readonly string[] {
  const sparedOf = ({ integrations }: Plan): readonly (readonly [string, string])[] =>
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
  const after = sparedOf(plan).map(String);
  // With faults the roles of what happens first and last may be exchanged.
  if (story.faults.length > 0) return [];
  return sparedOf(plannedFirst)
    .filter((one) => !after.includes(String(one)))
    .map((one) => `${String(one)} was to be left alone`);
}

/** One call of IAM writes both, so a change of one of them writes the other as well. */
function isOfUpdateRole(field: string): boolean {
  return field === 'Description' || field === 'MaxSessionDuration';
}

/** Whatever existed exists, and is the same, unless its deletion was planned and acknowledged. */
function lossWrongs({ idsBefore, idsAfter, plannedFirst }: Ending): readonly string[] {
  const doomed = new Set(
    plannedFirst.integrations.flatMap(({ entries }) =>
      entries
        .filter((entry) => entry.action === 'delete' && entry.blockers.length === 0)
        .map((entry) => entry.address.toLowerCase()),
    ),
  );
  return [...idsBefore].flatMap(([address, id]) => {
    const now = idsAfter.get(address);
    if (now === id || doomed.has(address)) return [];
    return [`${address} ${now === undefined ? 'is lost' : 'was deleted and made again'}`];
  });
}
