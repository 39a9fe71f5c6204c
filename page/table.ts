import { GRADES, type PageModel, type PageRow } from '../src/report/page/page-model.ts';
import { element } from './element.ts';

const ROWS_A_PAGE = 50;

export type Sort = { readonly key: string; readonly down: boolean } | undefined;

/** Builds the table of some rows, a page of it at a time. */
export class Table {
  readonly element = element('div', { class: 'table', id: 'table', tabindex: '-1' });
  readonly #model: PageModel;
  #rows: readonly PageRow[] = [];
  #page = 0;
  #sort: Sort = undefined;
  #open = new Set<PageRow>();

  constructor(model: PageModel) {
    this.#model = model;
  }

  show(rows: readonly PageRow[]): void {
    this.#rows = rows;
    this.#page = 0;
    this.#draw();
  }

  /** Opens the section of a row and brings its page up. */
  open(row: PageRow): void {
    this.#open.add(row);
    this.#page = Math.max(0, Math.floor(this.#sorted().indexOf(row) / ROWS_A_PAGE));
    this.#draw();
    this.element.querySelector('tr.open')?.scrollIntoView({ block: 'center' });
  }

  /** All rows on one page, for print. */
  everything(all: boolean): void {
    this.#draw(all);
  }

  #sorted(): readonly PageRow[] {
    const sort = this.#sort;
    if (sort === undefined) return this.#rows;
    const textOf = (row: PageRow): string =>
      sort.key === 'grade' ? String(GRADES.indexOf(row.grade)) : (row.cells[sort.key] ?? []).join(' ');
    const sorted = [...this.#rows].sort((a, b) =>
      textOf(a).localeCompare(textOf(b), 'en', { numeric: true }),
    );
    return sort.down ? sorted.reverse() : sorted;
  }

  #draw(all = false): void {
    const rows = this.#sorted();
    const pages = Math.max(1, Math.ceil(rows.length / ROWS_A_PAGE));
    const first = this.#page * ROWS_A_PAGE;
    const shown = all ? rows : rows.slice(first, first + ROWS_A_PAGE);
    // On a narrow screen a row is a card: the roles say that it is a row all the same.
    const body = element('tbody', { role: 'rowgroup' });
    for (const row of shown) body.append(...this.#lines(row));
    this.element.replaceChildren(
      element(
        'table',
        { role: 'table' },
        element('caption', { class: 'quiet' }, `${rows.length} of ${this.#model.rows.length} rows`),
        element('thead', { role: 'rowgroup' }, this.#head()),
        body,
      ),
      ...(pages === 1 || all ? [] : [this.#pager(pages)]),
    );
  }

  #head(): HTMLTableRowElement {
    const columns = [{ key: 'grade', label: 'Danger' }, ...this.#model.columns];
    return element(
      'tr',
      { role: 'row' },
      ...columns.map(({ key, label }) => {
        const isOwn = this.#sort?.key === key;
        const state = isOwn ? (this.#sort?.down === true ? 'descending' : 'ascending') : undefined;
        const arrow = state === undefined ? '' : state === 'ascending' ? ' ↑' : ' ↓';
        const button = element('button', { type: 'button' }, label + arrow);
        button.addEventListener('click', () => {
          this.#sort = isOwn && this.#sort?.down === true ? undefined : { key, down: isOwn };
          this.#page = 0;
          this.#draw();
          const index = columns.findIndex((column) => column.key === key);
          this.element.querySelectorAll<HTMLButtonElement>('thead button')[index]?.focus();
        });
        return element('th', { scope: 'col', role: 'columnheader', 'aria-sort': state }, button);
      }),
    );
  }

  #lines(row: PageRow): readonly HTMLTableRowElement[] {
    const isOpen = this.#open.has(row);
    const toggle = element(
      'button',
      { type: 'button', class: 'name', 'aria-expanded': String(isOpen) },
      row.name,
    );
    toggle.addEventListener('click', () => {
      if (isOpen) this.#open.delete(row);
      else this.#open.add(row);
      const place = [...this.element.querySelectorAll('button.name')].indexOf(toggle);
      this.#draw();
      this.element.querySelectorAll<HTMLButtonElement>('button.name')[place]?.focus();
    });
    const line = element(
      'tr',
      { role: 'row', class: isOpen ? 'open' : undefined },
      element(
        'td',
        { role: 'cell', class: 'c-grade' },
        element('span', { class: `badge ${row.grade}` }, row.grade),
      ),
      ...this.#model.columns.map(({ key, label }, index) => {
        if (index === 0) return element('th', { scope: 'row', role: 'rowheader', class: 'c-name' }, toggle);
        const lines = row.cells[key] ?? ['unchecked'];
        return element(
          'td',
          {
            role: 'cell',
            'data-label': label,
            class: `c-${key}${lines.some((text) => text.startsWith('unchecked')) ? ' unchecked' : ''}`,
          },
          ...lines.map((text) => element('div', {}, text)),
        );
      }),
    );
    return isOpen ? [line, this.#details(row)] : [line];
  }

  #details(row: PageRow): HTMLTableRowElement {
    const sections = row.sections.map(({ title, lines = [], text }) =>
      text === undefined
        ? element('section', {}, element('h2', {}, title), ...lines.map((one) => element('p', {}, one)))
        : element(
            'details',
            {},
            element('summary', {}, title),
            element('pre', { tabindex: '0' }, this.#model.texts[text] ?? ''),
          ),
    );
    const colspan = String(this.#model.columns.length + 1);
    const cell = element('td', { role: 'cell', colspan }, ...sections);
    return element('tr', { role: 'row', class: 'details' }, cell);
  }

  #pager(pages: number): HTMLElement {
    const step = (label: string, to: number): HTMLButtonElement => {
      const button = element(
        'button',
        { type: 'button', disabled: to < 0 || to >= pages ? '' : undefined },
        label,
      );
      button.addEventListener('click', () => {
        this.#page = to;
        this.#draw();
        this.element.scrollIntoView();
      });
      return button;
    };
    return element(
      'nav',
      { class: 'pager', 'aria-label': 'pages of the table' },
      step('← previous', this.#page - 1),
      element('span', {}, `page ${this.#page + 1} of ${pages}`),
      step('next →', this.#page + 1),
    );
  }
}
