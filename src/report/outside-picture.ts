import type { AssessedEntry, AssessedIntegration, AssessedPlan } from '../model/assessment.ts';
import type { Party, Proof } from '../model/inventory.ts';
import type { Becomes, OutsideReach, OutsideWay } from '../model/outside.ts';
import { dangerOrder, type RankedCaution } from './caution-order.ts';
import { codeSpan } from './escape-markdown.ts';
import { isDriftOnly } from './markdown-drift-section.ts';
import { mermaidText } from './mermaid-label.ts';
import { REACH_WORDS } from './reach-words.ts';
import { sayAnybody } from './say-outsider.ts';

/**
 * GitHub draws diagrams of up to 50,000 characters and 500 edges (the defaults of Mermaid), and shrinks them to the width
 * that there is. A reader takes in far less, and on a phone three boxes beside each other are as many as can be read: what
 * is wider is drawn in rows.
 * https://mermaid.js.org/config/schema-docs/config.html#maxtextsize
 */
const MOST_BESIDE = 3;
/** Of one role, which cannot be drawn in rows. */
const MOST_OF_ONE = 4;
const LONGEST_PICTURE = 6_000;
/** Of more roles than are named beside it, the words are the better report. */
const MOST_LEFT = 3;

/**
 * What a reviewer sees without scrolling, in pixels of a desktop: further rows than that are left to the words. They cannot
 * be folded: in a closed fold GitHub draws no diagram whose edges have words.
 * https://github.com/mermaid-js/mermaid/issues/3504
 */
const SCREEN = 900;
const BESIDE_ROWS = 210;
const CAUTION_LINE = 25;
const CAUTION_FRAME = 60;
/** A party above a role; and a box below it, without its lines. */
const ROW = 211;
const BOX = 72;
const LINE = 24;

/** One party, one role and one thing that it reaches are a sentence, and the caution has it. */
const FEWEST_EDGES = 3;

/** One role with all that is drawn of it. */
interface Part {
  readonly entry: AssessedEntry;
  /** Nothing of it comes to be while that is so. */
  readonly isBlocked: boolean;
  readonly ways: readonly OutsideWay[];
  /** A box for each of what is new, what is lost and what stays. */
  readonly boxes: readonly { readonly becomes: Becomes; readonly parts: readonly OutsideReach[] }[];
}

type Row = readonly Part[];

/**
 * Diagrams, which GitHub draws, of who outside reaches what through the roles that a plan moves, in the order of the
 * cautions above them; what is new and what is lost is marked. As many as there is room for below so many lines of
 * cautions, the others by name. Empty where it would not fit, and where it would say no more than one sentence.
 */
export function outsidePicture(
  { integrations }: AssessedPlan,
  cautions: readonly RankedCaution[],
  cautionLines: number,
): string {
  const placeOf = dangerOrder(cautions, ({ entry }) => entry);
  const parts = integrations
    .filter(({ observed }) => !observed)
    .flatMap((integration) => integration.entries.filter(isDrawn).flatMap((one) => partOf(one, integration)))
    // What is blocked and would close something is all words: that it stays is what there is to say.
    .filter((part) => !part.isBlocked || opens(part))
    // Where no caution tells them apart, what opens comes before what closes.
    .sort((a, b) => placeOf(a.entry) - placeOf(b.entry) || Number(opens(b)) - Number(opens(a)));
  const edges = parts.flatMap(edgesOf);
  if (!edges.some(isTelling) || edges.length < FEWEST_EDGES) return '';
  const rows = rowsOf(parts);
  const shown = firstOf(
    rows,
    SCREEN - BESIDE_ROWS - (cautionLines > 0 ? CAUTION_FRAME + cautionLines * CAUTION_LINE : 0),
  );
  if (shown.some((row) => widthOf(row) > MOST_OF_ONE)) return '';
  const left = rows.slice(shown.length).flat();
  if (left.length > MOST_LEFT) return '';
  const text = [...shown.map(mermaidOf), sayLegend(shown.flat(), left)].join('\n\n');
  return text.length > LONGEST_PICTURE ? '' : text;
}

/** The worst is drawn whatever room there is. */
function firstOf(rows: readonly Row[], room: number): readonly Row[] {
  let height = 0;
  const end = rows.findIndex((row, index) => {
    height += heightOf(row);
    return index > 0 && height > room;
  });
  return end === -1 ? rows : rows.slice(0, end);
}

