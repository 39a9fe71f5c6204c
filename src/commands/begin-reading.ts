import type { EarlySessions } from './early-sessions.ts';
import type { Environment } from './environment.ts';
import { beginLoading, type Loading } from './load-files.ts';
import type { CommonOptions } from './options.ts';
import type { OpenSession } from './session.ts';

/** What is under way before a command is loaded that is about files and the account beside them. */
export interface Begun {
  readonly loading?: Loading | undefined;
  /** Where the account is read while the files are checked. */
  readonly early?: EarlySessions | undefined;
}

/**
 * Begins to read the files where the environment has a thread for them, and as soon as it tells whose account it is, the
 * account. With `only`, what is read of it is decided by the files; with `live` nothing is.
 */
export async function beginReading(
  options: Pick<CommonOptions, 'desired' | 'only'> & { readonly live?: string },
  environment: Environment,
  open: () => Promise<OpenSession>,
  live: 'all' | 'wanted',
): Promise<Begun & { readonly open: OpenSession }> {
  const { loadFiles } = environment;
  if (loadFiles === undefined) return { open: await open() };
  const loading = beginLoading(options, environment, loadFiles);
  if (options.only !== undefined || options.live !== undefined) return { open: await open(), loading };
  const [opened, { earlySessions }] = await Promise.all([open(), import('./early-sessions.ts')]);
  const early = earlySessions(opened, live);
  loading.hear(early.hearing);
  return { open: opened, loading, early };
}
