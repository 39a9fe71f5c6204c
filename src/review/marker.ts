import { storedDigest } from '../model/digest.ts';
import * as z from 'zod';
import { type Claim, MOST_RUNS, packClaims, unpackClaims } from './claims.ts';
import type { PlanState, RunPoint } from './run-order.ts';

/**
 * The hidden first line of what rolekeeper writes on GitHub: `<!-- rolekeeper {json} -->`. It says what the rest of the
 * text is about, and is all that is ever read back. It counts on the first line of a comment or issue that our own
 * login wrote and edited last, and nowhere else. Another workflow of the repository has a token of the same login, so the
 * marker guards against staleness and grants nothing.
 */

/** The digest of one integration's plan as a comment shows it. */
export interface ShownIntegration {
  /** Its name; in a comment on several scopes {@link nameWithin} their folder. */
  readonly integration: string;
  /** The first {@link DIGEST_LENGTH} hexadecimal digits. */
  readonly digest: string;
  /** Since when, by GitHub's clock, the comment has shown this digest without a break. */
  readonly since: string;
  readonly verdict: ShownVerdict;
  /** It was applied: no further apply takes it for evidence. */
  readonly spent?: true;
  /** The runs that have begun to apply it, sorted; absent where none has. */
  readonly claims?: readonly Claim[];
}

/** What a comment says that reviewers were told besides the change itself. */
export interface ShownVerdict {
  /** The first {@link DIGEST_LENGTH} hexadecimal digits. */
  readonly hash: string;
  /** Since when, by GitHub's clock, the comment has shown this verdict without a break. */
  readonly since: string;
  /** The ids of the expectations that held, sorted. */
  readonly kept?: readonly string[];
  /** The ids of its items, sorted; undefined, both, where they had no room: then only the same verdict fits. */
  readonly items?: readonly string[];
}

export interface PlanMarker extends RunPoint {
  readonly kind: 'plan';
  /** The folder of the scope; of several scopes the one that holds their folders. */
  readonly scope: string;
  readonly state: PlanState;
  /**
   * Where several jobs of the run apply scopes of the folder at once: how far each has got. The state of all is the one
   * that asks for most.
   */
  readonly parts?: readonly PlanPart[];
  /** The commit of the pull request that was planned, and the one it was compared with. */
  readonly head: string;
  readonly base: string;
  /** The branch that it was planned for. */
  readonly baseRef: string;
  /** Sorted by integration. */
  readonly digests: readonly ShownIntegration[];
  /** The version of rolekeeper. */
  readonly tool: string;
  /** A new plan starts a new comment. */
  readonly closed: boolean;
}

/** What one job of a run says of the scopes that it applies. */
export interface PlanPart {
  /** The first folder of these scopes; empty for a job that applies all. */
  readonly name: string;
  readonly state: PlanState;
}

export type DriftState = 'drift' | 'clean' | 'check-failed' | 'apply-failed';

export interface DriftMarker extends RunPoint {
  readonly kind: 'drift';
  readonly scope: string;
  readonly state: DriftState;
  /** Of the drift that was last seen; empty when none was. */
  readonly digest: string;
  readonly tool: string;
  /** When the account was last read as a whole; undefined in the issues of versions that did not say it here. */
  readonly checkedAt?: string;
}

const PLAN_FORMAT = 2;
const DRIFT_FORMAT = 1;

/** The marker as the first line of a text, without a line end. */
export function writeMarker(marker: PlanMarker | DriftMarker): string {
  const data = marker.kind === 'plan' ? planData(marker) : { v: DRIFT_FORMAT, ...marker };
  return `<!-- rolekeeper ${printable(JSON.stringify(data))} -->`;
}

function planData({ parts, ...marker }: PlanMarker): z.input<typeof PLAN> {
  return {
    v: PLAN_FORMAT,
    ...marker,
    ...rowsOf(marker.digests),
    ...(parts === undefined ? {} : { parts: parts.map(({ name, state }) => [name, state]) }),
  };
}

/** The marker of a plan comment; undefined for every other text. */
export function parsePlanMarker(text: string): PlanMarker | undefined {
  const parsed = PLAN.safeParse(jsonOf(text));
  if (!parsed.success) return undefined;
  const { v: _format, digests, times, runs = [], parts = [], ...rest } = parsed.data;
  const shown = Object.entries(digests).map(([integration, row]) =>
    shownOf(integration, row, { times, runs }),
  );
  if (shown.some((one) => one === undefined)) return undefined;
  return {
    ...rest,
    digests: sortDigests(shown.filter((one) => one !== undefined)),
    ...(parts.length === 0 ? {} : { parts: parts.map(([name, state]) => ({ name, state })) }),
  };
}

/** The marker of a drift issue; undefined for every other text. */
export function parseDriftMarker(text: string): DriftMarker | undefined {
  const parsed = DRIFT.safeParse(jsonOf(text));
  if (!parsed.success) return undefined;
  const { v: _format, checkedAt, ...rest } = parsed.data;
  return { ...rest, ...(checkedAt === undefined ? {} : { checkedAt }) };
}

/** How a comment on a folder of scopes names an integration of one of them: `prod/datadog`. */
export function nameWithin(folder: string, scope: string, integration: string): string {
  const below = pathBelow(folder, scope);
  return below === undefined || below === '' ? integration : `${below}/${integration}`;
}

/** Whether a comment on a folder speaks of a scope: it is that scope, or holds its folder. */
export function speaksOf({ scope }: Pick<PlanMarker, 'scope'>, of: string): boolean {
  return pathBelow(scope, of) !== undefined;
}

