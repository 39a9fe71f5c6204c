import type { LookupResult } from '../../assess/lookup-results.ts';
import { lookups } from '../../assess/lookups.ts';
import { verdictsOf } from '../../assess/verdict.ts';
import { logicalIdOf } from '../../cloudformation/logical-id.ts';
import { arnOf } from '../../kinds/arn.ts';
import { addressKey } from '../../model/address.ts';
import type { AppliedStack } from '../../model/applied.ts';
import type { AssessedPlan } from '../../model/assessment.ts';
import { RolekeeperError } from '../../model/failure.ts';
import type { Scope } from '../../model/integration.ts';
import type { LiveResource } from '../../model/live.ts';
import type { OnJudged } from '../../model/judged-tally.ts';
import type { Verdict } from '../../model/verdict.ts';
import { buildPlan } from '../../plan/build-plan.ts';
import type { PlanInput } from '../../plan/input.ts';
import { readEvidence } from '../read-evidence.ts';
import { judgedReading, readAssessedPlan } from '../read-plan.ts';
import type { Session } from '../session.ts';
import { withStackOrigins } from '../stack-origins.ts';
import { today } from '../today.ts';
import type { ActionContext } from './context.ts';
import { declaredOnGitHub } from './declared-on-github.ts';

export interface PlanQuestion {
  readonly scope: Scope;
  /** What the base branch declares, for a plan without credentials. */
  readonly base: Scope | undefined;
  /** The branch that it is for, and its head. */
  readonly branch: string;
  readonly commit: string;
  /** The integrations that it is about; all when undefined. */
  readonly only: readonly string[] | undefined;
  /** Why there can be no credentials; then none are looked for. */
  readonly withoutCredentials: string | undefined;
}

export interface MadePlan {
  readonly plan: AssessedPlan;
  /** What is told of each integration; empty where the account was not read. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Why the account was not read; undefined where it was. */
  readonly offline: string | undefined;
}

/** The plan of a pull request: of the live account, or without credentials against the base branch. */
export async function makePlan(question: PlanQuestion, context: ActionContext): Promise<MadePlan> {
  const { scope, only } = question;
  const day = today(context.environment.clock);
  const onJudged = context.environment.judged?.add;
  const offline = async (why: string): Promise<MadePlan> => ({
    plan: await offlinePlan({ ...question, today: day, onJudged }),
    verdicts: new Map(),
    offline: why,
  });
  if (only?.length === 0) {
    // Nothing is said of anything, so nothing needs to be read either.
    const { plan } = await offline('');
    return { plan: { ...plan, source: { kind: 'iam' } }, verdicts: new Map(), offline: undefined };
  }
  if (question.withoutCredentials !== undefined) return offline(question.withoutCredentials);
  const session = await openOrNothing(scope, context);
  if (session === undefined) return offline('this run has no AWS credentials');
  const reading = await readAssessedPlan({
    scope,
    session,
    ...(only === undefined ? {} : { only }),
    live: 'wanted',
    today: day,
    onJudged,
  });
  // An edited stack looks like a change of the file: the commit that it was applied from tells the two apart.
  const plan = await withStackOrigins(
    reading,
    session.stacks,
    declaredOnGitHub(scope, { name: question.branch, commit: question.commit }, context),
    question.base,
  );
  return { plan, verdicts: verdictsOf(reading.assessment, scope), offline: undefined };
}

/** Undefined where the run was given no credentials at all; those that AWS refuses are a failure. */
async function openOrNothing(scope: Scope, { open }: ActionContext): Promise<Session | undefined> {
  try {
    return await open(scope.settings);
  } catch (error) {
    const isAbsent = error instanceof RolekeeperError && error.reason === 'no-credentials' && error.isAbsence;
    if (isAbsent) return undefined;
    throw error;
  }
}

export interface OfflineRequest {
  readonly scope: Scope;
  /** What the base branch declares; undefined where it has no such scope. */
  readonly base: Scope | undefined;
  /** The head of the base branch. */
  readonly commit: string;
  readonly only: readonly string[] | undefined;
  readonly today: string;
  readonly onJudged?: OnJudged | undefined;
}

/**
 * What the pull request changes against the base branch, as a plan: what the base branch declares stands for what was
 * applied and for what is live. Nothing was read of the account, and the plan says so.
 */
export async function offlinePlan({
  scope,
  base,
  commit,
  only,
  today,
  onJudged,
}: OfflineRequest): Promise<AssessedPlan> {
  const { settings } = base ?? scope;
  const declared = base?.integrations ?? [];
  const input: PlanInput = {
    scope,
    applied: {
      known: true,
      stacks: declared.map((integration) => stackOf(integration, settings.stackPrefix)),
    },
    live: {
      found: declared.flatMap(({ resources }) =>
        resources.map(({ resource }): LiveResource => ({
          resource,
          arn: arnOf(resource, settings),
          id: '',
          uncheckedProperties: [],
          observations: [],
        })),
      ),
      unchecked: [],
    },
    source: { kind: 'base', commit },
    ...(only === undefined ? {} : { only }),
    today,
    ownArns: [],
  };
  const answers = lookups(input).flatMap(
    ({ question, address }): readonly (readonly [string, LookupResult])[] => {
      if (question !== 'owner' && question !== 'uses') return [];
      return [
        [addressKey(address), question === 'owner' ? { answer: 'owner' } : { answer: 'uses', uses: [] }],
      ];
    },
  );
  const read = { plan: buildPlan(input), input };
  return judgedReading(read, await readEvidence(read, Object.fromEntries(answers), {}, { onJudged }))
    .assessed;
}

function stackOf({ name, resources }: Scope['integrations'][number], prefix: string): AppliedStack {
  return {
    integration: name,
    stackName: `${prefix}${name}`,
    stackId: '',
    status: 'UPDATE_COMPLETE',
    lastUpdated: '',
    ownership: { owner: 'ours' },
    resources: resources.map(({ resource }) => ({
      resource,
      logicalId: logicalIdOf(resource),
      deletionPolicy: 'RetainExceptOnCreate',
      block: {},
    })),
    transient: [],
    placeholders: [],
  };
}
