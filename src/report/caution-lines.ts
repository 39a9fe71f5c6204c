import type { Caution, CautionKind, CautionWord } from '../model/caution.ts';
import { CAUTION_KINDS } from '../model/caution.ts';
import { codeSpan, prose } from './escape-markdown.ts';

/** What a line about one of a kind begins with, and what one about many of them does. */
const LABELS: Readonly<Record<CautionKind, readonly [string, string]>> = {
  folder: ['Moves or adds a folder:', 'Moves or adds folders'],
  'rule-level': ['Changes a rule level:', 'Changes rule levels'],
  settings: ['Changes the settings:', 'Changes the settings'],
  exception: ['Makes an exception:', 'Makes exceptions'],
  observe: ['Stops applying:', 'Stops applying'],
  'suspension-lifted': ['Lifts a suspension:', 'Lifts suspensions'],
  date: ['Moves a date:', 'Moves dates'],
  ignore: ['Stops comparing:', 'Stops comparing'],
  hold: ['Holds drift:', 'Holds drift'],
  anybody: ['Lets anyone assume a role:', 'Lets anyone assume roles'],
  stranger: ['Trusted for the first time:', 'Trusted for the first time'],
  'trust-unread': [
    'Changes who can assume a role, in a way that cannot be judged:',
    'Changes who can assume roles, in ways that cannot be judged',
  ],
  'wider-trust': ['Widens who can assume a role:', 'Widens who can assume roles'],
  'drift-trust': ['Opened by an edit in the account:', 'Opened by edits in the account'],
  everything: ['Allows everything:', 'Allows everything'],
  'drift-everything': [
    'Allows everything by an edit in the account:',
    'Allows everything by edits in the account',
  ],
  'perhaps-everything': ['May allow everything:', 'May allow everything'],
  'drift-perhaps-everything': [
    'May allow everything by an edit in the account:',
    'May allow everything by edits in the account',
  ],
  rights: ['Allows giving rights:', 'Allows giving rights'],
  credentials: ['Allows reading credentials of everything:', 'Allows reading credentials of everything'],
  data: ['Allows reading data of everything:', 'Allows reading data of everything'],
  destruction: ['Allows destroying on everything:', 'Allows destroying on everything'],
  deletion: ['Deletes:', 'Deletes'],
  limit: ['Lifts a limit:', 'Lifts limits'],
  expectation: ['Removes a test:', 'Removes tests'],
  'external-ids': ['Shows external ids:', 'Shows external ids'],
  tags: ['Changes tags of every resource:', 'Changes tags of every resource'],
  acknowledgement: ['Acknowledges:', 'Acknowledges'],
  words: ['Changes a description:', 'Changes descriptions'],
  blocked: ['Blocked:', 'Blocked'],
};

/** What a kind is called where there is room for nothing else. */
export function cautionLabel(kind: CautionKind): string {
  return LABELS[kind][0].replace(/:$/, '');
}

/** Longer lines are not read. */
const LONGEST_LINE = 260;

/** Of a kind, so many have a line of their own. */
const MOST_OF_A_KIND = 6;

/** What lowers a guard has a line of its own for longer: there is nothing else that says it. */
const MOST_GUARDS = 30;
const GUARDS: readonly CautionKind[] = ['folder', 'rule-level', 'settings', 'exception'];

/** Names of one kind that are said at all: beyond that, how many more. Outsiders are all named: there is nothing else that does. */
const MOST_NAMES = 40;
const MOST_OUTSIDERS = 500;
/** Of those that are alike: their section names all of them. */
const MOST_ALIKE = 8;

/**
 * Cautions as lines of Markdown, the most dangerous kind first; none longer than 260 characters, whatever stands in the
 * data. Many of a kind become a count with their names. No kind is left out for the length of another.
 */
export function cautionLines(cautions: readonly Caution[]): readonly string[] {
  return CAUTION_KINDS.flatMap((kind) => {
    const own = cautions.filter((one) => one.kind === kind);
    const most = GUARDS.includes(kind) ? MOST_GUARDS : MOST_OF_A_KIND;
    if (own.length <= most) return own.map(lineOf);
    const alike = [...groupedBy(own, likeness).values()];
    if (alike.length <= most) return alike.flatMap((group) => toldOnce(group));
    // They come in their order, the worst first: these are what the names of many are opened for.
    const first = own.filter(saysMore).slice(0, FIRST_OF_MANY);
    const others = own.filter((one) => !first.includes(one));
    return [...first.map(lineOf), ...collapsed(kind, others, first.length)];
  });
}

