import { physicalIdOf } from '../kinds/registry.ts';
import type { PlanInput } from '../plan/input.ts';
import { indexLive, presencesOf, type Presence } from '../plan/presence.ts';
import { isReleased, type ReleaseContext } from '../plan/release.ts';
import { comparedPairs } from '../plan/integration-pairs.ts';
import type { Lookup } from './lookup-results.ts';
import { credentialsQuestion } from './user-credentials.ts';
import { existenceQuestions } from './missing-references.ts';
import { refusalQuestion } from './version-limit.ts';

/**
 * What must be asked before a plan can be assessed: who owns each resource that would be adopted, what hangs on each that
 * would be deleted, what signs in as each user, and why a policy with all its versions was rolled back.
 */
export function lookups(input: PlanInput): readonly Lookup[] {
  if (!input.applied.known) return [];
  const { settings } = input.scope;
  const live = indexLive(input.live);
  return comparedPairs(input).flatMap((pair) => {
    const { name, integration, stack } = pair;
    return presencesOf(pair, live).flatMap((presence) => [
      ...(integration?.observe === true
        ? []
        : questionOf(presence, stack?.stackName ?? `${settings.stackPrefix}${name}`, {
            settings,
            integration,
            name,
          })),
      ...credentialsQuestion(presence),
      ...refusalQuestion(presence, stack),
      ...(integration?.observe === true ? [] : existenceQuestions(presence, integration, input)),
    ]);
  });
}

function questionOf(presence: Presence, stackName: string, context: ReleaseContext): readonly Lookup[] {
  const { address, kind, name, desired, applied, live } = presence;
  if (live === undefined) return [];
  // Stacks are found by the spelling that IAM has, which may not be the file's.
  const physicalId = physicalIdOf(kind, live.resource.name, live.arn);
  const isLeaving = desired === undefined && !isReleased(address, context);
  return [
    ...(applied === undefined ? [{ question: 'owner', address, kind, physicalId, stackName } as const] : []),
    ...(isLeaving ? [{ question: 'uses', address, kind, name, arn: live.arn } as const] : []),
  ];
}
