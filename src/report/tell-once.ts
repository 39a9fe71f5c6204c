import type { Address } from '../model/address.ts';
import type { AssessedEntry, AssessedIntegration } from '../model/assessment.ts';
import { isJsonArray, isJsonObject, type Json, asJson } from '../model/json.ts';
import type { FieldChange } from '../model/plan.ts';
import type { DriftItem } from './drift-items.ts';
import type { MarkdownSection } from './markdown-parts.ts';
import { codeOf } from './markdown-style.ts';
import { count } from './say-totals.ts';

/** What is told of an integration, or of a part of it. */
export interface Told {
  readonly integration: string;
  /** Of what it is told, by which the others are named. */
  readonly about: readonly Address[];
  /** All that are the integration's own. */
  readonly own: readonly Address[];
  /** Everything that the section says, as data. */
  readonly facts: unknown;
  readonly section: MarkdownSection;
}

/** Names that the fold of those alike lists; a reader of more takes the plan file. */
const MOST_NAMES = 500;

/** A pair is told twice: a fold would not be shorter. */
const FEWEST = 3;

/**
 * Sections of integrations that change in the same way, told once: the first as it is, and the others by name. The same
 * is every sentence and every changed field, but for the addresses of the integration's own resources, for what it is
 * for, and for external ids, which are each integration's own. Nothing else is equated: a name of any kind may be chosen
 * to read like an action.
 */
export function tellOnce(told: readonly Told[]): readonly MarkdownSection[] {
  const groups = new Map<string, Told[]>();
  for (const one of told) {
    const key = likeness(one);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group): readonly MarkdownSection[] => {
    const [first, ...others] = group;
    if (first === undefined || group.length < FEWEST) return group.map(({ section }) => section);
    return [{ ...first.section, alike: foldOf(others) }];
  });
}

function foldOf(others: readonly Told[]): string {
  const names = others
    .slice(0, MOST_NAMES)
    .map(({ integration, about }) => `- ${codeOf(integration)}: ${about.map(codeOf).join(', ')}`);
  const left = others.length - names.length;
  return [
    `<details><summary>The same in ${count(others.length, 'other integration')}, each with its own names and external ids</summary>`,
    [...names, ...(left === 0 ? [] : [`- … and ${left} more; the plan file has all`])].join('\n'),
    '</details>',
  ].join('\n\n');
}

/** What a plan does in an integration. */
export function toldOfIntegration(integration: AssessedIntegration, section: MarkdownSection): Told {
  const { entries, blockers, vendor, observed } = integration;
  const acting = entries.filter(({ action, changes }) => action !== 'none' || changes.length > 0);
  return {
    integration: integration.integration,
    about: acting.map(({ address }) => address),
    own: entries.map(({ address }) => address),
    facts: { entries: entries.map(factsOf), blockers, vendor, observed },
    section,
  };
}

/** What was done to one resource in the account. */
export function toldOfDrift(item: DriftItem, section: MarkdownSection): Told {
  const { integration, entry, driftClass, edits, moved } = item;
  const { blockers, vendor, observed } = integration;
  return {
    integration: integration.integration,
    about: [entry.address],
    own: integration.entries.map(({ address }) => address),
    facts: {
      entry: factsOf(entry),
      drifted: [entry.drifted, entry.outsideByDrift],
      driftClass,
      edits: edits.map(withoutPlace),
      moved,
      blockers,
      vendor,
      observed,
    },
    section,
  };
}

function factsOf({ kind, action, cause, drift, changes, access, outside, movedBy, ...rest }: AssessedEntry) {
  return {
    kind,
    action,
    cause,
    drift,
    access,
    outside,
    movedBy,
    changes: changes.map(withoutPlace),
    blocked: rest.blockers,
    unchecked: rest.unchecked,
    ignored: rest.ignored,
    accepted: rest.accepted,
    holders: rest.holders,
    observations: rest.observations,
  };
}

function withoutPlace({ location: _location, fingerprint: _fingerprint, ...change }: FieldChange) {
  return change;
}

/** What a section says, as data, without what is the integration's own. */
function likeness({ own, facts, section }: Told): string {
  return JSON.stringify(withoutOwn(asJson({ facts, group: section.group }), replacerOf(own)));
}

/** Replaces the own addresses, as whole words and at the end of ARNs. */
function replacerOf(addresses: readonly Address[]): (text: string) => string {
  if (addresses.length === 0) return (text) => text;
  const indices = new Map(addresses.map((address, index) => [address.toLowerCase(), index]));
  const escaped = addresses.map((address) => address.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  const own = new RegExp(`(?<![\\w+=,.@-])(?:${escaped.join('|')})(?![\\w+=,.@-])`, 'gi');
  return (text) => text.replace(own, (address) => `own resource ${indices.get(address.toLowerCase()) ?? ''}`);
}

function withoutOwn(value: Json, replace: (text: string) => string): Json {
  // `StringEquals sts:ExternalId = "4k2v"`, as an element that changed.
  if (typeof value === 'string')
    return replace(
      /^\S+ sts:externalid = /i.test(value) ? value.replace(/"[^"*?]*"/g, 'external id') : value,
    );
  if (isJsonArray(value)) return value.map((item) => withoutOwn(item, replace));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, isExternalId(key, value) ? idsOf(member) : withoutOwn(member, replace)]),
  );
}

/** As many as there are; one that holds a wildcard is the id of no one integration. */
function idsOf(value: Json): Json {
  if (isJsonArray(value)) return value.map(idsOf);
  return typeof value === 'string' && !/[*?]|has a wildcard/.test(value) ? 'external id' : value;
}

/** The value of a condition in a document, or in a line of one. */
function isExternalId(key: string, owner: { readonly [key: string]: Json }): boolean {
  const { key: about } = owner;
  const isLine = key === 'values' && typeof about === 'string' && about.toLowerCase() === 'sts:externalid';
  return isLine || key.toLowerCase() === 'sts:externalid';
}