/** Of more than have a line of their own, so many have one all the same. */
const FIRST_OF_MANY = 3;

function lineOf({ kind, words }: Caution): string {
  const [label] = LABELS[kind];
  return withinLine(label, words);
}

/** What a caution says besides its own names: those that differ in nothing else are told once. */
function likeness({ words, subject, integration }: Caution): string {
  const own = [subject, integration];
  return JSON.stringify(
    words.map((word) => (typeof word !== 'string' && 'text' in word && own.includes(word.text) ? '' : word)),
  );
}

function groupedBy(cautions: readonly Caution[], keyOf: (one: Caution) => string): Map<string, Caution[]> {
  const groups = new Map<string, Caution[]>();
  for (const one of cautions) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

/** The first of those that are alike, and the names of the others. */
function toldOnce(group: readonly Caution[]): readonly string[] {
  const [first, ...others] = group;
  if (first === undefined) return [];
  if (others.length === 0) return [lineOf(first)];
  if (!saysMore(first)) return collapsed(first.kind, group);
  const head = `**The same (${others.length} more):**`;
  // Nothing else names an outsider.
  if (first.kind === 'stranger') {
    const outsiders = others.map(({ subject }) => subject);
    return [lineOf(first), ...namesOf(head, outsiders, MOST_OUTSIDERS)];
  }
  const names = others.slice(0, MOST_ALIKE).map(({ subject }) => codeSpan(shortened(subject, 24)));
  const left = others.length - names.length;
  const rest = left === 0 ? '' : ` and ${left} more`;
  return [lineOf(first), `${head} ${names.join(', ')}${rest}`];
}

/** Whether there is more to it than what it is about. */
function saysMore({ words, subject, integration }: Caution): boolean {
  return words.some(
    (word) => typeof word !== 'string' && (!('text' in word) || ![subject, integration].includes(word.text)),
  );
}

/** Steps by which data is shortened until the line fits. */
const ROOMS = [160, 120, 96, 80, 68, 56, 48, 40, 34, 28, 24, 20, 16, 14];

function withinLine(label: string, words: readonly CautionWord[]): string {
  const render = (room: number): string =>
    `**${label}** ${words.map((word) => sayWord(word, room)).join('')}`;
  const fitting = ROOMS.map(render).find((line) => line.length <= LONGEST_LINE);
  return fitting ?? render(8);
}

function sayWord(word: CautionWord, room: number): string {
  if (typeof word === 'string') return word;
  return 'text' in word ? codeSpan(shortened(word.text, room)) : prose(shortened(word.message, room));
}

/** The ends of a text: of names, the end tells them apart. */
function shortened(text: string, room: number): string {
  const characters = Array.from(text);
  if (characters.length <= room) return text;
  const tail = Math.floor(room / 3);
  return `${characters.slice(0, room - tail - 1).join('')}…${characters.slice(-tail).join('')}`;
}

/** One count, and the names in as many lines as it takes. */
function collapsed(kind: CautionKind, cautions: readonly Caution[], told = 0): readonly string[] {
  const [, label] = LABELS[kind];
  const number = told === 0 ? String(cautions.length) : `${cautions.length} more`;
  const names = cautions.map(({ subject }) => subject);
  const most = kind === 'stranger' ? MOST_OUTSIDERS : MOST_NAMES;
  return namesOf(`**${label} (${number}):**`, names, most);
}

function namesOf(head: string, subjects: readonly string[], most: number): readonly string[] {
  const names = [...new Set(subjects)];
  const shown = names.slice(0, most).map((name) => codeSpan(shortened(name, 60)));
  const lines: string[] = [];
  let line = head;
  for (const name of shown) {
    if (line.length + name.length + 2 > LONGEST_LINE) {
      lines.push(line);
      line = '…';
    }
    line += line === head || line === '…' ? ` ${name}` : `, ${name}`;
  }
  const left = names.length - shown.length;
  return [...lines, line, ...(left === 0 ? [] : [`… and ${left} more of this sort; the plan file has all`])];
}
