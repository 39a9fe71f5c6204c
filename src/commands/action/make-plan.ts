import { RolekeeperError } from '../../model/failure.ts';
import type { Scope } from '../../model/integration.ts';
import type { AssessedPlan } from '../../model/assessment.ts';
import { readAssessedPlan } from '../read-plan.ts';
import type { Session } from '../session.ts';
import { today } from '../today.ts';
import type { ActionContext } from './action-context.ts';
import { offlinePlan } from './offline-plan.ts';

export interface PlanQuestion {
  readonly scope: Scope;
  /** What the base branch declares, for a plan without credentials. */
  readonly base: Scope | undefined;
  readonly commit: string;
  /** The integrations that it is about; all when undefined. */
  readonly only: readonly string[] | undefined;
  /** Why there can be no credentials; then nobody looks for any. */
  readonly withoutCredentials: string | undefined;
}

export interface MadePlan {
  readonly plan: AssessedPlan;
  /** Why the account was not read; undefined where it was. */
  readonly offline: string | undefined;
}

/** The plan of a pull request: of the live account, or without credentials against the base branch. */
export async function makePlan(question: PlanQuestion, context: ActionContext): Promise<MadePlan> {
  const { scope, only } = question;
  const day = today(context.environment.clock);
  const offline = async (why: string): Promise<MadePlan> => ({
    plan: await offlinePlan({ ...question, today: day }),
    offline: why,
  });
  if (only?.length === 0) {
    // Nothing is said of anything, so nothing needs to be read either.
    const { plan } = await offline('');
    return { plan: { ...plan, source: { kind: 'iam' } }, offline: undefined };
  }
  if (question.withoutCredentials !== undefined) return offline(question.withoutCredentials);
  const session = await openOrNothing(scope, context);
  if (session === undefined) return offline('this run has no AWS credentials');
  const { assessed: plan } = await readAssessedPlan({
    scope,
    session,
    ...(only === undefined ? {} : { only }),
    live: 'wanted',
    today: day,
  });
  return { plan, offline: undefined };
}

/** Undefined where the run was given no credentials at all; those that AWS refuses are a failure. */
async function openOrNothing(scope: Scope, { open }: ActionContext): Promise<Session | undefined> {
  try {
    return await open(scope.settings);
  } catch (error) {
    const isAbsent =
      error instanceof RolekeeperError &&
      error.reason === 'no-credentials' &&
      error.message.includes('there are no AWS credentials');
    if (isAbsent) return undefined;
    throw error;
  }
}
