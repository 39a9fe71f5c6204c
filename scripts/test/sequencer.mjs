// jest's order of suites: the longest first, so that none of them runs alone at the end. jest knows how long a suite takes
// from the run before only, which a fresh clone does not have.
import { createRequire } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const { default: Sequencer } = createRequire(createRequire(import.meta.url).resolve('jest'))(
  '@jest/test-sequencer',
);
const root = fileURLToPath(new URL('../../test', import.meta.url));

/** What takes a second or more here, or minutes at CI's number of draws. */
const LONGEST = [
  'unit/action/hostile-text unit/access/laws e2e/action/many-accounts e2e/thin-road unit/github/review scenarios/run-scenarios',
  'unit/apply/second-writer unit/report/roll-up unit/policy/canonical-laws e2e/action/attacks e2e/action/histories',
  'unit/apply/converge unit/adopt/law e2e/init unit/report/in-browser e2e/hanging e2e/demo e2e/action/races',
  'unit/github/plan-comment unit/action/repair-comments unit/apply/repair-interrupted unit/report/fit-markdown',
  'unit/adopt/from-stack unit/rules/rules unit/desired/mutation unit/aws/moto unit/access/vendors e2e/action/pull-request',
  'unit/commands/stack-origin unit/aws/both-ways e2e/live-files unit/apply/converge-found e2e/action/whole-loop',
  'e2e/action/refused-writes unit/apply/crash e2e/action/apply unit/access/budget unit/aws/map-error unit/apply/tag-limit',
  'e2e/bad-input e2e/package unit/github/drift-issue e2e/render e2e/question unit/inventory/rich-account',
  'e2e/bad-aws unit/commands/many-scopes unit/apply/repair-sets e2e/interrupted unit/adopt/afternoon',
].flatMap((line) => line.split(' '));

export default class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rankOf(a) - rankOf(b));
  }
}

function rankOf({ path }) {
  const rank = LONGEST.indexOf(relative(root, path).replace(/\.test\.ts$/, ''));
  return rank === -1 ? LONGEST.length : rank;
}
