import { createHash } from 'node:crypto';
import { type Applied, type AppliedStack, hasApplied } from '../model/applied.ts';
import { type AssessedPlan, isBlocked } from '../model/assessment.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { Scope } from '../model/integration.ts';
import { type IntegrationPlan, isChanged } from '../model/plan.ts';
import type { Verdict } from '../model/verdict.ts';
import type { ReviewCandidate } from './decide-review.ts';

export interface CandidateFiles extends Omit<ReviewCandidate, 'paths' | 'run'> {
  /** The desired file, from the root of the repository; where it is gone by now, each name that it may have had. */
  readonly files: readonly string[];
}

/** Where an integration is, or was, declared. */
export type IntegrationFiles = Pick<CandidateFiles, 'integration' | 'files'>;

/**
 * The integrations that are changed in the YAML and that can be applied: each needs to have been reviewed. Where
 * all that differs is drift, nothing is asked for.
 */
export function candidatesOf(
  plan: AssessedPlan,
  scope: Pick<Scope, 'directory'>,
  known: KnownOfIntegrations,
): readonly CandidateFiles[] {
  return plan.integrations
    .filter((integration) => isChanged(integration) && !isBlocked(integration) && !integration.observed)
    .map((integration) => candidateOf(integration, scope, known));
}

/** What was found out about integrations, by name. */
export interface KnownOfIntegrations {
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly stacks: ReadonlyMap<string, string>;
}

/**
 * What each stack has applied, in 48 bits: another text after every apply, since a template names the run that wrote it; and
 * the same one after an update that was rolled back. A stack that has nothing yet is as none.
 */
export function stackStatesIn(applied: Applied): ReadonlyMap<string, string> {
  const stacks = applied.known ? applied.stacks.filter(hasApplied) : [];
  return new Map(stacks.map((stack) => [stack.integration, stateText(stack.stackId + templateOf(stack))]));
}

/** What of the stack its last template says. */
function templateOf({
  ownership,
  resources,
  transient,
  placeholders,
  audit,
  doomed,
  outputs,
}: AppliedStack): string {
  return JSON.stringify({ ownership, resources, transient, placeholders, audit, doomed, outputs });
}

/** Of an integration whose stack is not there. */
export const NO_STACK = stateText('');

function stateText(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64url').slice(0, 8);
}

export function candidateOf(
  integration: IntegrationPlan,
  scope: Pick<Scope, 'directory'>,
  { verdicts, stacks }: KnownOfIntegrations,
): CandidateFiles {
  const { integration: name, digest } = integration;
  const verdict = verdicts.get(name);
  if (verdict === undefined) throw new RolekeeperError('internal', `${name} was planned and not assessed`);
  return { ...filesOf(integration, scope), digest, verdict, stack: stacks.get(name) ?? NO_STACK };
}

export function filesOf(
  { integration, file }: Pick<IntegrationPlan, 'integration' | 'file'>,
  { directory }: Pick<Scope, 'directory'>,
): IntegrationFiles {
  const gone = directory === '.' ? integration : `${directory}/${integration}`;
  return { integration, files: file === undefined ? [`${gone}.yaml`, `${gone}.yml`] : [file] };
}
