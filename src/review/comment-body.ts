import { parsePlanMarker, writeMarker, type PlanMarker } from './marker.ts';

/**
 * What GitHub takes as the body of a comment or issue, in characters; beyond it answers 422.
 * https://github.com/dflook/terraform-github-actions/issues/133
 */
export const BODY_LIMIT = 65_536;

/** Of these, what stays free for "applying", "applied" or "failed, because". */
export const STATUS_LIMIT = 4_000;

/** Draws markdown that is at most `limit` UTF-16 units long. */
export type Render = (limit: number) => string;

/** Stands between what became of the plan and the plan itself. */
const PLAN_LINE = '<!-- rolekeeper plan -->';

const TOO_LONG = 'This is too long for a comment: the job summary of the run has all of it.';

export interface CommentBody {
  readonly text: string;
  /** The digests had no place: nothing can be compared with this comment. */
  readonly digestsDropped: boolean;
}

/** The body of a fresh plan: marker, then plan. Leaves {@link STATUS_LIMIT} free. */
export function composePlan(marker: PlanMarker, plan: Render): CommentBody {
  const full = writeMarker(marker);
  // Beyond hundreds of integrations with the longest names the digests would leave no room for the plan.
  const most = BODY_LIMIT / 2;
  const short = full.length > most ? writeMarker(withoutItems(marker)) : full;
  const digestsDropped = short.length > most;
  const line = digestsDropped ? writeMarker({ ...marker, digests: [] }) : short;
  const head = `${line}\n${PLAN_LINE}\n`;
  return { text: head + renderWithin(plan, BODY_LIMIT - STATUS_LIMIT - head.length), digestsDropped };
}

/** The marker without the parts of its verdicts: what fits then is the same verdict, and no lesser one. */
function withoutItems(marker: PlanMarker): PlanMarker {
  const digests = marker.digests.map((shown) => {
    const { items: _items, kept: _kept, ...verdict } = shown.verdict;
    return { ...shown, verdict };
  });
  return { ...marker, digests };
}

/** What a body says. */
export interface SaidBody {
  readonly marker: PlanMarker;
  /** What became of the plan: of each part of the marker, or of all; none over a fresh plan. */
  readonly statuses: readonly string[];
  readonly plan: string;
}

/** Stands between what two jobs of a run say. */
const PART_LINE = '<!-- rolekeeper part -->';

/** What a body of ours says; undefined of every other text. */
export function readBody(body: string): SaidBody | undefined {
  const marker = parsePlanMarker(body);
  if (marker === undefined) return undefined;
  const lines = body.split('\n');
  const start = lines.findIndex((line) => line.trimEnd() === PLAN_LINE);
  const said = lines
    .slice(1, Math.max(start, 1))
    .map((line) => (line.trimEnd() === PART_LINE ? PART_LINE : line));
  const statuses = said.length === 0 ? [] : said.join('\n').split(PART_LINE);
  return { marker, statuses: statuses.map((text) => text.trim()), plan: lines.slice(start + 1).join('\n') };
}

/** The body that says it. */
export function writeBody({ marker, statuses, plan }: SaidBody): string {
  const said = statuses.join(`\n\n${PART_LINE}\n`);
  const head = `${writeMarker(marker)}\n${statuses.length === 0 ? '' : `${said}\n\n`}${PLAN_LINE}\n`;
  const text = head + plan;
  return text.length <= BODY_LIMIT ? text : head + TOO_LONG;
}

/** A status as it stands in a body. It may quote errors: it must not end itself. */
export function drawStatus(status: Render, limit: number): string {
  return renderWithin(status, limit).replaceAll('<!--', '&lt;!--').trim();
}

/** The body with another marker and another status over the same plan. */
export function composeStatus(marker: PlanMarker, status: Render, previous: string): string {
  const plan = readBody(previous)?.plan ?? '';
  return writeBody({ marker, statuses: [drawStatus(status, STATUS_LIMIT - 100)], plan });
}

/** What is drawn, or a sentence in its place when it does not keep to the limit: a cut could end inside a fence. */
export function renderWithin(render: Render, limit: number): string {
  const text = render(limit);
  return text.length <= limit ? text : TOO_LONG;
}
