import type { Connection, Connections } from '../../../src/aws/clients.ts';

/** One request as a client of the SDK got it, and what came of it. */
export interface Exchange {
  readonly action: string;
  readonly input: unknown;
  readonly output?: unknown;
  readonly error?: unknown;
}

/** Keeps every exchange of the clients. */
export function recording(connections: Connections, exchanges: Exchange[]): Connections {
  // `changes` shares its client with `cloudFormation`.
  const { iam, cloudFormation, sts } = connections;
  for (const { client } of [iam, cloudFormation, sts] as unknown as Connection<{ send: Send }>[]) {
    const send = client.send.bind(client);
    client.send = async (command, options) => {
      const { input, schema } = command;
      const [, , action] = schema as readonly [number, string, string];
      try {
        const output = await send(command, options);
        exchanges.push({ action, input: comparable(input), output: comparable(output) });
        return output;
      } catch (error) {
        exchanges.push({ action, input: comparable(input), error: plainError(error as Error) });
        throw error;
      }
    };
  }
  return connections;
}

type Send = (command: Command, options?: unknown) => Promise<unknown>;

interface Command {
  readonly input: unknown;
  readonly schema?: unknown;
}

function plainError(error: Error): unknown {
  const { name, message, $fault, $metadata } = error as Error & Record<string, unknown>;
  // Where no answer came, the words are those of the network, which the SDK wraps in its own.
  const words = $fault === undefined ? undefined : message;
  return comparable({ name, message: words, $fault, $metadata });
}

/**
 * Without what differs from run to run: times, ids of requests, and how long the SDK waited between attempts. Members in one
 * order, since exchanges are sorted by their text.
 */
export function comparable(value: unknown): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no time' : 'a time';
  if (typeof value === 'string') return value.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'a time');
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value)
    .filter(([name, member]) => member !== undefined && !/^(requestId|totalRetryDelay)$/.test(name))
    .map(([name, member]) => [name, comparable(member)] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members);
}

/** Requests that go out together arrive in any order. */
export function sorted<T>(items: readonly T[]): readonly T[] {
  const texts = new Map(items.map((item) => [item, JSON.stringify(item)]));
  return items.toSorted((a, b) => ((texts.get(a) ?? '') < (texts.get(b) ?? '') ? -1 : 1));
}
