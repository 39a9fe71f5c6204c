import { RolekeeperError, type FailureReason } from '../model/failure.ts';
import { CONTINUATION, type Failed } from './aborted-run.ts';

/** AWS gave no answer, or it may be one to a second attempt only: it refuses every call once credentials have expired. */
const UNANSWERED: readonly FailureReason[] = ['unreachable', 'interrupted', 'unchecked', 'no-credentials'];

/** The same of what follows a change, which only looks at it: what may not be looked at is not seen. */
const UNSEEN: readonly FailureReason[] = [...UNANSWERED, 'access-denied'];

/** Whether AWS may have begun to change the stack of an integration: from then on a failure without an end leaves open what was done. */
export class Begun {
  #state: 'no' | 'perhaps' | 'yes' = 'no';

  /** Awaits the answer to a call that makes AWS change what a stack holds. */
  async begin(call: Promise<void>): Promise<void> {
    try {
      await call;
      this.#state = 'yes';
    } catch (error) {
      const isAnswered = error instanceof RolekeeperError && !UNANSWERED.includes(error.reason);
      if (!isAnswered && this.#state === 'no') this.#state = 'perhaps';
      throw error;
    }
  }

  /** What became of the integration, with how far that is known. */
  judge(outcome: Failed, error: unknown): Failed {
    if (this.#state === 'no' || !(error instanceof RolekeeperError)) return outcome;
    if (error.detail?.detail === 'no-end') return { ...outcome, known: 'not-confirmed' };
    if (!UNSEEN.includes(error.reason)) return outcome;
    const { integration, message, reason, hint } = outcome;
    const what =
      this.#state === 'yes'
        ? `AWS began to change ${integration}, and how that ended was not seen`
        : `whether AWS began to change ${integration} is not known`;
    return {
      ...outcome,
      known: 'not-confirmed',
      message: `${what}: ${message}`,
      // An interruption says it by itself.
      hint: hint === undefined ? CONTINUATION : reason === 'interrupted' ? hint : `${hint}; ${CONTINUATION}`,
    };
  }
}
