import type { Audit } from '../model/audit.ts';
import type { CallTally } from '../model/call-counts.ts';
import type { Clock } from '../model/clock.ts';
import type { JudgedTally } from '../model/judged-tally.ts';
import type { LoadFiles } from './load-files.ts';

/** What git prints in a folder; undefined where it refuses, or is not there. */
export type RunGit = (directory: string, command: readonly string[]) => Promise<string | undefined>;

/** The process around a command, passed in so that commands touch nothing global. */
export interface Environment {
  /** Writes to standard output, without adding a line end. */
  readonly out: (text: string) => void;
  /** Writes to standard error. */
  readonly err: (text: string) => void;
  /** The terminal to show progress on; undefined where there is none, as in CI. */
  readonly progressTerminal: NodeJS.WriteStream | undefined;
  /** Whether a person can answer a question. */
  readonly interactive: boolean;
  /** Whether this is a run of CI (`CI`): the review was the pull request. */
  readonly inCi: boolean;
  readonly color: boolean;
  /** Whether standard output is a terminal, which keeps nothing. */
  readonly onTerminal: boolean;
  /** Columns of the terminal that standard output is, or that `COLUMNS` says; absent where neither is known. */
  readonly width?: number;
  /** The same of standard error. */
  readonly errWidth?: number;
  /** Whether the environment points the SDK at an endpoint of its own (`AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_IAM`, …). */
  readonly rehearsal?: boolean;
  readonly clock: Clock;
  /** Reads desired files beside this thread; absent where there is no other, and then a command reads them itself. */
  readonly loadFiles?: LoadFiles;
  /** Calls back every so many milliseconds until the function that it gives is called; absent where nothing long is said. */
  readonly every?: (milliseconds: number, tick: () => void) => () => void;
  /** Counts the calls to AWS of the whole run. */
  readonly calls?: CallTally;
  /** Counts what the whole run judged. */
  readonly judged?: JudgedTally;
  /** Asks a question on the terminal and gives the line that was typed; undefined after Ctrl-C or Ctrl-D. */
  readonly ask: (question: string) => Promise<string | undefined>;
  readonly newId: () => string;
  /** On whose account this run is, where the process knows. */
  readonly audit?: Audit;
  /** GitHub, as the environment variables name it. */
  readonly github?: {
    readonly token?: string;
    readonly apiUrl: string;
    /** OWNER/NAME */
    readonly repository?: string;
  };
  readonly git: RunGit;
  /** Resolves with the name of the signal when the process is asked to stop (SIGINT, SIGTERM). */
  readonly stopped: () => Promise<string>;
}
