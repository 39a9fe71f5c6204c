import type { PlanPublication, StatusPublication } from '../../../src/github/plan-comment.ts';

/** The digest that {@link planOf} shows. */
export const DIGEST = 'ab'.repeat(32);

/** Says nothing of anything. */
export const VERDICT = { hash: 'cd'.repeat(32), items: [], kept: [] };

/** A plan of one run. */
export function planOf(run: number, more: Partial<PlanPublication> = {}): PlanPublication {
  return {
    scope: 'desired',
    run: { run, attempt: 1 },
    head: run.toString(16).padStart(40, 'a'),
    base: 'b'.repeat(40),
    baseRef: 'main',
    tool: '0.1.0',
    digests: [{ integration: 'logzio-s3', digest: DIGEST, verdict: VERDICT }],
    plan: () => `the plan of run ${run}`,
    ...more,
  };
}

/** What a run says became of the plan. */
export function statusOf(
  run: number,
  state: StatusPublication['state'],
  more: Partial<StatusPublication> = {},
): StatusPublication {
  return {
    scope: 'desired',
    run: { run, attempt: 1 },
    tool: '0.1.0',
    state,
    status: () => `${state} by run ${run}`,
    ...more,
  };
}

/** What people see of a body. */
export const visible = (body: string | undefined): string =>
  (body ?? '').replace(/<!--.*?-->\n?/g, '').trim();
