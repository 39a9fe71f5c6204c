import { begun } from '../model/begun.ts';
import type { EarlySessions } from './early-sessions.ts';
import type { Environment } from './environment.ts';
import { beginLoading, type Loading } from './load-files.ts';
import type { CommonOptions } from './options.ts';
import { readCatalogue } from './read-catalogue.ts';
import type { OpenSession } from './session.ts';

/** What is under way before a command is loaded that is about files and the account beside them. */
export interface Begun {
  readonly loading?: Loading | undefined;
  /** Where the account is read while the files are checked. */
  readonly early?: EarlySessions | undefined;
}

/** A way to open accounts, and what ends that which it has begun by itself. */
export interface Opening {
  readonly open: OpenSession;
  readonly close: () => void;
}

/**
 * Begins to read the files where the environment has a thread for them, and as soon as it tells whose account it is, the
 * account. With `only`, what is read of it is decided by the files; with `live` nothing is.
 *
 * @param opening whether it may be asked at once whose the credentials are
 */
export async function beginReading(
  options: Pick<CommonOptions, 'desired' | 'only'> & { readonly live?: string },
  environment: Environment,
  opening: (asks: boolean) => Promise<Opening>,
  live: 'all' | 'wanted',
): Promise<Begun & { readonly open: OpenSession }> {
  const { loadFiles } = environment;
  if (loadFiles === undefined) return { open: (await opening(false)).open };
  const loading = beginLoading(options, environment, loadFiles);
  if (options.only !== undefined || options.live !== undefined)
    return { open: (await opening(false)).open, loading };
  const [{ open, close }, { earlySessions }] = await Promise.all([
    opening(true),
    import('./early-sessions.ts'),
  ]);
  // Needed for what is read, and there is time until it is known what that is.
  void begun(readCatalogue());
  const sessions = earlySessions(open, live);
  loading.hear(sessions.hearing);
  const early = {
    ...sessions,
    close: () => {
      close();
      sessions.close();
    },
  };
  return { open, loading, early };
}
