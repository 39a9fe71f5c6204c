import * as z from 'zod';
import { RolekeeperError } from '../model/failure.ts';
import { problemOf, type TokenPermission } from './github-error.ts';
import type { GitHubConnection } from './github-client.ts';
import { type OwnWriter, type Writer, isBotLogin, sameLogin } from '../review/approvals.ts';
import { WRITTEN, ownWriter, writerOf } from './own-writer.ts';

export interface Comment {
  readonly id: number;
  /** For GraphQL. */
  readonly nodeId: string;
  readonly writer: Writer;
  readonly body: string;
  readonly url: string;
}

/** The comments of one pull request or issue. */
export interface CommentStore {
  /** All of them, oldest first, and what time it was on GitHub's clock. */
  list(): Promise<{ readonly comments: readonly Comment[]; readonly at: string }>;
  create(body: string): Promise<Comment>;
  /** `gone` when it is deleted. */
  update(comment: Comment, body: string): Promise<'updated' | 'gone'>;
  remove(comment: Comment): Promise<void>;
  /** What we ever wrote into it, newest first; `unknown` where GitHub does not tell. */
  revisions(comment: Comment): Promise<readonly string[] | 'gone' | 'unknown'>;
  /** Who edited it last: we, if only by writing it, or another; `unknown` where GitHub does not tell. */
  lastEditor(comment: Comment): Promise<'own' | 'other' | 'unknown'>;
  /** The account, and its app, that the comments of the run are written as. */
  author(): Promise<OwnWriter>;
}

const COMMENT = z.object({
  id: z.number(),
  node_id: z.string(),
  body: z.string().nullish(),
  html_url: z.string(),
  ...WRITTEN,
});

const REVISIONS = z.object({
  node: z
    .object({
      userContentEdits: z
        .object({
          nodes: z.array(
            z.object({ diff: z.string().nullish(), editor: z.object({ login: z.string() }).nullish() }),
          ),
        })
        .nullish(),
    })
    .nullable(),
});

/**
 * The newest revisions; each `diff` is the whole text at that time
 * (https://docs.github.com/en/graphql/reference/objects#usercontentedit).
 */
const REVISIONS_QUERY = `query ($id: ID!) {
  node(id: $id) { ... on IssueComment { userContentEdits(first: 20) { nodes { diff editor { login } } } } }
}`;

/**
 * The last editor stands here even where what was edited is deleted from the history
 * (https://docs.github.com/en/graphql/reference/objects#issuecomment).
 */
const LAST_EDITOR_QUERY = `query ($id: ID!) {
  node(id: $id) { ... on IssueComment { lastEditedAt editor { __typename login } } }
}`;

const LAST_EDITOR = z.object({
  node: z.object({
    lastEditedAt: z.string().nullable(),
    editor: z.object({ __typename: z.string(), login: z.string() }).nullable(),
  }),
});

/**
 * The comments of a pull request, on GitHub.
 *
 * @param app the id of the app that writes ours, where the settings say it
 */
export function commentStoreOf(
  connection: GitHubConnection,
  pullRequest: number,
  app?: number,
): CommentStore {
  const need = (verb: string, permission: TokenPermission) => ({
    purpose: `${verb} pull request #${pullRequest}`,
    permission,
  });
  const reading = need('read the comments on', 'pull-requests: read');
  const writing = need('write the comment on', 'pull-requests: write');
  let wroteAs: string | undefined;

  return {
    list: () => allComments(connection, reading, pullRequest),

    create: (body) =>
      connection.send(writing, async (octokit, repository) => {
        const { data } = await octokit.rest.issues.createComment({
          ...repository,
          issue_number: pullRequest,
          body,
        });
        const comment = commentOf(COMMENT.parse(data));
        wroteAs = comment.writer.login;
        return comment;
      }),

    update: (comment, body) =>
      unlessGone('updated', () =>
        connection.send(writing, (octokit, repository) =>
          octokit.rest.issues.updateComment({ ...repository, comment_id: comment.id, body }),
        ),
      ),

    remove: async (comment) => {
      await unlessGone('removed', () =>
        connection.send(writing, (octokit, repository) =>
          octokit.rest.issues.deleteComment({ ...repository, comment_id: comment.id }),
        ),
      );
    },

    revisions: (comment) => revisionsOf(connection, reading, comment),

    lastEditor: (comment) => lastEditorOf(connection, reading, comment),

    author: () => ownWriter({ ...connection, identity: async () => wroteAs ?? connection.identity() }, app),
  };
}