function heightOf(row: Row): number {
  const boxes = row.flatMap((part) => part.boxes.map((box) => BOX + sayBox(box).split('<br>').length * LINE));
  const blocked = row.some(({ isBlocked }) => isBlocked) ? LINE : 0;
  return ROW + blocked + Math.max(0, ...boxes);
}

function sayLegend(shown: Row, left: Row): string {
  const signs = 'Red: new with this change. Dashed: gone with it. Thin: as before.';
  const blocked = shown.some(({ isBlocked }) => isBlocked) ? ' Blocked: not applied while that is so.' : '';
  const names = left.map(({ entry }) => codeSpan(entry.address)).join(', ');
  return `<sub>${signs}${blocked}${names === '' ? '' : ` Not drawn: ${names}.`}</sub>`;
}

function edgesOf({ ways, boxes }: Part): readonly (OutsideWay | OutsideReach)[] {
  return [...ways, ...boxes.flatMap(({ parts }) => parts)];
}

function opens(part: Part): boolean {
  return edgesOf(part).some(({ becomes }) => becomes === 'new');
}

/** What only describes things more or less is no picture: a sentence says it. */
function isTelling(edge: OutsideWay | OutsideReach): boolean {
  return edge.becomes !== 'kept' && !('level' in edge && edge.level === 'reads');
}

/** What only reverts an edit is not drawn: the cautions have that. */
function isDrawn(entry: AssessedEntry): boolean {
  const { outside, action, movedBy } = entry;
  if (outside?.reach === undefined || isDriftOnly(entry)) return false;
  return action !== 'none' || movedBy !== undefined;
}

const ORDER: readonly Becomes[] = ['new', 'lost', 'kept'];

/** Beside what moves, what stays is drawn too: a new party reaches it, a new reach is added to it, and what is lost is not all. */
function partOf(entry: AssessedEntry, { blockers }: AssessedIntegration): readonly Part[] {
  const { ways, reach = [] } = entry.outside ?? { ways: [] };
  const isMoved = [...ways, ...reach].some(({ becomes }) => becomes !== 'kept');
  if (!isMoved || ways.length === 0) return [];
  // Of a role that is closed to the outside, what it could do matters no more.
  const isClosed = ways.every(({ becomes }) => becomes === 'lost');
  const boxes = (isClosed ? [] : ORDER).flatMap((becomes) => {
    const parts = reach.filter((one) => one.becomes === becomes);
    return parts.length === 0 ? [] : [{ becomes, parts }];
  });
  return [{ entry, isBlocked: blockers.length + entry.blockers.length > 0, ways, boxes }];
}

/** Parts beside each other as far as there is room; those of one party stand together. */
function rowsOf(parts: Row): readonly Row[] {
  const rows: Part[][] = [];
  for (const part of parts) {
    const row = rows.at(-1);
    if (row !== undefined && widthOf([...row, part]) <= MOST_BESIDE) row.push(part);
    else rows.push([part]);
  }
  return rows;
}

function widthOf(parts: Row): number {
  const parties = new Set(parts.flatMap(({ ways }) => ways.map(({ party }) => JSON.stringify(party))));
  const boxes = parts.reduce((sum, part) => sum + Math.max(1, part.boxes.length), 0);
  return Math.max(boxes, parties.size);
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly words: string;
  readonly becomes: Becomes;
}

interface Drawing {
  /** Finished labels by id. */
  readonly nodes: Map<string, string>;
  readonly edges: Edge[];
  readonly ids: Map<string, string>;
}

function draw(part: Part, drawing: Drawing): void {
  const { entry, isBlocked, ways, boxes } = part;
  const { address } = entry;
  const label = `${mermaidText(address)}${isBlocked ? '<br>blocked' : ''}`;
  const role = node('r', address, `(["${label}"])`, drawing);
  for (const { party, proof, becomes } of ways) {
    const from = node('p', JSON.stringify(party), `["${sayPartyLabel(party)}"]`, drawing);
    drawing.edges.push({ from, to: role, words: sayProofLabel(proof, party), becomes });
  }
  for (const box of boxes) {
    const to = node('t', `${address} ${box.becomes}`, `["${sayBox(box)}"]`, drawing);
    drawing.edges.push({ from: role, to, words: '', becomes: box.becomes });
  }
}

function sayBox({ parts }: Part['boxes'][number]): string {
  return parts.map(sayReachLabel).join('<br>');
}

function node(prefix: string, key: string, shape: string, { nodes, ids }: Drawing): string {
  const known = ids.get(prefix + key);
  if (known !== undefined) return known;
  const id = `${prefix}${ids.size}`;
  ids.set(prefix + key, id);
  nodes.set(id, shape);
  return id;
}

