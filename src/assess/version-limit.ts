import type { Blocker } from '../model/assessment.ts';
import type { PlanEntry } from '../model/plan.ts';
import { isVersionLimit } from '../cloudformation/explain-failure.ts';
import { kindSpec } from '../kinds/registry.ts';
import { keyOfQuestion, type LookupResults, type Lookup } from './lookup-results.ts';
import type { Presence } from '../plan/presence.ts';
import type { AppliedStack } from '../model/applied.ts';

/** Fixed (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). */
const MOST_VERSIONS = 5;

type RefusalQuestion = Extract<Lookup, { readonly question: 'refusal' }>;

/**
 * What is asked about a policy that has all the versions that IAM allows, in a stack whose last update was rolled back:
 * why was it? CloudFormation is said to delete the oldest version by itself, so five versions alone stop no update.
 */
export function refusalQuestion(
  { address, kind, desired, applied, live }: Presence,
  stack: AppliedStack | undefined,
): readonly RefusalQuestion[] {
  const older = live?.olderVersions;
  if (desired === undefined || applied === undefined || live === undefined) return [];
  if (kindSpec(kind).hasVersions !== true || stack?.status !== 'UPDATE_ROLLBACK_COMPLETE') return [];
  if (older !== undefined && older.length + 1 < MOST_VERSIONS) return [];
  const { stackId } = stack;
  const { logicalId } = applied;
  const versions = older === undefined ? { versionsOf: live.arn } : {};
  return [{ question: 'refusal', address, stackId, logicalId, ...versions }];
}

/** A policy that needs a new version, for which CloudFormation made no room when it last tried. */
export function versionLimit(
  entry: PlanEntry,
  presence: Presence,
  stack: AppliedStack | undefined,
  answers: LookupResults,
): Blocker | undefined {
  const needsVersion = entry.changes.some((change) => change.field === 'PolicyDocument' && !change.held);
  const [asked] = refusalQuestion(presence, stack);
  if (entry.action !== 'update' || !needsVersion || asked === undefined) return undefined;
  const answer = answers[keyOfQuestion(asked)];
  if (answer?.answer !== 'refusal' || !answer.reasons.some(isVersionLimit)) {
    return undefined;
  }
  const versions = answer.versions ?? presence.live?.olderVersions ?? [];
  if (answer.versions !== undefined && versions.length < MOST_VERSIONS) return undefined;
  const [oldest = ''] = versions;
  return {
    code: 'policy-versions',
    message: `${entry.address} has ${MOST_VERSIONS} versions, which is all that IAM keeps, and CloudFormation did not make room for another`,
    hint:
      `older versions grant nothing; run "aws iam delete-policy-version --policy-arn ${presence.live?.arn ?? ''} ` +
      `--version-id ${oldest}"; then apply again`,
  };
}
