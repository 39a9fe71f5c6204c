import type { Settings } from '../model/integration.ts';
import type { Session } from './session.ts';

/**
 * Work that opens sessions, all of which are closed however it ends: a read whose answer was not needed any more would
 * keep the process alive through all its retries.
 */
export async function withSessions<Opened extends Session, Result>(
  open: (settings: Settings) => Promise<Opened>,
  work: (open: (settings: Settings) => Promise<Opened>) => Promise<Result>,
): Promise<Result> {
  const opened: Opened[] = [];
  try {
    return await work(async (settings) => {
      const session = await open(settings);
      opened.push(session);
      return session;
    });
  } finally {
    for (const session of opened) session.close();
  }
}
