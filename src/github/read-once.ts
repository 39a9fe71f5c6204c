import type { GitHubConnection } from './github-client.ts';

type Read<Keys extends readonly string[], Value> = (
  connection: GitHubConnection,
  ...keys: Keys
) => Promise<Value>;

/**
 * A read of what never changes, such as the files of a commit, or of what a run may see as it was when it first asked: a
 * run asks for it once, however many scopes it is about.
 * GitHub allows the token of a workflow 1,000 requests in an hour
 * (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#primary-rate-limit-for-github_token-in-github-actions).
 * What failed is asked again.
 */
export function readOnce<Keys extends readonly string[], Value>(read: Read<Keys, Value>): Read<Keys, Value> {
  const known = new WeakMap<GitHubConnection, Map<string, Promise<Value>>>();
  return (connection, ...keys) => {
    const own = known.get(connection) ?? new Map<string, Promise<Value>>();
    known.set(connection, own);
    const key = keys.join('\n');
    const answer = own.get(key) ?? forgetting(own, key, () => read(connection, ...keys));
    own.set(key, answer);
    return answer;
  };
}

async function forgetting<Value>(
  known: Map<string, Promise<Value>>,
  key: string,
  read: () => Promise<Value>,
): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    known.delete(key);
    throw error;
  }
}
