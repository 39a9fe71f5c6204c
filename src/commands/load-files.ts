import type { Checking } from '../desired/parse-scope.ts';
import type { LoadResult } from '../desired/load-result.ts';
import { begun } from '../model/begun.ts';
import type { Environment } from './environment.ts';
import type { CommonOptions } from './options.ts';
import { today } from './today.ts';

/** The folder of desired files, and what they are checked with. Plain data: it may go to another thread. */
export interface FilesRequest {
  readonly directory: string;
  readonly rehearsal?: boolean | undefined;
  /** `YYYY-MM-DD` */
  readonly today: string;
}

/** What is told of the files while they are checked. */
export type Hearing = Pick<Checking, 'onSettings' | 'onFile'>;

/** Reads and checks a folder of desired files. */
export type LoadFiles = (request: FilesRequest, hearing: Hearing) => Promise<LoadResult>;

/** Files that are being read. */
export interface Loading {
  /** Tells of them from now on, and what was told before. */
  readonly hear: (hearing: Hearing) => void;
  readonly result: Promise<LoadResult>;
}

const inThisThread: LoadFiles = async (request, hearing) =>
  (await import('./load-files-here.ts')).loadFilesHere(request, hearing);

/** Begins to read the files of a command. */
export function beginLoading(
  { desired }: Pick<CommonOptions, 'desired'>,
  { clock, rehearsal }: Pick<Environment, 'clock' | 'rehearsal'>,
  loadFiles: LoadFiles = inThisThread,
): Loading {
  const hearings: Hearing[] = [];
  const told: ((to: Hearing) => void)[] = [];
  const tell = (say: (to: Hearing) => void): void => {
    told.push(say);
    for (const hearing of hearings) say(hearing);
  };
  const result = loadFiles(
    { directory: desired, rehearsal, today: today(clock) },
    {
      onSettings: (scope) => tell((to) => to.onSettings?.(scope)),
      onFile: (file) => tell((to) => to.onFile?.(file)),
    },
  );
  return {
    hear: (hearing) => {
      hearings.push(hearing);
      for (const say of told) say(hearing);
    },
    result: begun(result),
  };
}