function sayPartyLabel(party: Party): string {
  switch (party.party) {
    case 'anybody':
      return sayAnybody(party);
    case 'vendor':
      return `${mermaidText(party.name)}<br>account ${mermaidText(party.account)}`;
    case 'own-account':
      return `own AWS account<br>${mermaidText(party.account)}`;
    case 'organization':
      return `organization<br>${mermaidText(party.id)}`;
    case 'unknown-account':
      return `unknown AWS account<br>${mermaidText(party.account)}`;
    case 'identity-provider':
      return `identities of<br>${mermaidText(party.name)}`;
    case 'unclear':
      return 'cannot be judged';
    case 'key-holder':
      return 'access keys';
    case 'password-holder':
      return 'password';
  }
}

const PROOFS: Readonly<Record<Proof['proof'], string>> = {
  'external-id': 'external id',
  organization: 'organization',
  subject: 'subject',
  conditions: 'conditions',
  assertion: 'assertion',
  'access-key': 'access key',
  password: 'password',
  none: 'no proof',
  unclear: 'unclear',
};

function sayProofLabel(proof: Proof, party: Party): string {
  // As much as tells the old subject from the new one.
  if (proof.proof === 'subject') {
    const [line, ...more] = proof.lines;
    const [value, ...others] = line?.values ?? [];
    if (value !== undefined && more.length + others.length === 0) return mermaidText(value);
  }
  return proof.proof === 'none' && party.party === 'identity-provider' ? 'any subject' : PROOFS[proof.proof];
}

/** Of each level the gravest actions: a name that is long stands on a line of its own. */
function sayReachLabel({ level, actions, more, becomes }: OutsideReach): string {
  if (level === 'everything') return REACH_WORDS.everything;
  const all = actions.length + more;
  // The first of a thousand reads say nothing of them.
  if (level === 'reads' && all > MOST_NAMED) return `${REACH_WORDS.reads}: ${all} actions`;
  const most = becomes === 'kept' ? 1 : MOST_NAMED;
  const shown = actions.slice(0, most).map(sayAction).join('<br>');
  const rest = all - Math.min(actions.length, most);
  return `${REACH_WORDS[level]}:<br>${shown}${rest === 0 ? '' : ` +${rest}`}`;
}

const MOST_NAMED = 2;

/** Beside the levels that have names of their own, a service as a whole is the rest of it. */
function sayAction(name: string): string {
  const service = /^([^:]+):\*$/.exec(name)?.[1];
  return service === undefined ? mermaidText(name) : `all else of ${mermaidText(service)}`;
}

const ARROWS: Readonly<Record<Becomes, string>> = { new: '==>', lost: '-.->', kept: '-->' };

/** Red and dashed say it with the words, not instead of them; both colours are readable on either of GitHub's themes. */
const STYLES: readonly (readonly [Becomes, string])[] = [
  ['new', 'stroke:#d1242f,stroke-width:3px'],
  ['lost', 'stroke:#848d97,stroke-dasharray:4'],
];

/** Close together, so that it is not shrunk more than it must be where there is little room. */
const LAYOUT =
  '%%{init: {"flowchart": {"nodeSpacing": 16, "rankSpacing": 36, "padding": 6, "diagramPadding": 4}}}%%';

function mermaidOf(parts: Row): string {
  const drawing: Drawing = { nodes: new Map(), edges: [], ids: new Map() };
  for (const part of parts) draw(part, drawing);
  const { nodes, edges } = drawing;
  const styles = STYLES.flatMap(([becomes, style]) => {
    const own = edges.flatMap((edge, index) => (edge.becomes === becomes ? [index] : []));
    return own.length === 0 ? [] : [`linkStyle ${own.join(',')} ${style}`];
  });
  return [
    '```mermaid',
    LAYOUT,
    'flowchart TB',
    'accTitle: Who outside reaches what, through which role',
    ...[...nodes].map(([id, shape]) => `${id}${shape}`),
    ...edges.map(
      ({ from, to, words, becomes }) => `${from} ${ARROWS[becomes]}${sayEdge(words, becomes)} ${to}`,
    ),
    ...styles,
    '```',
  ].join('\n');
}

function sayEdge(words: string, becomes: Becomes): string {
  const parts = [becomes === 'kept' ? '' : becomes, words].filter((part) => part !== '');
  return parts.length === 0 ? '' : `|"${parts.join(': ')}"|`;
}
