import { Worker } from 'node:worker_threads';
import { begun } from '../model/begun.ts';
import type { LoadResult } from '../desired/load-result.ts';
import type { CheckedFile } from '../desired/parse-scope.ts';
import { RolekeeperError, type FailureReason } from '../model/failure.ts';
import type { Scope } from '../model/integration.ts';
import type { FilesRequest, Hearing } from './load-files.ts';

/** What the thread says. */
export type FromThread =
  | { readonly type: 'settings'; readonly scope: Pick<Scope, 'directory' | 'settings'> }
  | { readonly type: 'file'; readonly file: CheckedFile }
  | { readonly type: 'loaded'; readonly result: LoadResult }
  | {
      readonly type: 'failed';
      readonly reason: FailureReason;
      readonly message: string;
      readonly hint?: string;
    };

interface FilesThread {
  readonly worker: Worker;
  /** Rejects when it ends, whatever it has said. */
  readonly ended: Promise<never>;
}

let started: FilesThread | undefined;

/** Starts the thread before it is known which files it is to read: it takes a while to load what it reads them with. */
export function startFilesThread(): void {
  started = newThread();
}

function newThread(): FilesThread {
  const worker = new Worker(new URL('files-thread.js', import.meta.url));
  const ended = new Promise<never>((_resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`the thread that reads the files ended with ${code}`)));
  });
  return { worker, ended: begun(ended) };
}

/**
 * Reads the files in a thread of their own: they are checked while this one loads the SDK, and while AWS answers.
 *
 * @throws whatever ended the thread
 */
export async function loadFilesInThread(request: FilesRequest, hearing: Hearing): Promise<LoadResult> {
  const { worker, ended } = started ?? newThread();
  started = undefined;
  const loaded = new Promise<LoadResult>((resolve, reject) => {
    worker.on('message', (message: FromThread) => {
      if (message.type === 'settings') hearing.onSettings?.(message.scope);
      if (message.type === 'file') hearing.onFile?.(message.file);
      if (message.type === 'loaded') resolve(message.result);
      if (message.type === 'failed') {
        const { reason, hint } = message;
        reject(new RolekeeperError(reason, message.message, hint === undefined ? {} : { hint }));
      }
    });
  });
  worker.postMessage(request);
  return Promise.race([loaded, ended]);
}
