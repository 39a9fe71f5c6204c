// jest's order of suites: the longest first, so that none of them runs alone at the end. jest knows how long a suite takes
// from the run before only, which a fresh clone does not have.
import { createRequire } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const { default: Sequencer } = createRequire(createRequire(import.meta.url).resolve('jest'))(
  '@jest/test-sequencer',
);
const root = fileURLToPath(new URL('../../test', import.meta.url));

/** What takes a second or more in `npm test` alone. */
const LONGEST = [
  'unit/report/in-browser e2e/action/many-accounts e2e/thin-road unit/github/review scenarios/run-scenarios unit/aws/both-ways',
  'e2e/action/attacks e2e/action/histories e2e/init e2e/hanging e2e/demo e2e/action/races unit/access/laws unit/action/hostile-text',
  'unit/github/plan-comment unit/action/repair-comments unit/apply/repair-interrupted unit/report/fit-markdown',
  'unit/adopt/from-stack unit/rules/rules unit/aws/moto e2e/action/pull-request unit/apply/converge unit/desired/load',
  'unit/commands/stack-origin e2e/live-files unit/apply/converge-found e2e/action/whole-loop unit/apply/second-writer',
  'e2e/action/refused-writes unit/apply/crash e2e/action/apply unit/access/budget unit/aws/map-error unit/apply/tag-limit',
  'e2e/bad-input e2e/package unit/github/drift-issue e2e/render e2e/question unit/inventory/rich-account unit/lint/fence',
  'e2e/bad-aws unit/commands/many-scopes unit/apply/repair-sets e2e/interrupted unit/adopt/afternoon unit/apply/adopt',
].flatMap((line) => line.split(' '));

/** What takes ten seconds or more at CI's number of draws and with whole tables. */
const LONGEST_IN_CI = [
  'unit/apply/converge unit/apply/crash unit/adopt/from-stack e2e/action/attacks e2e/action/races e2e/action/refused-writes',
  'e2e/node-versions unit/apply/repair unit/apply/repair-interrupted e2e/action/budget e2e/init e2e/live-files unit/access/laws',
  'e2e/action/histories unit/apply/adopt unit/apply/minimal-change-sets unit/report/roll-up e2e/action/expiry',
  'e2e/action/rule-levels unit/apply/repair-switches unit/adopt/law e2e/render e2e/thin-road e2e/bad-aws',
  'e2e/action/pull-request unit/github/comment-race unit/github/review unit/action/hostile-text e2e/action/whole-loop',
  'unit/commands/stack-origin unit/access/trust-sentences e2e/package unit/apply/delete unit/policy/canonical-laws',
  'e2e/action/many-accounts e2e/demo scenarios/run-scenarios unit/aws/moto unit/template/as-cloudformation e2e/action/apply',
  'unit/desired/mutation unit/report/in-browser e2e/hanging unit/rules/laws unit/apply/tag-limit unit/aws/both-ways',
  'unit/apply/second-writer unit/action/repair-comments unit/apply/repair-sets unit/github/plan-comment unit/live/read-live',
].flatMap((line) => line.split(' '));

const order = process.env.ROLEKEEPER_PROPERTY_RUNS === undefined ? LONGEST : LONGEST_IN_CI;

export default class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rankOf(a) - rankOf(b));
  }
}

function rankOf({ path }) {
  const rank = order.indexOf(relative(root, path).replace(/\.test\.ts$/, ''));
  return rank === -1 ? order.length : rank;
}
