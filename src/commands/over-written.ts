import type { createLogUpdate } from 'log-update';

type OverWritten = ReturnType<typeof createLogUpdate>;

/**
 * Lines that are written over on a terminal; undefined where there is none. The package tells how wide an emoji is, which
 * takes a twentieth of a short run to load: CI does not load it.
 */
export async function overWritten(
  terminal: NodeJS.WriteStream | undefined,
): Promise<OverWritten | undefined> {
  if (terminal === undefined) return undefined;
  return (await import('log-update')).createLogUpdate(terminal);
}
