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
  'unit/report/in-browser e2e/thin-road unit/adopt/from-stack unit/aws/both-ways scenarios/run-scenarios',
  'e2e/action/many-accounts e2e/bad-input unit/adopt/afternoon unit/access/budget unit/apply/between-change-sets',
  'unit/commands/begin-reading unit/apply/repair-interrupted unit/apply/adopt unit/apply/two-runs unit/github/review',
  'unit/inventory/rich-account e2e/action/whole-loop unit/report/sentences unit/apply/order e2e/action/apply',
  'unit/report/many-scopes unit/apply/not-known-yet e2e/question unit/apply/crash unit/rules/rules',
  'unit/apply/repair-sets unit/apply/tag-limit e2e/action/first-comment e2e/init unit/apply/converge-found',
  'unit/commands/undeclared-drift e2e/action/pull-request unit/rules/laws unit/apply/circles unit/aws/map-error',
  'unit/commands/stack-origin unit/github/plan-comment unit/rules/published-paths unit/lint/fence',
  'unit/commands/bad-answers unit/github/drift-issue e2e/action/node-versions unit/commands/apply unit/apply/failures',
  'e2e/interrupted unit/access/laws unit/apply/names-in-another-case unit/apply/few-requests unit/init/vendor-file',
  'unit/aws/cloudformation unit/rules/hostile-texts unit/commands/expectations unit/access/own-keys unit/apply/delete',
  'unit/commands/few-calls unit/report/fit-markdown unit/policy/bad-input unit/doctor/repository',
  'unit/commands/many-scopes unit/apply/minimal-change-sets unit/desired/suggest unit/apply/second-writer',
  'unit/apply/busy-stacks unit/access/words unit/probe/run-probe unit/desired/check-condition-keys helpers/github/front',
  'unit/action/repair-comments unit/apply/delete-clean-up unit/assess/one-budget unit/aws/iam-reader',
  'unit/access/action-resources e2e/action/fan-out unit/report/golden unit/plan/laws unit/review/comment-body',
  'unit/github/comment-race unit/apply/proof unit/github/github-client unit/policy/aws-managed-policies e2e/live-files',
  'e2e/render unit/adopt/bad-input e2e/action/expiry unit/apply/long-templates unit/github/refused-comment',
  'unit/access/shipped-expectations',
].flatMap((line) => line.split(' '));

/** What takes five seconds or more at CI's number of draws and with whole tables. */
const LONGEST_IN_CI = [
  'unit/apply/converge e2e/action/histories unit/apply/crash unit/policy/second-evaluator unit/policy/canonical-laws',
  'unit/access/laws unit/access/trust-sentences unit/rules/laws unit/report/roll-up e2e/action/node-versions e2e/init',
  'unit/adopt/law e2e/action/races e2e/action/budget unit/apply/adopt unit/access/expectation-laws',
  'e2e/action/attacks-in-files unit/live/read-live unit/desired/mutation e2e/action/fan-out unit/adopt/from-stack',
  'unit/apply/circles unit/apply/repair e2e/action/attacks-on-evidence unit/action/hostile-text',
  'unit/apply/second-writer e2e/action/attacks-on-set-up unit/adopt/desired-text e2e/live-files',
  'unit/policy/cover-patterns e2e/bad-aws unit/apply/repair-interrupted unit/review/histories',
  'e2e/action/attacks-on-guards unit/plan/laws unit/template/as-cloudformation unit/report/hostile-data',
  'unit/apply/delete unit/report/json-report unit/github/comment-race unit/apply/repair-sets e2e/action/refused-writes',
  'unit/report/in-browser unit/apply/repair-switches unit/policy/match-pattern unit/aws/plain-xml unit/review/marker',
  'unit/desired/pending e2e/thin-road unit/apply/minimal-change-sets unit/review/comment-body unit/access/own-keys',
  'unit/sandbox/handlers unit/aws/both-ways scenarios/run-scenarios unit/report/document-diff e2e/render',
  'e2e/action/pull-request unit/apply/tag-limit e2e/package unit/report/fit-markdown unit/aws/moto',
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
