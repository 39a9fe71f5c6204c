import type { Settings } from '../model/integration.ts';
import type { Session } from './session.ts';

/** Opens sessions, and closes all that it has opened. */
export interface Sessions<Opened extends Session> {
  readonly open: (settings: Settings) => Promise<Opened>;
  readonly close: () => void;
}

/** For work that closes them however it ends: a request that is still open keeps the process alive through its retries. */
export function sessionsOf<Opened extends Session>(
  open: (settings: Settings) => Promise<Opened>,
): Sessions<Opened> {
  const opened: Opened[] = [];
  return {
    open: async (settings) => {
      const session = await open(settings);
      opened.push(session);
      return session;
    },
    close: () => {
      for (const session of opened) session.close();
    },
  };
}

/** Work that opens sessions, all of which are closed however it ends. */
export async function withSessions<Opened extends Session, Result>(
  open: (settings: Settings) => Promise<Opened>,
  work: (open: (settings: Settings) => Promise<Opened>) => Promise<Result>,
): Promise<Result> {
  const sessions = sessionsOf(open);
  try {
    return await work(sessions.open);
  } finally {
    sessions.close();
  }
}
