import type { WritableSession } from '../../src/commands/session.ts';

type Call = (...values: unknown[]) => Promise<unknown>;

/** A session before each of whose requests something may happen. @param before is told which one it is */
export function interrupted(
  session: WritableSession,
  before: (request: string) => Promise<void>,
): WritableSession {
  const watched = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...values: unknown[]) => {
          await before(String(name));
          return (value as Call).apply(target, values);
        };
      },
    });
  const { stacks, writer, iam, ...rest } = session;
  return { ...rest, stacks: watched(stacks), writer: watched(writer), iam: watched(iam) };
}
