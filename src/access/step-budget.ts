/** Budget for the searches of one principal (about 0.3 s). */
const STEPS_OF_A_PRINCIPAL = 2_000_000;

/** The share of all comparisons of one pass over a scope: its access deltas, or its expectations. */
const STEPS_OF_A_PASS = 6_000_000;

/**
 * What comparing policies may still cost. Comparisons count as steps of about the same length, so that what ends a
 * comparison is the policies and not the machine: the same policies end it at the same place everywhere.
 */
export class StepBudget {
  #left: number;
  #isSpent = false;
  readonly #whole: StepBudget | undefined;

  constructor(steps: number, whole?: StepBudget) {
    this.#left = steps;
    this.#whole = whole;
  }

  /** Takes steps; false when there were too few, and from then on. */
  spend(steps: number): boolean {
    this.#left -= steps;
    if (this.#left < 0 || this.#whole?.spend(steps) === false) this.#isSpent = true;
    return !this.#isSpent;
  }

  get isSpent(): boolean {
    return this.#isSpent;
  }

  get left(): number {
    return this.#isSpent ? 0 : this.#left;
  }
}

/** The budget of a pass over a scope of so many integrations: what a scope may cost grows with its files. */
export function passBudget(integrations: number): StepBudget {
  return new StepBudget(STEPS_OF_A_PASS + integrations * STEPS_OF_AN_INTEGRATION);
}

const STEPS_OF_AN_INTEGRATION = 250_000;

/** One comparison's part of a pass, or a budget of its own. */
export function principalBudget(pass: StepBudget | undefined): StepBudget {
  return new StepBudget(STEPS_OF_A_PRINCIPAL, pass);
}

/** What it may cost to say by which statements expectations are broken: a person reads the first ones. */
export function explainingBudget(): StepBudget {
  return new StepBudget(STEPS_OF_EXPLAINING);
}

const STEPS_OF_EXPLAINING = 3_000_000;
