import { type Render, type SaidBody, STATUS_LIMIT, drawStatus, readBody } from './comment-body.ts';
import { type Use, joinUses, withClaim, withoutClaim } from './claims.ts';
import type { PlanPart, ShownIntegration } from './marker.ts';
import { type PlanState, type RunPoint, compareMarkers, compareRuns, compareStates } from './run-order.ts';

/** What a job of a run says of a plan that stands in a comment. */
export interface SaidStatus {
  readonly run: RunPoint;
  readonly state: Exclude<PlanState, 'planned'>;
  readonly tool: string;
  /** As in {@link PlanPart}. A run that is found dead says it of all its jobs. */
  readonly part: string;
  /** By their names in the comment. */
  readonly spent: readonly string[];
  readonly claims: ReadonlyMap<string, string | undefined>;
  readonly status: Render;
}

interface Part extends PlanPart {
  readonly text: string;
}

/**
 * What several texts of one comment say together. GitHub's comments know no compare-and-swap, so two jobs that write at
 * once write over each other. What the newest run says stands, of each of its jobs what came last; and a plan that one of
 * the texts calls applied, or claimed, is.
 *
 * @param texts newest first
 */
export function joinBodies(texts: readonly string[]): SaidBody | undefined {
  const bodies = texts.map(readBody).filter((body) => body !== undefined);
  const top = bodies.reduce<SaidBody | undefined>(
    (newest, body) =>
      newest === undefined || compareMarkers(body.marker, newest.marker) > 0 ? body : newest,
    undefined,
  );
  if (top === undefined) return undefined;
  const ofRun = bodies.filter(({ marker }) => compareRuns(marker, top.marker) === 0);
  const parts = ofRun.flatMap(partsOf).reduce<readonly Part[]>((known, part) => {
    const same = known.find(({ name }) => name === part.name);
    if (same === undefined) return [...known, part];
    return compareStates(part.state, same.state) > 0 ? known.with(known.indexOf(same), part) : known;
  }, []);
  const uses = usesIn(bodies);
  const digests = top.marker.digests.map((row) => withUse(row, uses.get(instanceOf(row)) ?? {}));
  return withParts({ ...top, marker: { ...top.marker, digests } }, parts);
}

/**
 * The body once a job has said something, whatever stands there: over what a newer run says, and over what it has said
 * itself by now, nothing is written but which plans are used.
 *
 * @param isRepeated the job has said it before, and looks whether it stands
 */
export function sayStatus(
  standing: SaidBody,
  said: SaidStatus,
  isRepeated: boolean,
): { readonly body: SaidBody; readonly isOvertaken: boolean } {
  const digests = standing.marker.digests.map((row) => withUse(row, usedBy(row, said)));
  const marked = { ...standing, marker: { ...standing.marker, digests } };
  const order = compareRuns(standing.marker, said.run);
  if (order > 0) return { body: marked, isOvertaken: true };
  const parts = order === 0 ? partsOf(standing) : [];
  if (said.state === 'interrupted') return sayInterrupted(marked, parts, said);
  const own = parts.find(({ name }) => name === said.part);
  const ahead = own === undefined ? -1 : compareStates(own.state, said.state);
  if (ahead > 0 || (ahead === 0 && isRepeated)) return { body: marked, isOvertaken: ahead > 0 };
  const others = parts.filter((part) => part !== own);
  const text = drawStatus(said.status, roomBeside(others));
  return {
    body: saidNow(marked, [...others, { name: said.part, state: said.state, text }], said),
    isOvertaken: false,
  };
}

/** What the jobs of a dead run have said of their end stands. */
function sayInterrupted(
  marked: SaidBody,
  parts: readonly Part[],
  said: SaidStatus,
): { readonly body: SaidBody; readonly isOvertaken: boolean } {
  const open = parts.filter(({ state }) => state === 'applying');
  if (open.length === 0 && parts.length > 0) return { body: marked, isOvertaken: true };
  const others = parts.filter((part) => !open.includes(part));
  const text = drawStatus(said.status, roomBeside(others));
  const dead = (open.length === 0 ? [{ name: said.part }] : open).map(({ name }, index) => ({
    name,
    state: said.state,
    text: index === 0 ? text : '',
  }));
  return { body: saidNow(marked, [...others, ...dead], said), isOvertaken: false };
}

