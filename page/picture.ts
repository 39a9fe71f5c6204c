import { sankey, sankeyLinkHorizontal, type SankeyLink, type SankeyNode } from 'd3-sankey';
import { GRADES, type Grade, type PageModel, type PageRow } from '../src/report/page/page-model.ts';
import { drawing } from './element.ts';

/** A filter that the picture sets: rows with this text on a side, or of this name. */
export interface Choice {
  readonly side: 'left' | 'middle' | 'right';
  readonly label: string;
}

/** Tells choices apart. */
export function keyOf({ side, label }: Choice): string {
  return `${side} ${label}`;
}

interface Knot {
  readonly side: Choice['side'];
  readonly label: string;
  readonly rows: number;
  readonly grade: Grade;
  /** Undefined of what stands for several. */
  readonly choice: Choice | undefined;
}

interface Band {
  readonly grade: Grade;
  readonly title: string;
}

type Node = SankeyNode<Knot, Band>;
type Link = SankeyLink<Knot, Band>;

const WEIGHT: Readonly<Record<Grade, number>> = { critical: 8, high: 4, medium: 2, low: 1 };
const MOST = { left: 14, middle: 18, right: 9 } as const;
const WIDTH = 1200;
const KNOT = 12;

/** Outside parties, the principals, and what those reach, with bands as wide as they are dangerous. */
export function picture(
  rows: readonly PageRow[],
  { picture: heads }: Pick<PageModel, 'picture'>,
  choose: (choice: Choice) => void,
): SVGSVGElement {
  const { nodes, links, height } = layOut(rows);
  const svg = drawing('svg', {
    viewBox: `0 0 ${WIDTH} ${height + 34}`,
    class: 'picture',
    role: 'group',
    'aria-label': `${heads.left}, ${heads.middle}, ${heads.right}: the table below has the same`,
  });
  const titles = [
    [heads.left, '0', 'start'],
    [heads.middle, String(WIDTH / 2), 'middle'],
    [heads.right, String(WIDTH), 'end'],
  ] as const;
  for (const [text, x, anchor] of titles)
    svg.append(drawing('text', { x, y: '12', 'text-anchor': anchor, class: 'head' }, text));
  const path = sankeyLinkHorizontal<Knot, Band>();
  const bands = links.map((link) => {
    const band = drawing(
      'path',
      {
        d: path(link) ?? '',
        class: `band ${link.grade}`,
        'stroke-width': String(Math.max(1, link.width ?? 1)),
      },
      drawing('title', {}, link.title),
    );
    return { band, link };
  });
  svg.append(...bands.map(({ band }) => band));
  for (const node of nodes) svg.append(knot(node, bands, choose));
  return svg;
}

function knot(
  node: Node,
  bands: readonly { readonly band: SVGElement; readonly link: Link }[],
  choose: (choice: Choice) => void,
): SVGGElement {
  const { x0 = 0, x1 = 0, y0 = 0, y1 = 0, label, side, rows, grade, choice } = node;
  const count = rows === 1 ? '' : ` · ${rows}`;
  const x = side === 'right' ? x0 - 8 : x1 + 8;
  const group = drawing(
    'g',
    {
      class: `knot ${grade}`,
      'data-choice': choice === undefined ? undefined : keyOf(choice),
      ...(choice === undefined
        ? {}
        : { tabindex: '0', role: 'button', 'aria-label': `show ${label} only, ${rows} rows` }),
    },
    drawing('title', {}, `${label}${count}`),
    drawing('rect', {
      x: String(x0),
      y: String(y0),
      width: String(x1 - x0),
      height: String(Math.max(3, y1 - y0)),
      rx: '2',
    }),
    drawing(
      'text',
      {
        x: String(x),
        y: String((y0 + y1) / 2),
        dy: '0.35em',
        'text-anchor': side === 'right' ? 'end' : 'start',
      },
      short(label) + count,
    ),
  );
  const light = (on: boolean): void => {
    for (const { band, link } of bands)
      band.classList.toggle('faint', on && link.source !== node && link.target !== node);
  };
  group.addEventListener('mouseenter', () => light(true));
  group.addEventListener('mouseleave', () => light(false));
  group.addEventListener('focus', () => light(true));
  group.addEventListener('blur', () => light(false));
  if (choice !== undefined) {
    group.addEventListener('click', () => choose(choice));
    group.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      choose(choice);
    });
  }
  return group;
}

