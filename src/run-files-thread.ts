import { parentPort } from 'node:worker_threads';
import type { FilesRequest } from './commands/load-files.ts';
import { loadFilesHere } from './commands/load-files-here.ts';
import { readCatalogue } from './commands/read-catalogue.ts';
import type { FromThread } from './commands/load-in-thread.ts';
import { RolekeeperError } from './model/failure.ts';

/** The thread that reads the files of a command: it is told which, says what it finds as it finds it, and ends. */
const say = (message: FromThread): void => parentPort?.postMessage(message);

const asked = new Promise<FilesRequest>((resolve) => parentPort?.once('message', resolve));
try {
  // While it is not told yet which files it is to read.
  await readCatalogue();
  const result = await loadFilesHere(await asked, {
    onSettings: (scope) => say({ type: 'settings', scope }),
    onFile: (file) => say({ type: 'file', file }),
  });
  say({ type: 'loaded', result });
} catch (error) {
  if (!(error instanceof RolekeeperError)) throw error;
  const { reason, message, hint } = error;
  await asked;
  say({ type: 'failed', reason, message, ...(hint === undefined ? {} : { hint }) });
}