function saidNow(marked: SaidBody, parts: readonly Part[], { run, tool }: SaidStatus): SaidBody {
  return withParts({ ...marked, marker: { ...marked.marker, ...run, tool } }, parts);
}

/** The most telling first. */
const TELLING: readonly PlanState[] = ['applying', 'interrupted', 'failed', 'applied'];

function withParts({ marker, plan, statuses }: SaidBody, unsorted: readonly Part[]): SaidBody {
  if (unsorted.length === 0) return { marker, plan, statuses };
  const parts = withinRoom([...unsorted].sort((a, b) => (a.name < b.name ? -1 : 1)));
  const state = TELLING.find((one) => parts.some((part) => part.state === one)) ?? 'failed';
  const { parts: _before, ...rest } = marker;
  const isWhole = parts.length === 1 && parts[0]?.name === '';
  return {
    plan,
    statuses: parts.map(({ text }) => text),
    marker: {
      ...rest,
      state,
      closed: state === 'applied' && (isWhole || rest.digests.every(({ spent }) => spent === true)),
      ...(isWhole ? {} : { parts: parts.map(({ name, state: own }) => ({ name, state: own })) }),
    },
  };
}

function partsOf({ marker, statuses }: SaidBody): readonly Part[] {
  if (marker.state === 'planned') return [];
  const parts = marker.parts ?? [{ name: '', state: marker.state }];
  return parts.map((part, index) => ({ ...part, text: statuses[index] ?? '' }));
}

const ROOM = STATUS_LIMIT - 100;
/** What a line between two parts takes. */
const BETWEEN = 30;

/** A job has half of the room at least. */
function roomBeside(others: readonly Part[]): number {
  const taken = others.reduce((sum, { text }) => sum + text.length + BETWEEN, 0);
  return Math.max(ROOM / 2, ROOM - taken);
}

const ELSEWHERE = 'The job summary has the result.';

/** The longest texts go first, where all of them have no room. */
function withinRoom(parts: readonly Part[]): readonly Part[] {
  const size = parts.reduce((sum, { text }) => sum + text.length + BETWEEN, 0);
  const longest = parts.reduce<Part | undefined>(
    (most, part) => (most === undefined || part.text.length > most.text.length ? part : most),
    undefined,
  );
  if (size <= ROOM + BETWEEN || longest === undefined) return parts;
  const text = longest.text.length > ELSEWHERE.length ? ELSEWHERE : '';
  if (longest.text === text) return parts;
  return withinRoom(parts.map((part) => (part === longest ? { ...part, text } : part)));
}

/** A row that was shown anew since is another plan. */
function instanceOf({ integration, digest, since }: ShownIntegration): string {
  return `${integration} ${digest} ${since}`;
}

function usesIn(bodies: readonly SaidBody[]): ReadonlyMap<string, Use> {
  const uses = new Map<string, Use>();
  for (const row of bodies.flatMap(({ marker }) => marker.digests)) {
    uses.set(instanceOf(row), joinUses(uses.get(instanceOf(row)) ?? {}, row));
  }
  return uses;
}

function usedBy(row: ShownIntegration, { run, spent, claims }: SaidStatus): Use {
  if (spent.includes(row.integration)) return { spent: true };
  if (!claims.has(row.integration)) return row;
  const stack = claims.get(row.integration);
  return stack === undefined ? withoutClaim(row, run) : withClaim(row, { ...run, stack });
}

function withUse({ spent: _spent, claims: _claims, ...row }: ShownIntegration, use: Use): ShownIntegration {
  return { ...row, ...joinUses({}, use) };
}
