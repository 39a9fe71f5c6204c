/** One review of a pull request, as GitHub lists them: oldest first. */
export interface Review {
  readonly reviewer: string;
  readonly isBot: boolean;
  /** Whether the reviewer may push to the repository: GitHub counts no other approvals either. */
  readonly mayWrite: boolean;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'DISMISSED' | 'COMMENTED' | 'PENDING';
  /** Undefined for a review that is not submitted. */
  readonly submittedAt: string | undefined;
  /** The commit that was reviewed; empty where GitHub does not say. */
  readonly commit: string;
}

/** What reviewers think of a pull request now. */
export interface Opinions {
  readonly approvals: readonly { readonly reviewer: string; readonly at: string; readonly commit: string }[];
  readonly changesRequestedBy: readonly string[];
}

/**
 * The latest opinion of each reviewer. As on GitHub, a comment leaves the opinion of before, and a dismissed review
 * leaves none. Bots, those who may not push, and the author of the pull request have no say; an account that pushed or wrote
 * a commit of it can ask for changes and does not approve.
 *
 * @param contributors the logins behind the commits of the pull request
 */
export function opinionsOf(
  reviews: readonly Review[],
  author: string,
  contributors: readonly string[] = [],
): Opinions {
  const latest = new Map<string, Review>();
  for (const review of reviews.filter((item) => counts(item, author))) {
    latest.set(review.reviewer.toLowerCase(), review);
  }
  const opinions = [...latest.values()];
  const wrote = (reviewer: string): boolean => contributors.some((login) => sameLogin(login, reviewer));
  return {
    approvals: opinions.flatMap(({ state, reviewer, submittedAt, commit }) =>
      state === 'APPROVED' && submittedAt !== undefined && !wrote(reviewer)
        ? [{ reviewer, at: submittedAt, commit }]
        : [],
    ),
    changesRequestedBy: opinions
      .filter(({ state }) => state === 'CHANGES_REQUESTED')
      .map(({ reviewer }) => reviewer),
  };
}

/** Whether a review says yes, no, or no longer either. */
export function isOpinion(state: Review['state']): boolean {
  return state !== 'COMMENTED' && state !== 'PENDING';
}

function counts({ state, isBot, mayWrite, reviewer }: Review, author: string): boolean {
  if (!isOpinion(state)) return false;
  return !isBot && mayWrite && !sameLogin(reviewer, author);
}

/** Whether two logins are the same. GraphQL names the author of a bot's text without the `[bot]` that REST appends. */
export function sameLogin(a: string, b: string): boolean {
  const plain = (login: string): string => login.toLowerCase().replace(/\[bot\]$/, '');
  return a !== '' && plain(a) === plain(b);
}

/** Whether a login, as REST and GraphQL's `viewer` name it, is that of an app: no person's has brackets. */
export function isBotLogin(login: string): boolean {
  return login.endsWith('[bot]');
}

/** Who wrote something, as REST says it. */
export interface Writer {
  readonly login: string;
  readonly isBot: boolean;
  /** The app whose token wrote it; absent where none did, or GitHub does not say. */
  readonly app?: WritingApp;
}

/** A GitHub App. Its slug follows its name, which can be changed and then taken by another; its id cannot. */
export interface WritingApp {
  readonly slug: string;
  readonly id?: number;
}

/** The account of GitHub, and its app, that the token of the run writes as. */
export interface OwnWriter {
  readonly login: string;
  /** The id of our app, where it is known. */
  readonly app?: number;
  /** The settings say it: what does not say which app wrote it is not ours. */
  readonly isAppRequired?: true;
}

/**
 * Whether we wrote it, by the login of our token: a person may have the login of a bot, but for its ending, and may write
 * through an app that is not ours. The id of the app decides where both are known, else its slug.
 */
export function isOurs({ login, isBot, app }: Writer, own: OwnWriter): boolean {
  if (isBot !== isBotLogin(own.login) || !sameLogin(login, own.login)) return false;
  if (own.app !== undefined && app?.id !== undefined) return app.id === own.app;
  return own.isAppRequired !== true && (app === undefined || sameLogin(app.slug, own.login));
}
