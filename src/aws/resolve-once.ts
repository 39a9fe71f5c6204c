/** A client of the SDK, by what is used here. */
interface Client {
  readonly config: object;
  readonly middlewareStack: object;
  send(command: Command, options?: { readonly abortSignal?: AbortSignal }): Promise<unknown>;
}

interface Command {
  readonly constructor: unknown;
  readonly input: object;
  readonly middlewareStack: object;
  resolveMiddleware(stack: object, config: object, options: object): Handler;
}

type Handler = (command: Command) => Promise<{ readonly output: unknown }>;

/**
 * Has a client put its middleware together once for each kind of request and each signal. The SDK does it for each request,
 * which is a tenth of what a request costs, or with the setting cacheMiddleware once, but only for requests without a signal. So
 * what a middleware knows of one call must not be in the function that is given the next middleware: calls share it.
 */
export function resolveOnce(client: Client): void {
  const send = client.send.bind(client);
  const resolved = new WeakMap<AbortSignal, Map<unknown, Handler>>();
  client.send = async (command, options) => {
    if (options?.abortSignal === undefined) return send(command, options);
    const handlers = resolved.get(options.abortSignal) ?? new Map<unknown, Handler>();
    resolved.set(options.abortSignal, handlers);
    const kind = command.constructor;
    const handler =
      handlers.get(kind) ?? command.resolveMiddleware(client.middlewareStack, client.config, options);
    handlers.set(kind, handler);
    return (await handler(command)).output;
  };
}
