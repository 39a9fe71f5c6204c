/** Budget for the searches of one principal (about 0.3 s). */
const STEPS_OF_A_PRINCIPAL = 2_000_000;

/** What the files of all scopes share: access, expectations and rules together (about a second). */
const STEPS_OF_A_RUN = 4_000_000;

/** What each file has beside that for itself: ordinary policies need a fraction of it, and no other file takes it away. */
const STEPS_OF_A_FILE = 250_000;

/** Where steps are taken from. */
interface Source {
  spend(steps: number): boolean;
}

/**
 * What comparing policies may still cost. Comparisons count as steps of about the same length, so that what ends a
 * comparison is the policies and not the machine: the same policies end it at the same place everywhere.
 */
export class StepBudget {
  #left: number;
  #isSpent = false;
  readonly #whole: Source | undefined;

  constructor(steps: number, whole?: Source) {
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

/**
 * What judging a scope may cost in a run: its access deltas, its expectations and its rules, for every judge of it. Every
 * file has a share that no other takes, so that one hostile file is not what the others are judged less exactly for;
 * beyond it all draw from one pool.
 */
export class RunBudget {
  readonly #pool: StepBudget;
  readonly #files = new Map<string, StepBudget>();

  constructor(steps: number = STEPS_OF_A_RUN) {
    this.#pool = new StepBudget(steps);
  }

  /**
   * The budget of one of so many scopes. Each has an equal part of the pool: scopes are read side by side, and what ends
   * a comparison must not be which of them was read first.
   */
  static ofScopes(count: number): RunBudget {
    return new RunBudget(Math.floor(STEPS_OF_A_RUN / Math.max(1, count)));
  }

  /** What is left beyond the shares of the files. */
  get left(): number {
    return this.#pool.left;
  }

  /** The budget of one file, by the name of its integration. */
  of(file: string): StepBudget {
    const known = this.#files.get(file) ?? new StepBudget(Number.POSITIVE_INFINITY, this.#share());
    this.#files.set(file, known);
    return known;
  }

  #share(): Source {
    let own = STEPS_OF_A_FILE;
    return {
      spend: (steps) => {
        const reserved = Math.min(own, steps);
        own -= reserved;
        return steps === reserved || this.#pool.spend(steps - reserved);
      },
    };
  }
}

/** One comparison's part of its file's budget, or a budget of its own. */
export function principalBudget(file: StepBudget | undefined): StepBudget {
  return new StepBudget(STEPS_OF_A_PRINCIPAL, file);
}

/**
 * What it may cost to explain what is decided already, such as by which statements expectations are broken: a person
 * reads the first ones.
 */
export function explainingBudget(): StepBudget {
  return new StepBudget(STEPS_OF_EXPLAINING);
}

const STEPS_OF_EXPLAINING = 1_000_000;