/** What a marker says of one scope, with integrations by their own names; undefined where it speaks of others. */
export function markerOf(marker: PlanMarker, scope: string): PlanMarker | undefined {
  const below = pathBelow(marker.scope, scope);
  if (below === undefined) return undefined;
  const prefix = below === '' ? '' : `${below}/`;
  const digests = marker.digests
    .filter(
      ({ integration }) => integration.startsWith(prefix) && !integration.slice(prefix.length).includes('/'),
    )
    .map((shown) => ({ ...shown, integration: shown.integration.slice(prefix.length) }));
  return { ...marker, scope, digests };
}

function pathBelow(folder: string, scope: string): string | undefined {
  if (folder === scope) return '';
  if (folder === '.') return scope;
  return scope.startsWith(`${folder}/`) ? scope.slice(folder.length + 1) : undefined;
}

/** Sorts by integration, the way markers hold digests. */
export function sortDigests(digests: readonly ShownIntegration[]): readonly ShownIntegration[] {
  return [...digests].sort((a, b) => (a.integration < b.integration ? -1 : 1));
}

/** Printable ASCII without angle brackets: such a line cannot end the HTML comment that holds it. */
function printable(json: string): string {
  return json.replace(
    /[^ -;=?-~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function jsonOf(text: string): unknown {
  const json = /^<!-- rolekeeper (\{[ -;=?-~]*\}) -->\r?(?:\n|$)/.exec(text)?.[1];
  if (json === undefined) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Each time once, and of each integration a row: hundreds of them have to fit beside the plan. */
function rowsOf(
  digests: readonly ShownIntegration[],
): Pick<z.input<typeof PLAN>, 'times' | 'digests' | 'runs'> {
  const times = [...new Set(digests.flatMap(({ since, verdict }) => [since, verdict.since]))].sort();
  const { runs, packed: claimsOf } = packClaims(digests.map(({ claims = [] }) => claims));
  const rows = sortDigests(digests).map(({ integration, digest, since, verdict, spent, claims }) => {
    const row: z.input<typeof ROW> = [
      packed(digest),
      times.indexOf(since),
      packed(verdict.hash),
      times.indexOf(verdict.since),
      verdict.kept?.join('') ?? null,
      spent === true ? 1 : claims === undefined ? 0 : claimsOf(claims),
      verdict.items?.join('') ?? null,
    ];
    return [integration, row] as const;
  });
  return { times, digests: Object.fromEntries(rows), ...(runs.length === 0 ? {} : { runs }) };
}

function shownOf(
  integration: string,
  [digest, since, hash, verdictSince, kept, spent, items]: z.infer<typeof ROW>,
  {
    times,
    runs,
  }: { readonly times: readonly string[]; readonly runs: readonly (readonly [number, number])[] },
): ShownIntegration | undefined {
  const [at, verdictAt] = [times[since], times[verdictSince]];
  const claims = typeof spent === 'string' ? unpackClaims(spent, runs) : [];
  if (at === undefined || verdictAt === undefined || claims === undefined) return undefined;
  return {
    integration,
    digest: unpacked(digest),
    since: at,
    verdict: {
      hash: unpacked(hash),
      since: verdictAt,
      ...(kept === null ? {} : { kept: idsIn(kept) }),
      ...(items === null ? {} : { items: idsIn(items) }),
    },
    ...(spent === 1 ? { spent: true } : claims.length > 0 ? { claims } : {}),
  };
}

function idsIn(text: string): readonly string[] {
  return text.match(/.{8}/g) ?? [];
}

/** 32 hexadecimal digits as 22 characters. */
function packed(digest: string): string {
  return Buffer.from(storedDigest(digest), 'hex').toString('base64url');
}

function unpacked(text: string): string {
  return Buffer.from(text, 'base64url').toString('hex');
}

const commit = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);
const count = z.int().min(1);
/** With the folder before it in a comment on several scopes. */
const integration = z.string().regex(/^(?:[^/]{1,255}\/){0,8}[A-Za-z][A-Za-z0-9-]{0,127}$/);
const digest = z.string().regex(/^[A-Za-z0-9_-]{21}[AQgw]$/);
const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const scope = z.string().min(1).max(500);
const tool = z.string().max(100);

const index = z.int().min(0);
const items = z.string().regex(/^(?:[A-Za-z0-9_-]{8})*$/);
const claims = z.string().regex(/^(?:(?:\.|[A-Za-z0-9_-]{8})[0-9a-z])+$/);
const ROW = z.tuple([
  digest,
  index,
  digest,
  index,
  items.nullable(),
  z.union([z.literal(0), z.literal(1), claims]),
  items.nullable(),
]);

const state = z.enum(['planned', 'applying', 'interrupted', 'applied', 'failed']);

const PLAN = z.strictObject({
  v: z.literal(PLAN_FORMAT),
  kind: z.literal('plan'),
  scope,
  state,
  parts: z
    .array(z.tuple([z.string().max(500), state]))
    .max(500)
    .optional(),
  head: commit,
  base: commit,
  run: count,
  attempt: count,
  baseRef: z.string().min(1).max(255),
  times: z.array(time).max(1_000),
  /** Those that claims are of. */
  runs: z
    .array(z.tuple([count, count]))
    .max(MOST_RUNS)
    .optional(),
  digests: z.record(integration, ROW),
  tool,
  closed: z.boolean(),
});

const DRIFT = z.strictObject({
  v: z.literal(DRIFT_FORMAT),
  kind: z.literal('drift'),
  scope,
  state: z.enum(['drift', 'clean', 'check-failed', 'apply-failed']),
  run: count,
  attempt: count,
  digest: z.string().regex(/^[0-9a-f]{0,64}$/),
  tool,
  checkedAt: time.optional(),
});
