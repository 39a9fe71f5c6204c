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

/** What takes a second or more in `npm test` alone. */
const LONGEST = [
  'unit/report/in-browser unit/commands/stack-origin scenarios/run-scenarios unit/aws/both-ways unit/aws/moto',
  'e2e/action/many-accounts e2e/thin-road e2e/question e2e/hanging e2e/action/races e2e/demo unit/github/review e2e/package',
  'e2e/init e2e/interrupted e2e/action/expiry e2e/live-files unit/github/comment-race e2e/action/histories e2e/render',
  'e2e/action/whole-loop e2e/action/first-comment e2e/action/node-versions e2e/bad-aws unit/github/plan-comment',
  'e2e/action/apply unit/action/repair-comments e2e/bad-input e2e/action/pull-request unit/github/refused-comment',
  'unit/adopt/afternoon unit/action/comments unit/adopt/from-stack unit/report/sentences unit/access/budget unit/apply/crash',
  'unit/apply/converge unit/rules/rules unit/apply/second-writer unit/apply/adopt unit/inventory/rich-account unit/lint/fence',
  'unit/apply/order unit/apply/repair-interrupted unit/apply/converge-found unit/desired/load unit/apply/not-known-yet',
  'unit/apply/repair-sets unit/rules/published-paths unit/review/comment-body unit/action/every-key unit/apply/tag-limit',
  'unit/policy/bad-input unit/commands/many-scopes unit/aws/map-error unit/report/fit-markdown unit/init/vendor-file',
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
