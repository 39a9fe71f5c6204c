import { CHANGE_QUESTIONS } from './ask-about-changes.ts';
import { DRIFT_QUESTIONS } from './ask-about-drift.ts';
import { IMPORT_QUESTIONS } from './ask-about-imports.ts';
import { UPDATE_QUESTIONS } from './ask-about-updates.ts';
import { WORDS_QUESTIONS } from './ask-for-words.ts';
import { cleanUp } from './clean-up.ts';
import { Lab, type LabOptions } from './lab.ts';
import type { Answer } from './question.ts';

export const QUESTIONS = [...DRIFT_QUESTIONS, ...CHANGE_QUESTIONS, ...IMPORT_QUESTIONS, ...UPDATE_QUESTIONS];

export interface Findings {
  /** The settings of the sandbox's switches under which it behaves as the account does. */
  readonly switches: Readonly<Record<string, Answer>>;
  /** What CloudFormation says where it refuses something. */
  readonly said: Readonly<Record<string, string>>;
  /** Questions that the account gave no answer to, and why. */
  readonly unanswered: Readonly<Record<string, string>>;
  /** What could not be removed. */
  readonly left: readonly string[];
}

/**
 * Asks an account every question, with stacks, groups, roles and policies of its own names, and removes them again,
 * whatever happens.
 *
 * @param say what it is doing
 */
export async function runProbe(options: LabOptions, say: (text: string) => void): Promise<Findings> {
  const lab = new Lab(options);
  const switches: Record<string, Answer> = {};
  const unanswered: Record<string, string> = {};
  const said: Record<string, string> = {};
  let left: readonly string[] = [];
  try {
    for (const { asks, answer } of QUESTIONS) {
      say(asks);
      try {
        switches[asks] = await answer(lab);
      } catch (error) {
        unanswered[asks] = error instanceof Error ? error.message : String(error);
      }
    }
    for (const { about, words } of WORDS_QUESTIONS) {
      say(about);
      try {
        said[about] = await words(lab);
      } catch (error) {
        unanswered[about] = error instanceof Error ? error.message : String(error);
      }
    }
  } finally {
    say('cleaning up');
    left = await cleanUp(lab);
  }
  return { switches, said, unanswered, left };
}
