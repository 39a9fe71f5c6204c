import * as z from 'zod';
import type { GitHubConnection } from './github-client.ts';
import { isOurs, type Writer } from '../review/approvals.ts';
import { WRITTEN, ownWriter, writerOf } from './own-writer.ts';

export interface Issue {
  readonly number: number;
  readonly writer: Writer;
  readonly body: string;
  readonly url: string;
  readonly open: boolean;
  readonly labels: readonly string[];
}

export interface IssueEdit {
  readonly title?: string;
  readonly body?: string;
  readonly state?: 'open' | 'completed' | 'not-planned';
  readonly labels?: readonly string[];
}

/** The issues of a repository that may be ours. */
export interface IssueStore {
  /** Those that carry the label, open and closed; where there is none of ours among them, our latest ones. */
  find(label: string, isWanted: (issue: Issue) => boolean): Promise<readonly Issue[]>;
  /** All of ours that carry the label, and our latest ones without it. */
  ours(label: string): Promise<readonly Issue[]>;
  create(issue: { readonly title: string; readonly body: string; readonly label: string }): Promise<Issue>;
  edit(number: number, edit: IssueEdit): Promise<void>;
  comment(number: number, body: string): Promise<void>;
}

const ISSUE = z.object({
  number: z.number(),
  state: z.string(),
  body: z.string().nullish(),
  html_url: z.string(),
  ...WRITTEN,
  labels: z.array(z.union([z.string(), z.object({ name: z.string().nullish() })])),
  pull_request: z.unknown().optional(),
});

const READING = { purpose: 'read the drift issue', permission: 'issues: read' } as const;
const WRITING = { purpose: 'write the drift issue', permission: 'issues: write' } as const;

/** The issues of the repository, on GitHub. */
export function issueStoreOf(connection: GitHubConnection): IssueStore {
  return {
    find: async (label, isWanted) => {
      const author = await ownWriter(connection);
      const mine = (issues: readonly Issue[]): readonly Issue[] =>
        issues.filter((issue) => isOurs(issue.writer, author) && isWanted(issue));
      const labelled = mine(await listLabelled(connection, label));
      // The label may be gone: without this look every run would open another issue.
      return labelled.length > 0 ? labelled : mine(await listLatestBy(connection, author.login));
    },

    ours: async (label) => {
      const author = await ownWriter(connection);
      const all = [
        ...(await listLabelled(connection, label)),
        ...(await listLatestBy(connection, author.login)),
      ];
      const mine = all.filter((issue) => isOurs(issue.writer, author));
      return [...new Map(mine.map((issue) => [issue.number, issue])).values()];
    },

    create: ({ title, body, label }) =>
      connection.send(WRITING, async (octokit, repository) => {
        const { data } = await octokit.rest.issues.create({ ...repository, title, body, labels: [label] });
        return issueOf(ISSUE.parse(data));
      }),

    edit: async (number, edit) => {
      await connection.send(WRITING, (octokit, repository) =>
        octokit.rest.issues.update({ ...repository, issue_number: number, ...parametersOf(edit) }),
      );
    },

    comment: async (number, body) => {
      await connection.send(WRITING, (octokit, repository) =>
        octokit.rest.issues.createComment({ ...repository, issue_number: number, body }),
      );
    },
  };
}

function listLabelled(connection: GitHubConnection, label: string): Promise<readonly Issue[]> {
  return connection.send(READING, async (octokit, repository) => {
    const rows = await octokit.paginate(octokit.rest.issues.listForRepo, {
      ...repository,
      labels: label,
      state: 'all',
      per_page: 100,
    });
    return issuesOf(rows);
  });
}

function listLatestBy(connection: GitHubConnection, creator: string): Promise<readonly Issue[]> {
  return connection.send(READING, async (octokit, repository) => {
    const { data } = await octokit.rest.issues.listForRepo({
      ...repository,
      creator,
      state: 'all',
      sort: 'updated',
      per_page: 100,
    });
    return issuesOf(data);
  });
}

/** GitHub lists pull requests as issues too: https://docs.github.com/en/rest/issues/issues#list-repository-issues */
function issuesOf(rows: unknown): readonly Issue[] {
  return z
    .array(ISSUE)
    .parse(rows)
    .filter(({ pull_request }) => pull_request === undefined)
    .map(issueOf);
}

function issueOf(data: z.infer<typeof ISSUE>): Issue {
  return {
    number: data.number,
    writer: writerOf(data),
    body: data.body ?? '',
    url: data.html_url,
    open: data.state === 'open',
    labels: data.labels.map((label) => (typeof label === 'string' ? label : (label.name ?? ''))),
  };
}

function parametersOf({ title, body, state, labels }: IssueEdit) {
  return {
    ...(title === undefined ? {} : { title }),
    ...(body === undefined ? {} : { body }),
    ...(labels === undefined ? {} : { labels: [...labels] }),
    ...(state === undefined ? {} : STATES[state]),
  };
}

const STATES = {
  open: { state: 'open', state_reason: 'reopened' },
  completed: { state: 'closed', state_reason: 'completed' },
  'not-planned': { state: 'closed', state_reason: 'not_planned' },
} as const;
