import { GRADES, type Grade, type PageModel, type PageRow } from '../src/report/page/page-model.ts';
import { element } from './element.ts';
import { keyOf, picture, type Choice } from './picture.ts';
import { Table } from './table.ts';

/** What is shown: everything until a filter leaves some out. */
interface Filter {
  words: string;
  readonly grades: Set<Grade>;
  choice: Choice | undefined;
}

const model = JSON.parse(document.getElementById('data')?.textContent ?? '') as PageModel;
const haystacks = new Map(
  model.rows.map((row) => [row, [row.grade, ...Object.values(row.cells).flat()].join(' ').toLowerCase()]),
);
const filter: Filter = { words: '', grades: new Set(), choice: undefined };
const table = new Table(model);
const frame = element('figure', { class: 'frame' });
const chosen = element('p', { class: 'chosen', 'aria-live': 'polite' });

function matches(row: PageRow): boolean {
  const { words, grades, choice } = filter;
  if (grades.size > 0 && !grades.has(row.grade)) return false;
  if (choice !== undefined && !sideOf(row, choice).includes(choice.label)) return false;
  const text = haystacks.get(row) ?? '';
  return words.split(/\s+/).every((word) => text.includes(word));
}

function sideOf(row: PageRow, { side }: Choice): readonly string[] {
  return side === 'middle' ? [row.name] : row[side];
}

function show(): void {
  const rows = model.rows.filter(matches);
  table.show(rows);
  frame.replaceChildren(...(rows.length === 0 ? [] : [picture(rows, model, choose)]));
  chosen.replaceChildren();
  if (rows.length < model.rows.length) {
    const all = element('button', { type: 'button' }, 'show all');
    all.addEventListener('click', clear);
    const what = filter.choice === undefined ? '' : ` of ${filter.choice.label}`;
    chosen.append(`${rows.length} of ${model.rows.length} rows${what} `, all);
  }
}

function choose(choice: Choice): void {
  const isSame = filter.choice?.side === choice.side && filter.choice.label === choice.label;
  const byKeyboard = frame.contains(document.activeElement);
  filter.choice = isSame ? undefined : choice;
  show();
  // The picture is a new one: the keyboard stays where it was.
  if (byKeyboard) focusKnot(choice);
  const [only, another] = model.rows.filter(matches);
  if (choice.side === 'middle' && !isSame && only !== undefined && another === undefined) table.open(only);
}

function focusKnot(choice: Choice): void {
  for (const knot of frame.querySelectorAll<SVGElement>('.knot[role=button]'))
    if (knot.dataset['choice'] === keyOf(choice)) knot.focus();
}

const search = element('input', {
  type: 'search',
  placeholder: 'search names, vendors, actions…',
  'aria-label': 'search the table',
});
search.addEventListener('input', () => {
  filter.words = search.value.trim().toLowerCase();
  show();
});

const grades = GRADES.map((grade) => {
  const number = model.rows.filter((row) => row.grade === grade).length;
  const button = element(
    'button',
    { type: 'button', class: `tile ${grade}`, 'aria-pressed': 'false' },
    element('strong', {}, String(number)),
    element('span', {}, grade),
  );
  button.addEventListener('click', () => {
    if (!filter.grades.delete(grade)) filter.grades.add(grade);
    button.setAttribute('aria-pressed', String(filter.grades.has(grade)));
    show();
  });
  return button;
});

function clear(): void {
  filter.words = '';
  filter.choice = undefined;
  filter.grades.clear();
  search.value = '';
  for (const button of grades) button.setAttribute('aria-pressed', 'false');
  show();
  // The button that was pressed is gone.
  search.focus({ preventScroll: true });
}

/** A list that is open at first; nothing where there is nothing to list. */
function notice(title: string, lines: readonly string[]): readonly HTMLElement[] {
  if (lines.length === 0) return [];
  return [
    element(
      'details',
      { class: 'notice', open: '' },
      element('summary', {}, `${title}: ${lines.length}`),
      element('ul', {}, ...lines.map((text) => element('li', {}, text))),
    ),
  ];
}

document
  .getElementById('page')
  ?.append(
    element(
      'header',
      {},
      element('p', { class: 'brand' }, 'rolekeeper'),
      element('h1', {}, model.title),
      element('p', { class: 'outcome' }, model.outcome),
      ...model.facts.map((fact) => element('p', { class: 'quiet' }, fact)),
    ),
    element('div', { class: 'tiles', role: 'group', 'aria-label': 'filter by danger' }, ...grades),
    ...notice('Unchecked', model.unchecked),
    ...notice('Dates', model.dates ?? []),
    element('a', { class: 'skip', href: '#table' }, 'skip the picture'),
    frame,
    element('div', { class: 'tools' }, search, chosen),
    table.element,
    element('footer', {}, ...model.footer.map((text) => element('p', { class: 'quiet' }, text))),
  );
show();
addEventListener('beforeprint', () => table.everything(true));
addEventListener('afterprint', () => table.everything(false));
