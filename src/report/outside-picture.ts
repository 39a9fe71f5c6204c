import type { AssessedEntry, AssessedPlan } from '../model/assessment.ts';
import type { Party, Proof } from '../model/inventory.ts';
import type { Becomes, OutsideReach, OutsideView, OutsideWay } from '../model/outside.ts';
import { isDriftOnly } from './markdown-drift-section.ts';
import { mermaidText } from './mermaid-label.ts';
import { REACH_WORDS } from './reach-words.ts';
import { sayAnybody } from './say-outsider.ts';

/**
 * GitHub draws diagrams of up to 50,000 characters and 500 edges (the defaults of Mermaid). A reader takes in far less; of
 * more than this the words are the better report.
 * https://mermaid.js.org/config/schema-docs/config.html#maxtextsize
 */
const MOST_EDGES = 30;
const MOST_NODES = 26;
const LONGEST_PICTURE = 6_000;

/** One party, one role and one thing that it reaches are a sentence, and the caution has it. */
const FEWEST_EDGES = 3;

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
}

/**
 * A diagram, which GitHub draws, of who outside reaches what through the roles that a plan moves; what is new and what is
 * lost is marked. Empty where it would not fit, and where it would say no more than one sentence.
 */
export function outsidePicture({ integrations }: AssessedPlan): string {
  const entries = integrations
    .filter(({ blockers, observed }) => blockers.length === 0 && !observed)
    .flatMap((integration) => integration.entries.filter(isDrawn));
  if (entries.length === 0 || entries.length > MOST_NODES) return '';
  const drawing: Drawing = { nodes: new Map(), edges: [] };
  const ids = new Map<string, string>();
  for (const entry of entries) drawEntry(entry, drawing, ids);
  const { nodes, edges } = drawing;
  const moved = edges.filter(({ becomes }) => becomes !== 'kept');
  const fits = edges.length <= MOST_EDGES && nodes.size <= MOST_NODES;
  if (!fits || moved.length === 0 || edges.length < FEWEST_EDGES) return '';
  const text = mermaidOf(drawing);
  return text.length > LONGEST_PICTURE ? '' : text;
}

/** What is blocked is not drawn: it does not come to be. Nor is what only reverts an edit: the cautions have that. */
function isDrawn(entry: AssessedEntry): boolean {
  const { outside, action, movedBy, blockers } = entry;
  if (blockers.length > 0 || outside?.reach === undefined || isDriftOnly(entry)) return false;
  return action !== 'none' || movedBy !== undefined;
}

function drawEntry({ address, outside }: AssessedEntry, drawing: Drawing, ids: Map<string, string>): void {
  const { ways, reach = [] } = outside ?? { ways: [] };
  const shownWays = relevant(ways, reach);
  const shownReach = relevant(reach, ways);
  if (shownWays.length === 0) return;
  const role = node('r', address, `(["${mermaidText(address)}"])`, drawing, ids);
  for (const way of shownWays) {
    const party = node('p', JSON.stringify(way.party), `["${sayPartyLabel(way.party)}"]`, drawing, ids);
    drawing.edges.push({ from: party, to: role, words: sayProofLabel(way.proof), becomes: way.becomes });
  }
  for (const part of shownReach) {
    const { level, actions, more, becomes } = part;
    const target = node(
      't',
      JSON.stringify([level, actions, more]),
      `["${sayReachLabel(part)}"]`,
      drawing,
      ids,
    );
    drawing.edges.push({ from: role, to: target, words: '', becomes });
  }
}

/**
 * What stays is drawn where the other side moves: a new party reaches what is there, and a new reach is for who is there;
 * and beside what is lost, which is not all.
 */
function relevant<T extends { readonly becomes: Becomes }>(
  own: readonly T[],
  other: OutsideView['ways'] | readonly OutsideReach[],
): readonly T[] {
  const isMoved = (one: { readonly becomes: Becomes }): boolean => one.becomes !== 'kept';
  const isLost = own.some(({ becomes }) => becomes === 'lost');
  return isLost || other.some(isMoved) ? own : own.filter(isMoved);
}

function node(
  prefix: string,
  key: string,
  shape: string,
  { nodes }: Drawing,
  ids: Map<string, string>,
): string {
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
      return `${mermaidText(party.name)}<br>AWS account ${mermaidText(party.account)}`;
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

function sayProofLabel({ proof }: OutsideWay['proof']): string {
  return PROOFS[proof];
}

function sayReachLabel({ level, actions, more }: OutsideReach): string {
  if (level === 'everything') return REACH_WORDS.everything;
  // The first of a thousand reads say nothing of them.
  if (level === 'reads' && more > 0) return `${REACH_WORDS.reads}<br>${actions.length + more} actions`;
  const rest = more === 0 ? '' : ` and ${more} more`;
  return `${REACH_WORDS[level]}<br>${actions.map(mermaidText).join('<br>')}${rest}`;
}

const ARROWS: Readonly<Record<Becomes, string>> = { new: '==>', lost: '-.->', kept: '-->' };

/** Red and dashed say it with the words, not instead of them; both colours are readable on either of GitHub's themes. */
const STYLES: readonly (readonly [Becomes, string])[] = [
  ['new', 'stroke:#d1242f,stroke-width:3px'],
  ['lost', 'stroke:#848d97,stroke-dasharray:4'],
];

function mermaidOf({ nodes, edges }: Drawing): string {
  const styles = STYLES.flatMap(([becomes, style]) => {
    const own = edges.flatMap((edge, index) => (edge.becomes === becomes ? [index] : []));
    return own.length === 0 ? [] : [`linkStyle ${own.join(',')} ${style}`];
  });
  return [
    '```mermaid',
    'flowchart LR',
    'accTitle: Who outside reaches what, through which role',
    ...[...nodes].map(([id, shape]) => `${id}${shape}`),
    ...edges.map(
      ({ from, to, words, becomes }) => `${from} ${ARROWS[becomes]}${sayEdge(words, becomes)} ${to}`,
    ),
    ...styles,
    '```',
    '',
    '<sub>Red: new with this change. Dashed: gone with it. Thin: as before.</sub>',
  ].join('\n');
}

function sayEdge(words: string, becomes: Becomes): string {
  const parts = [becomes === 'kept' ? '' : becomes, words].filter((part) => part !== '');
  return parts.length === 0 ? '' : `|"${parts.join(': ')}"|`;
}
