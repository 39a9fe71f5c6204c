// jest's order of suites, from both ends of which the runner takes them: in front those of the built programs and of GitHub, at
// the back all others, so that a worker evaluates what it does not have when it comes to the middle only. The longest are at
// the ends, so that none of them runs alone at the end of a run. jest knows how long a suite takes from the run before only,
// which a fresh clone does not have.
import { createRequire } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const { default: Sequencer } = createRequire(createRequire(import.meta.url).resolve('jest'))(
  '@jest/test-sequencer',
);
const root = fileURLToPath(new URL('../../test', import.meta.url));

/** What takes half a second or more in `npm test` alone. */
const LONGEST = [
  'unit/report/in-browser unit/action/comments scenarios/run-scenarios unit/aws/both-ways e2e/thin-road',
  'e2e/action/many-accounts',
  'unit/apply/between-change-sets unit/adopt/afternoon unit/adopt/from-stack unit/commands/stack-origin',
  'unit/rules/rules unit/lint/fence unit/apply/order unit/apply/not-known-yet unit/github/review unit/apply/converge',
  'unit/rules/published-paths unit/apply/crash unit/access/budget unit/apply/adopt unit/action/repair-comments e2e/init',
  'unit/apply/two-runs e2e/action/node-versions unit/apply/repair-interrupted e2e/interrupted unit/aws/map-error',
  'unit/apply/converge-found unit/github/plan-comment unit/apply/tag-limit unit/init/vendor-file unit/apply/repair-sets',
  'e2e/action/whole-loop e2e/action/pull-request e2e/action/first-comment unit/apply/circles unit/apply/delete',
  'unit/report/many-scopes unit/template/as-cloudformation e2e/action/apply e2e/bad-input unit/apply/mutual-trust',
  'e2e/question unit/desired/check-condition-keys unit/aws/iam-reader unit/probe/run-probe unit/apply/report-only',
  'unit/github/drift-issue unit/report/fit-markdown unit/commands/few-calls unit/apply/stuck-stacks',
].flatMap((line) => line.split(' '));

/** What takes ten seconds or more at CI's number of draws and with whole tables. */
const LONGEST_IN_CI = [
  'unit/apply/converge unit/apply/crash unit/adopt/from-stack e2e/action/attacks-on-guards e2e/action/races',
  'e2e/action/refused-writes e2e/action/node-versions e2e/node-versions e2e/action/attacks-in-files',
  'e2e/action/attacks-on-set-up e2e/action/attacks-on-evidence unit/apply/repair unit/apply/repair-interrupted e2e/action/budget e2e/init',
  'e2e/live-files unit/access/laws e2e/action/histories unit/apply/adopt unit/apply/minimal-change-sets',
  'unit/report/roll-up e2e/action/expiry e2e/action/rule-levels unit/apply/repair-switches unit/adopt/law',
  'e2e/render e2e/thin-road e2e/bad-aws e2e/action/pull-request unit/github/comment-race unit/github/review',
  'unit/action/hostile-text e2e/action/whole-loop unit/commands/stack-origin unit/access/trust-sentences',
  'e2e/package unit/apply/delete unit/policy/canonical-laws e2e/action/many-accounts e2e/demo',
  'scenarios/run-scenarios unit/aws/moto unit/template/as-cloudformation e2e/action/apply unit/desired/mutation',
  'unit/report/in-browser e2e/hanging unit/rules/laws unit/apply/tag-limit unit/aws/both-ways',
  'unit/apply/second-writer unit/action/repair-comments unit/apply/repair-sets unit/github/plan-comment',
  'unit/live/read-live',
].flatMap((line) => line.split(' '));

const order = process.env.ROLEKEEPER_PROPERTY_RUNS === undefined ? LONGEST : LONGEST_IN_CI;

export default class LongestAtTheEnds extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => placeOf(a) - placeOf(b));
  }
}

/** Below zero for the front. */
function placeOf({ path }) {
  const name = relative(root, path).replace(/\.test\.ts$/, '');
  const rank = order.indexOf(name);
  const fromEnd = rank === -1 ? 1 : order.length + 1 - rank;
  return /^e2e\/|github|repair-comments/.test(name) ? -fromEnd : fromEnd;
}