function short(label: string): string {
  const characters = Array.from(label);
  return characters.length > 38 ? `${characters.slice(0, 37).join('')}…` : label;
}

function layOut(rows: readonly PageRow[]): {
  readonly nodes: readonly Node[];
  readonly links: readonly Link[];
  readonly height: number;
} {
  const knots = new Map<string, Knot>();
  const bands = new Map<
    string,
    { source: string; target: string; value: number; grade: Grade; rows: number }
  >();
  const left = labeller(
    rows.flatMap((row) => row.left.map((label) => [label, row.grade] as const)),
    'left',
  );
  const middle = labeller(
    rows.map((row) => [row.name, row.grade] as const),
    'middle',
  );
  const right = labeller(
    rows.flatMap((row) => row.right.map((label) => [label, row.grade] as const)),
    'right',
  );
  const note = (knot: Omit<Knot, 'rows' | 'grade'>, grade: Grade): string => {
    const key = `${knot.side} ${knot.label} ${knot.choice === undefined ? '' : 'one'}`;
    const known = knots.get(key);
    knots.set(key, { ...knot, rows: (known?.rows ?? 0) + 1, grade: worse(known?.grade, grade) });
    return key;
  };
  const tie = (source: string, target: string, value: number, grade: Grade): void => {
    const key = JSON.stringify([source, target, grade]);
    const known = bands.get(key);
    bands.set(key, {
      source,
      target,
      grade,
      value: (known?.value ?? 0) + value,
      rows: (known?.rows ?? 0) + 1,
    });
  };
  for (const row of rows) {
    const own = note(middle(row.name, row.grade), row.grade);
    const weight = WEIGHT[row.grade];
    for (const label of row.left)
      tie(note(left(label, row.grade), row.grade), own, weight / row.left.length, row.grade);
    for (const label of row.right)
      tie(own, note(right(label, row.grade), row.grade), weight / row.right.length, row.grade);
  }
  const most = Math.max(
    1,
    ...(['left', 'middle', 'right'] as const).map(
      (side) => [...knots.values()].filter((one) => one.side === side).length,
    ),
  );
  const height = Math.max(140, Math.min(640, most * 34));
  const keys = [...knots.keys()];
  const graph = sankey<Knot, Band>()
    .nodeWidth(KNOT)
    .nodePadding(Math.min(18, 260 / most))
    .nodeSort((a, b) => GRADES.indexOf(a.grade) - GRADES.indexOf(b.grade))
    .extent([
      [0, 26],
      [WIDTH, height + 26],
    ])({
    nodes: [...knots.values()].map((knot) => ({ ...knot })),
    links: [...bands.values()].map(({ source, target, value, grade, rows: count }) => ({
      source: keys.indexOf(source),
      target: keys.indexOf(target),
      value,
      grade,
      title: `${knots.get(source)?.label ?? ''} → ${knots.get(target)?.label ?? ''}: ${grade}${count === 1 ? '' : `, ${count} rows`}`,
    })),
  });
  return { ...graph, height };
}

/** Which labels get a knot of their own: the worst; all others are one, by how bad they are in the middle. */
function labeller(
  labels: readonly (readonly [string, Grade])[],
  side: Choice['side'],
): (label: string, grade: Grade) => Omit<Knot, 'rows' | 'grade'> {
  const weights = new Map<string, number>();
  for (const [label, grade] of labels) weights.set(label, (weights.get(label) ?? 0) + WEIGHT[grade]);
  const shown = new Set(
    [...weights]
      .sort(([, a], [, b]) => b - a)
      .slice(0, weights.size <= MOST[side] ? MOST[side] : MOST[side] - 1)
      .map(([label]) => label),
  );
  return (label, grade) => {
    if (shown.has(label)) return { side, label, choice: { side, label } };
    return { side, label: side === 'middle' ? `others, ${grade}` : 'others', choice: undefined };
  };
}

function worse(one: Grade | undefined, other: Grade): Grade {
  if (one === undefined) return other;
  return GRADES.indexOf(one) < GRADES.indexOf(other) ? one : other;
}
