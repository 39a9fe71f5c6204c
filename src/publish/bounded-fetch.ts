type Fetch = typeof globalThis.fetch;

/** Answers that carry no body by definition: https://fetch.spec.whatwg.org/#null-body-status */
const WITHOUT_BODY = new Set([101, 103, 204, 205, 304]);

/**
 * A fetch of JSON that gives up when the whole answer is not there in time. Octokit takes a body that stops half-way for an
 * empty one, so it is read here, where that is an error; so is a page of HTML from a proxy.
 */
export function fetchWithin(milliseconds: number, inner: Fetch = globalThis.fetch): Fetch {
  return async (input, init) => {
    const signal = AbortSignal.timeout(milliseconds);
    try {
      const response = await inner(input, { ...init, signal });
      const body = await response.text();
      const type = response.headers.get('content-type') ?? 'no type';
      if (response.ok && body !== '' && !type.includes('json')) {
        throw new Error(`the answer is not in the form of GitHub: ${type}`);
      }
      return new Response(WITHOUT_BODY.has(response.status) ? null : body, {
        status: response.status,
        statusText: response.statusText,
        headers: [...response.headers.entries()],
      });
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new Error(`no answer within ${milliseconds / 1_000} s`, { cause: error });
    }
  };
}
