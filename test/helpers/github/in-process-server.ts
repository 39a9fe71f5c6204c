import { channel } from 'node:diagnostics_channel';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { HttpReply, HttpRequest } from './send-request.ts';
import { sendRequest } from './send-request.ts';

/** Answers a request without a connection. */
export type Respond = (wanted: HttpRequest) => Promise<HttpReply>;

/**
 * What a server of this process does with a request, called without the server: two ends of a connection take longer
 * than the answer.
 *
 * @param url where the server listens, which it need not do any more after this
 */
export async function respondentOf(url: string): Promise<Respond> {
  const listener = await listenerAt(url);
  return (wanted) =>
    new Promise((resolve, reject) => {
      const request = new Request(wanted);
      const response = new Response(resolve, reject);
      listener(
        request as unknown as IncomingMessage,
        response as unknown as ServerResponse & { req: IncomingMessage },
      );
    });
}

/** https://nodejs.org/api/diagnostics_channel.html#http */
async function listenerAt(url: string): Promise<RequestListener> {
  let found: RequestListener | undefined;
  const started = channel('http.server.request.start');
  const take = (message: unknown): void => {
    const { server } = message as { server: Server };
    [found] = server.listeners('request') as RequestListener[];
  };
  started.subscribe(take);
  await sendRequest({ method: 'GET', url, headers: {} });
  started.unsubscribe(take);
  if (found === undefined) throw new Error(`no server of this process listens at ${url}`);
  return found;
}

/** As much of an `IncomingMessage` as makes a `Request` of fetch. */
class Request {
  readonly method: string;
  readonly url: string;
  readonly headers: HttpRequest['headers'];
  private readonly text: string | undefined;

  constructor({ method, url, headers, body }: HttpRequest) {
    const { host, pathname, search } = new URL(url);
    this.method = method;
    this.url = pathname + search;
    this.headers = { host, ...headers };
    this.text = body;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    if (this.text !== undefined) yield Buffer.from(this.text);
    await Promise.resolve();
  }
}

/** As much of a `ServerResponse` as takes a `Response` of fetch. */
class Response {
  statusCode = 200;
  statusMessage = '';
  private readonly headers: Record<string, string> = {};
  private readonly chunks: Uint8Array[] = [];
  private readonly answered: (reply: HttpReply) => void;
  private readonly failed: (error: Error) => void;

  constructor(answered: (reply: HttpReply) => void, failed: (error: Error) => void) {
    this.answered = answered;
    this.failed = failed;
  }

  setHeader(name: string, value: string): void {
    this.headers[name.toLowerCase()] = value;
  }

  write(chunk: Uint8Array): boolean {
    this.chunks.push(chunk);
    return true;
  }

  end(last = ''): void {
    const text = Buffer.concat([...this.chunks, Buffer.from(last)]).toString('utf8');
    this.answered({ status: this.statusCode, headers: this.headers, text });
  }

  destroy(error?: Error): void {
    this.failed(error ?? new Error('the server broke off'));
  }
}
