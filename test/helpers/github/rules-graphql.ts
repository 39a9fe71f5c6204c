import { json, type Call, type Reply, type Row } from './exchange.ts';
import { changedFiles } from './pull-state.ts';
import type { Rule, World } from './world.ts';

interface Variables {
  readonly id?: string;
  readonly expression?: string;
  readonly branch?: string;
}

type Answer = (variables: Variables, world: World, call: Call) => Promise<Reply> | Reply;

/** The GraphQL queries that rolekeeper sends, told apart by a field that only they ask for. */
const QUERIES: readonly (readonly [RegExp, Answer])[] = [
  [/\bviewer\s*\{\s*login\s*\}/, answerViewer],
  [/\buserContentEdits\b/, answerRevisions],
  [/\blastEditedAt\b/, answerLastEditor],
  [/\bobject\(expression:/, answerFolder],
  [/\bobject\(oid:/, answerBlobs],
  [/\bpullRequests\(states: OPEN/, answerOpenPulls],
];

export const answerGraphql: Rule = (call, world) => {
  if (call.path !== '/graphql') return undefined;
  const { query, variables } = call.body as { query: string; variables?: Variables };
  const answer = QUERIES.find(([pattern]) => pattern.test(query))?.[1];
  if (answer !== undefined) return answer(variables ?? {}, world, call);
  return json(200, { errors: [{ type: 'undefinedField', message: 'not known to the front' }] });
};

function answerViewer(_variables: Variables, world: World, call: Call): Reply {
  return json(200, { data: { viewer: { login: world.holderOf(call)?.login } } });
}

/** A bot's login has `[bot]` in `viewer` and none elsewhere, and a text that was never edited has no revisions. */
function answerRevisions({ id = '' }: Variables, world: World): Reply {
  const revisions = world.revisions.get(id);
  if (revisions === undefined) {
    const message = `Could not resolve to a node with the global id of '${id}'`;
    return json(200, { data: { node: null }, errors: [{ type: 'NOT_FOUND', path: ['node'], message }] });
  }
  const nodes = revisions.map(({ body, editor, at }): Row => ({
    diff: body,
    editedAt: at,
    editor: { login: editor.replace(/\[bot\]$/, '') },
  }));
  return json(200, { data: { node: { userContentEdits: { nodes: revisions.length > 1 ? nodes : [] } } } });
}

/** The last editor, also of a text whose history was deleted. */
function answerLastEditor({ id = '' }: Variables, world: World): Reply {
  const [last, ...before] = world.revisions.get(id) ?? [];
  if (last === undefined) {
    const message = `Could not resolve to a node with the global id of '${id}'`;
    return json(200, { data: { node: null }, errors: [{ type: 'NOT_FOUND', path: ['node'], message }] });
  }
  const isBot = last.editor.endsWith('[bot]');
  const editor = { __typename: isBot ? 'Bot' : 'User', login: last.editor.replace(/\[bot\]$/, '') };
  const node = before.length === 0 ? { lastEditedAt: null, editor: null } : { lastEditedAt: last.at, editor };
  return json(200, { data: { node } });
}

/** The answer to a token of an App that may not read contents. */
function refuseContents(world: World, call: Call): Reply | undefined {
  const holder = world.holderOf(call);
  if (holder?.type !== 'App' || holder.permissions['contents'] !== undefined) return undefined;
  const message = 'Resource not accessible by integration';
  return json(200, { data: { repository: null }, errors: [{ type: 'FORBIDDEN', message }] });
}

/** `<commit>:<folder>`; what is not there is null. */
async function answerFolder({ expression = '' }: Variables, world: World, call: Call): Promise<Reply> {
  const refused = refuseContents(world, call);
  if (refused !== undefined) return refused;
  const [commit = '', folder = ''] = expression.split(':');
  const files = await world.git.files(commit);
  const prefix = folder === '' ? '' : `${folder}/`;
  const within = [...files].filter(([path]) => path.startsWith(prefix));
  if (within.length === 0) return json(200, { data: { repository: { object: null } } });
  const names = [...new Set(within.map(([path]) => path.slice(prefix.length).split('/')[0] ?? ''))];
  const entries = await Promise.all(
    names.map(async (name): Promise<Row> => {
      const blob = files.get(prefix + name);
      if (blob === undefined) return { name, type: 'tree', object: {} };
      return { name, type: 'blob', object: { text: await world.git.read(blob), isTruncated: false } };
    }),
  );
  return json(200, { data: { repository: { object: { entries } } } });
}

/** Blobs by id, each under the name that the query gives it. */
async function answerBlobs(_variables: Variables, world: World, call: Call): Promise<Reply> {
  const refused = refuseContents(world, call);
  if (refused !== undefined) return refused;
  const { query } = call.body as { query: string };
  const asked = [...query.matchAll(/(\w+): object\(oid: "([0-9a-f]{40})"\)/g)];
  const objects = await Promise.all(
    asked.map(async ([, name = '', id = '']) => [
      name,
      { text: await world.git.read(id), isTruncated: false },
    ]),
  );
  return json(200, { data: { repository: Object.fromEntries(objects) as Row } });
}

async function answerOpenPulls({ branch }: Variables, world: World): Promise<Reply> {
  const open = [...world.pulls.values()].filter(
    (pull) => pull.baseRef === branch && pull.merged === undefined && pull.closed !== true,
  );
  const nodes = await Promise.all(
    open.reverse().map(async (pull): Promise<Row> => {
      const files = await changedFiles(world.git, pull);
      return {
        number: pull.number,
        url: `${world.origin}/acme/infra/pull/${pull.number}`,
        files: { nodes: files.slice(0, 100).map(({ filename }) => ({ path: filename })) },
      };
    }),
  );
  return json(200, { data: { repository: { pullRequests: { nodes } } } });
}
