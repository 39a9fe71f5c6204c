import type { Environment } from '../commands/environment.ts';

/** Makes the action of a command: the command gets its environment, and the program its exit code. */
export type Runner = <Options>(
  command: (options: Options, environment: Environment) => Promise<number>,
) => (options: Options & { color?: boolean }) => Promise<void>;