type Need = Parameters<GitHubConnection['send']>[0];

function allComments(
  connection: GitHubConnection,
  need: Need,
  pullRequest: number,
): ReturnType<CommentStore['list']> {
  return connection.send(need, async (octokit, repository) => {
    const comments: Comment[] = [];
    let at = '';
    const pages = octokit.paginate.iterator(octokit.rest.issues.listComments, {
      ...repository,
      issue_number: pullRequest,
      per_page: 100,
    });
    for await (const page of pages) {
      comments.push(...z.array(COMMENT).parse(page.data).map(commentOf));
      at = page.headers.date ?? at;
    }
    return { comments: comments.sort((a, b) => a.id - b.id), at: timeOf(at) };
  });
}

async function revisionsOf(
  connection: GitHubConnection,
  need: Need,
  { nodeId }: Comment,
): ReturnType<CommentStore['revisions']> {
  try {
    const answer = await connection.send(need, (octokit) => octokit.graphql(REVISIONS_QUERY, { id: nodeId }));
    return ownRevisions(answer, await connection.identity());
  } catch (error) {
    // A missing history costs a safeguard, not the comment.
    if (problemOf(error) === 'not-found') return 'gone';
    if (error instanceof RolekeeperError) return 'unknown';
    throw error;
  }
}

async function lastEditorOf(
  connection: GitHubConnection,
  need: Need,
  { nodeId }: Comment,
): ReturnType<CommentStore['lastEditor']> {
  try {
    const answer = await connection.send(need, (octokit) =>
      octokit.graphql(LAST_EDITOR_QUERY, { id: nodeId }),
    );
    return lastEditorIn(answer, await connection.identity());
  } catch (error) {
    if (error instanceof RolekeeperError) return 'unknown';
    throw error;
  }
}

function ownRevisions(answer: unknown, identity: string): readonly string[] | 'gone' | 'unknown' {
  const parsed = REVISIONS.safeParse(answer);
  if (!parsed.success) return 'unknown';
  if (parsed.data.node === null) return 'gone';
  const nodes = parsed.data.node.userContentEdits?.nodes;
  if (nodes === undefined) return 'unknown';
  return nodes
    .filter(({ editor }) => editor !== undefined && editor !== null && sameLogin(editor.login, identity))
    .flatMap(({ diff }) => (typeof diff === 'string' ? [diff] : []));
}

function lastEditorIn(answer: unknown, identity: string): 'own' | 'other' | 'unknown' {
  const parsed = LAST_EDITOR.safeParse(answer);
  if (!parsed.success) return 'unknown';
  const { lastEditedAt, editor } = parsed.data.node;
  if (lastEditedAt === null) return 'own';
  // An account that is gone edited it.
  if (editor === null) return 'other';
  const isOwnSort = (editor.__typename === 'Bot') === isBotLogin(identity);
  return isOwnSort && sameLogin(editor.login, identity) ? 'own' : 'other';
}

async function unlessGone<Done extends string>(
  done: Done,
  write: () => Promise<unknown>,
): Promise<Done | 'gone'> {
  try {
    await write();
    return done;
  } catch (error) {
    if (problemOf(error) === 'not-found') return 'gone';
    throw error;
  }
}

function commentOf(data: z.infer<typeof COMMENT>): Comment {
  return {
    id: data.id,
    nodeId: data.node_id,
    writer: writerOf(data),
    body: data.body ?? '',
    url: data.html_url,
  };
}

/** The `Date` header as markers hold times, to the second. */
function timeOf(header: string): string {
  const date = new Date(header);
  if (!Number.isNaN(date.getTime())) return `${date.toISOString().slice(0, 19)}Z`;
  throw new RolekeeperError(
    'github',
    `GitHub's answer carries no date (${header === '' ? 'none' : header})`,
    {
      hint: 'check GITHUB_API_URL, and whether a proxy answers in place of GitHub',
    },
  );
}
