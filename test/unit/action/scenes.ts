import type { Choice } from '../../../src/commands/action/choose.ts';
import { type PlanText, commitLink, planText, runLink } from '../../../src/commands/action/text/plan-text.ts';
import { outcomeOfPull, sayEnd } from '../../../src/commands/action/text/status-text.ts';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import { composePlan, composeStatus } from '../../../src/review/comment-body.ts';
import type { PlanMarker } from '../../../src/review/marker.ts';
import { GOLDEN_PLANS } from '../report/golden-plans.ts';
import { REAL_PLANS } from './real-comments.ts';
import { RUN } from './run.ts';
import { manyIntegrations } from '../report/many-integrations.ts';

const HEAD = 'ec26c3e57ca3a959ca5aad62de7213c562f8c821';
const CHECKED =
  'drift last checked 2026-08-22 05:17 UTC: [issue 3](https://github.com/acme/infra/issues/3) is closed';

function marker(plan: AssessedPlan): PlanMarker {
  return {
    kind: 'plan',
    scope: 'desired',
    state: 'planned',
    head: HEAD,
    base: RUN.commit,
    baseRef: 'main',
    run: RUN.run.run,
    attempt: 1,
    digests: plan.integrations.map(({ integration, digest }) => ({
      // No file can carry a name that CloudFormation would not take.
      integration: integration.replaceAll(/[^A-Za-z0-9-]/g, ''),
      digest: digest.slice(0, 32).padEnd(32, '0'),
      since: '2026-08-22T10:00:00Z',
      verdict: { hash: 'e'.repeat(32), since: '2026-08-22T10:00:00Z', kept: [], items: [] },
    })),
    tool: '0.1.0',
    closed: false,
  };
}

/** The body of a comment, as GitHub gets it. */
function comment(plan: AssessedPlan, more: Partial<PlanText> = {}): string {
  const footer = [commitLink(RUN, HEAD), runLink(RUN), CHECKED];
  return composePlan(marker(plan), planText({ plan, command: 'plan', footer, ...more }, RUN)).text;
}

/** What the integrations of the golden plans are for, as somebody would write it. */
const PURPOSES: Readonly<Record<string, string>> = {
  'logzio-s3': 'Logz.io lists and downloads log files from one bucket',
  onemata: 'Onemata loads its deliveries into Redshift',
  qwak: 'Qwak reads training data and writes models',
  logiq: 'LOGIQ crawls the catalogue of the data lake',
};

/** One of the golden plans, of a real account. */
function planNamed(name: string): AssessedPlan {
  const plan = GOLDEN_PLANS[name];
  if (plan === undefined) throw new Error(`there is no plan ${name}`);
  const isReal = name !== 'hostile' && plan.source.kind === 'iam';
  return {
    ...plan,
    ...(isReal ? { source: { kind: 'iam', endpoint: undefined } as const } : {}),
    integrations: plan.integrations.map((item) => {
      const description = PURPOSES[item.integration];
      return description === undefined ? item : { ...item, description };
    }),
  };
}

/** The comment after an apply that did one thing, failed at another, and refused a third. */
function failed(): string {
  const plan = planNamed('drift-and-change');
  const [first, second] = plan.integrations.map(({ integration }) => integration);
  const choice: Choice = {
    approved: [first ?? ''],
    refused: [
      {
        verdict: 'plan-changed',
        integration: second ?? '',
        pullRequest: 7,
        reviewed: '11112222333344445555666677778888',
        current: '9c3ea0b1d2f4465577889900aabbccdd00112233445566778899aabbccddeeff',
        message: `the plan is not the one that was reviewed: the comment on #7 shows 1111222233334444 for ${second ?? ''}, and it is 9c3ea0b1d2f44655 now`,
        hint: 'undo what changed in the account; or read the current plan and start the workflow by hand with `command: apply` and `digest: 9c3ea0b1d2f44655`',
      },
    ],
    pulls: new Map([
      [first ?? '', 7],
      [second ?? '', 7],
    ]),
  };
  const outcomes = [
    {
      outcome: 'failed',
      integration: first ?? '',
      reason: 'change-set-failed',
      message:
        'CloudFormation rolled back: role/onemata-redshift could not be updated: "The policy failed legacy parsing" (desired/onemata.yaml:14:5)',
      hint: 'correct the file and merge again; the stack is as it was before',
    },
  ] as const;
  const end = outcomeOfPull(7, choice, { ...plan, integrations: plan.integrations.slice(0, 2) }, outcomes);
  return composeStatus(
    { ...marker(plan), state: 'failed' },
    sayEnd({ ...end, blocked: [] }, plan, RUN),
    comment(plan),
  );
}

/** The comments that reviewers meet, by name: golden files, and pictures in docs/images. */
export const SCENES: Readonly<Record<string, () => string>> = {
  empty: () => comment(planNamed('empty')),
  'one-change': () => comment(planNamed('update-statements')),
  adoption: () => comment(planNamed('adoption-and-forget')),
  'drift-and-change': () => comment(planNamed('drift-and-change')),
  'blocked-deletion': () =>
    comment(planNamed('blocked-deletion'), {
      refusals: [
        "**Changes the settings:** `maxDeletes` was `3`, becomes `50`; this pull request is judged by the base branch's guards",
      ],
    }),
  findings: () =>
    comment(planNamed('findings'), {
      refusals: [
        '**Changes a rule level:** `full-admin` was `error`, becomes `off`; this pull request is judged by the stricter one',
        '**Makes an exception:** `user-credentials` for `user/metrics` in `metrics`: `the vendor knows no role`',
      ],
    }),
  failure: failed,
  'hostile-names': () => comment(planNamed('hostile')),
  'three-hundred': () => comment(manyIntegrations(300)),
  ...Object.fromEntries([...REAL_PLANS].map(([name, plan]) => [name, () => comment(plan)])),
};
