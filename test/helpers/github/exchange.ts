/** One request to the front, taken apart. */
export interface Call {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined when there was none. */
  readonly body: unknown;
  readonly token: string | undefined;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** JSON that a test trusts. */
export type Row = Readonly<Record<string, unknown>>;

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers, body };
}

/** GitHub's error shape. */
export function problem(status: number, message: string, more: Row = {}): Reply {
  return json(status, {
    message,
    ...more,
    documentation_url: 'https://docs.github.com/rest',
    status: String(status),
  });
}

/** One page of rows, with GitHub's `Link` header; `per_page` is 30 unless told, and 100 at most. */
export function page(call: Call, rows: readonly unknown[], origin: string): Reply {
  const size = Math.min(Number(call.query.get('per_page') ?? 30), 100);
  const number = Number(call.query.get('page') ?? 1);
  const last = Math.max(1, Math.ceil(rows.length / size));
  const link = (rel: string, to: number): string => {
    const query = new URLSearchParams(call.query);
    query.set('page', String(to));
    return `<${origin}${call.path}?${query.toString()}>; rel="${rel}"`;
  };
  const links = number < last ? [link('next', number + 1), link('last', last)] : [];
  return json(
    200,
    rows.slice((number - 1) * size, number * size),
    links.length === 0 ? {} : { link: links.join(', ') },
  );
}
