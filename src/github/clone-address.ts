/**
 * OWNER/NAME of a clone whose origin is `git@github.com:acme/infra.git`, `https://github.com/acme/infra`,
 * `ssh://git@github.com/acme/infra.git`, …; undefined where it is of another host than the API.
 */
export function repositoryOfClone(origin: string | undefined, apiUrl: string): string | undefined {
  const [, host = '', name] =
    /^(?:[a-z+]+:\/\/)?(?:[^@/]+@)?([^/:]+)(?::\d+(?=\/))?[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(
      origin ?? '',
    ) ?? [];
  return host.toLowerCase() === hostOfApi(apiUrl) ? name : undefined;
}

/** `github.com` of `https://api.github.com`, and the host of an Enterprise Server's `https://HOST/api/v3`. */
export function hostOfApi(apiUrl: string): string {
  const host = /^https?:\/\/([^/:]+)/.exec(apiUrl)?.[1] ?? '';
  return host.toLowerCase().replace(/^api\./, '');
}
