import { createHash } from 'node:crypto';
import type { Verdict } from '../../../src/model/verdict.ts';
import type { Review } from '../../../src/review/approvals.ts';
import type { RequireReview } from '../../../src/review/decide-review.ts';

/** Two integrations; the first has attached what the second declares, so that a change of `b` moves the access of `a`. */
export const NAMES = ['a', 'b'] as const;
export type Name = (typeof NAMES)[number];
const PEOPLE = ['alice', 'bob', 'carol'] as const;
export type Person = (typeof PEOPLE)[number];

/** What a branch has; of the settings the one guard that this is about. */
export type Files = Readonly<Record<Name, string> & { settings: RequireReview }>;
export type Path = keyof Files;
export const pathOf = (path: Path): string => (path === 'settings' ? 'd/rolekeeper.yaml' : `d/${path}.yaml`);

/** What happens. Numbers choose among what is there. */
export type Happening =
  | {
      readonly what: 'open';
      readonly by: number;
      readonly path: Path;
      readonly text: string;
      readonly base: 'main' | 'dev';
    }
  | {
      readonly what: 'push';
      readonly pull: number;
      readonly by: number;
      readonly path: Path;
      readonly text: string;
    }
  | { readonly what: 'plan' | 'dismiss' | 'retarget' | 'merge' | 'revert' | 'again'; readonly pull: number }
  | { readonly what: 'approve'; readonly pull: number; readonly by: number }
  | { readonly what: 'forge'; readonly pull: number; readonly by: number }
  | { readonly what: 'drift'; readonly name: Name; readonly text: string }
  /** The stack gets its template of before by hand. */
  | { readonly what: 'undo'; readonly name: Name }
  /** A run that dies has changed the account and says nothing of its end. */
  | { readonly what: 'apply'; readonly dies: boolean };

export interface Row {
  readonly id: number;
  body: string;
  editor: string | undefined;
}

export interface Shown {
  readonly at: number;
  readonly name: Name;
  readonly digest: string;
  readonly items: readonly string[];
  readonly base: string;
}

export interface Pull {
  readonly number: number;
  readonly author: Person;
  /** What the branch changes against where it left. */
  readonly edits: Map<Path, string>;
  readonly start: Files;
  readonly writers: Set<Person>;
  base: 'main' | 'dev';
  head: number;
  merged: { readonly at: number; readonly before: Files } | undefined;
  readonly rows: Row[];
  readonly reviews: { by: Person; at: number; commit: number; state: Review['state'] }[];
  /** As the history really was: no comment can change it. */
  readonly shown: Shown[];
  readonly applied: Set<Name>;
  /** The comment was edited by hand since the last plan. */
  isForged: boolean;
}

export function personOf(index: number): Person {
  return PEOPLE[index % PEOPLE.length] ?? 'alice';
}

export function textFor(path: Path, text: string): string {
  if (path !== 'settings') return text;
  return text < '2' ? 'approval' : text < '3' ? 'plan' : 'none';
}

export function itemsOf(name: Name, files: Files): readonly string[] {
  return (name === 'a' ? [`a ${files.a}`, `b ${files.b}`] : [`b ${files.b}`])
    .map((text) => sha(text).slice(0, 8))
    .sort();
}

export function verdictOf(name: Name, files: Files): Verdict {
  const items = itemsOf(name, files);
  return { hash: sha(items.join()), items: items.map((id) => ({ id, text: id })), kept: [] };
}

export function idsOf(files: Files): ReadonlyMap<string, string> {
  return new Map((Object.keys(files) as Path[]).map((path) => [pathOf(path), sha(files[path])]));
}

export function shaOf(commit: number): string {
  return commit.toString(16).padStart(40, '0');
}

export function isoOf(seconds: number): string {
  return `${new Date(seconds * 1_000).toISOString().slice(0, 19)}Z`;
}

export function sha(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
