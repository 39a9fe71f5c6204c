import type { Story } from './story.ts';
import type { Ending } from './tell-story.ts';

/** Texts that only somebody's hand wrote into the account: documents, descriptions, values of tags. */
const LIVE_ONLY = ['WrittenByHand', 'by hand'];

const AT_REST = /^(CREATE|UPDATE|IMPORT|UPDATE_ROLLBACK|IMPORT_ROLLBACK)_COMPLETE$/;

/** Everything that must not be, and is. Empty: the story ended well. */
export function findWrongs(story: Story, ending: Ending): readonly string[] {
  return [
    ...(ending.failedBefore ?? []).map((message) => `the first apply failed: ${message}`),
    ...outcomeWrongs(ending),
    ...planWrongs(ending),
    ...lossWrongs(ending),
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

function outcomeWrongs({ last, again }: Ending): readonly string[] {
  const failures = last.outcomes.flatMap((one) => {
    if (one.outcome !== 'failed') return [];
    if (one.reason === 'not-converged' && /\baws (iam|cloudformation) /.test(one.hint ?? '')) return [];
    return [`failed: ${one.reason}: ${one.message} (${one.hint ?? 'no hint'})`];
  });
  const restless = again.outcomes
    .filter((one) => one.outcome === 'applied' && one.changeSets > 0)
    .map(() => 'applied once more, there was still something to do');
  return [...failures, ...restless];
}

/** What is left to do must be blocked, or be what apply said that it cannot do. */
function planWrongs({ plan, last, stackStatus, transient }: Ending): readonly string[] {
  const stuck = last.outcomes.some((one) => one.outcome === 'failed');
  return plan.integrations.flatMap(({ entries, blockers }) => {
    const blocked = blockers.length > 0 || entries.some((entry) => entry.blockers.length > 0);
    if (blocked || stuck) return [];
    const open = entries
      .filter((entry) => entry.action !== 'none' && (entry.action !== 'update' || entry.changes.length > 0))
      .map((entry) => `${entry.address} is still to ${entry.action}: ${JSON.stringify(entry.changes)}`);
    const half = transient ? ['stand-ins are left in the template'] : [];
    const unrest =
      stackStatus === undefined || AT_REST.test(stackStatus) ? [] : [`the stack is in ${stackStatus}`];
    return [...open, ...half, ...unrest];
  });
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
