import type { Lab } from './lab.ts';

/** What one question may be answered with: the setting of one switch of the sandbox. */
export type Answer = string | boolean | readonly string[];

/** Something about CloudFormation that no documentation settles. */
export interface Question {
  /** The switch of the sandbox (src/sandbox/switches.ts) that the answer is the setting of. */
  readonly asks: string;
  /** Finds it out with stacks of its own. @throws when the account does not let it */
  readonly answer: (lab: Lab) => Promise<Answer>;
}
