import type { AssumeGrant, ProofChange, TrustDelta } from '../model/access.ts';
import type { ActionCatalogue } from '../model/action-catalogue.ts';
import type { Json } from '../model/json.ts';
import type { PatternSet } from '../model/statement.ts';
import { setKey } from '../policy/permission-rows.ts';
import { nameTest } from './action-classes.ts';
import { namesOf } from './catalogue.ts';
import { compareAccess, gainsOf, type AccessChange, type CompareOptions } from './compare-access.ts';
import { givenUp, isCertain, type AccessOptions } from './identity-delta.ts';
import { canCall } from './principal-actions.ts';
import { PRINCIPAL_DOMAIN, principalDomain } from './principal-domain.ts';
import { compareProofs } from './proof-changes.ts';
import { NOTHING, rowsOf, sidesOf, type Row, type RowSides } from './rows.ts';
import { byBasicness, reachOf } from './sort-permissions.ts';

/**
 * Who can assume a role after and could not before, and the other way round, and how the proof changes that the others
 * must give. `undefined` is no role. Gives undefined when a document has no certain meaning.
 */
export function trustDelta(
  before: Json | undefined,
  after: Json | undefined,
  { context, catalogue, budget }: AccessOptions,
): TrustDelta | undefined {
  const [old, now] = [before, after].map((document): RowSides | undefined => {
    if (document === undefined) return NOTHING;
    const rows = rowsOf(document, 'trust', context);
    return rows === undefined ? undefined : sidesOf(rows, undefined);
  });
  if (old === undefined || now === undefined) return undefined;
  const options: CompareOptions = {
    domain: principalDomain,
    catalogue: onlySts(catalogue),
    always: STS,
    ...(budget ? { budget } : {}),
  };
  const compared = compareAccess(old, now, options);
  const [gains, loses] = [compared.gains.changes, compared.loses.changes];
  return {
    gains: grantsOf(gains.filter(isCertain), old),
    loses: grantsOf(loses.filter(isCertain), now),
    mayGain: grantsOf(
      gains.filter((change) => !isCertain(change)),
      old,
    ),
    mayLose: grantsOf(
      loses.filter((change) => !isCertain(change)),
      now,
    ),
    ...givenUp(compared),
    proofs: proofsOf(old, now, { gains, loses }, options),
  };
}

/** Named or not, the actions of STS are the ones that a trust policy is asked for. */
const STS: PatternSet = { negated: false, patterns: ['sts:*'] };

function onlySts({ services, ...others }: ActionCatalogue): ActionCatalogue {
  return { ...others, services: services['sts'] === undefined ? {} : { sts: services['sts'] } };
}

function grantsOf(changes: readonly AccessChange[], others: RowSides): readonly AssumeGrant[] {
  const grants = new Map<string, AssumeGrant>();
  for (const change of changes) {
    const reach = reachOf(change.piece);
    const key = JSON.stringify(reach);
    const known = grants.get(key)?.actions ?? [];
    // AssumeRole first: it is what the policy is there for.
    const actions = [...new Set([...known, ...namesIn(change)])].sort(
      (a, b) => Number(isAssume(b)) - Number(isAssume(a)) || byBasicness(a, b),
    );
    grants.set(key, { actions, ...reach, beyond: [] });
  }
  return [...grants.values()]
    .filter(({ actions }) => actions.length > 0)
    .map((grant) => ({ ...grant, beyond: beyondOf(grant, others) }))
    .sort((a, b) => (a.on.join() < b.on.join() ? -1 : 1));
}

/** The actions of a change that its principals can call at all. */
function namesIn({ actions, piece }: AccessChange): readonly string[] {
  const names = actions.services.get('sts')?.actions.map(({ name }) => name) ?? [];
  return names.filter((name) => piece.requests.within.every((principal) => canCall(principal, name)));
}

function isAssume(action: string): boolean {
  return action.startsWith('Assume');
}

/** The narrower principals that can call the same on the other side, each with its proof. */
function beyondOf({ on, actions }: AssumeGrant, { allows }: RowSides): AssumeGrant['beyond'] {
  const main = actions.filter(isAssume);
  const wanted = main.length === 0 ? actions : main;
  const others = allows.flatMap(({ requests, action }) =>
    requests.within
      .filter((other) => on.some((wide) => wide !== other && PRINCIPAL_DOMAIN.covers(wide, other)))
      .filter((other) => wanted.every((name) => canCall(other, name) && includes(action, name)))
      .map((principal) => ({ principal, when: requests.lines })),
  );
  const distinct = new Map(others.map((other) => [JSON.stringify(other), other]));
  return [...distinct.values()].sort((a, b) => (a.principal < b.principal ? -1 : 1));
}

function includes({ negated, patterns }: PatternSet, name: string): boolean {
  const lower = name.toLowerCase();
  const isNamed = (pattern: string): boolean =>
    pattern === '*' || (pattern.startsWith('sts:') && nameTest(pattern.slice('sts:'.length))(lower));
  return patterns.some(isNamed) !== negated;
}

type Changes = Readonly<Record<'gains' | 'loses', readonly AccessChange[]>>;

/** Of every principal and action that both sides let in: how what the principal must prove changes. */
function proofsOf(
  before: RowSides,
  after: RowSides,
  changes: Changes,
  options: CompareOptions,
): readonly ProofChange[] {
  const now = principalsOf(after);
  const proofs = principalsOf(before)
    .filter((principal) => now.includes(principal))
    .flatMap((principal) =>
      namesOf(options.catalogue, 'sts')
        .filter(({ name }) => canCall(principal, name))
        .flatMap(({ name }) => proofsOfAction(principal, name, { before, after }, changes, options)),
    );
  return joinActions(proofs);
}

function proofsOfAction(
  principal: string,
  action: string,
  { before, after }: Readonly<Record<'before' | 'after', RowSides>>,
  { gains, loses }: Changes,
  options: CompareOptions,
): readonly ProofChange[] {
  const [opens, closes] = [gains, loses].map((list) =>
    list.some(({ piece, actions }) => {
      const names = actions.services.get('sts')?.actions ?? [];
      return piece.requests.within.includes(principal) && names.some(({ name }) => name === action);
    }),
  );
  if (opens !== true && closes !== true) return [];
  const [old, now] = [aboutOf(before, principal, action), aboutOf(after, principal, action)];
  // Where a Deny changes too, the lines of the Allow alone do not say who is let in.
  if (keysOf(old.denies) !== keysOf(now.denies)) return [];
  const letsIn = (side: RowSides): boolean =>
    gainsOf(STS, NOTHING, side, options).changes.some((change) => isCertain(change));
  if (!letsIn(old) || !letsIn(now)) return [];
  return compareProofs(principal, action, waysOf(old), waysOf(now)).filter(({ change }) =>
    change === 'replaced' ? true : change === 'dropped' || change === 'loosened' ? opens : closes,
  );
}

/** The rows that decide about one principal and one action. */
function aboutOf({ allows, denies }: RowSides, principal: string, action: string): RowSides {
  const isAbout = (row: Row): boolean => includes(row.action, action);
  const asked = (row: Row): Row => ({ ...row, action: STS, actionKey: STS_KEY });
  const own = allows.filter((row) => isAbout(row) && row.requests.within.includes(principal));
  const against = denies.filter(
    (row) => isAbout(row) && !row.requests.within.some((one) => PRINCIPAL_DOMAIN.areApart(one, principal)),
  );
  return { allows: own.map(asked), denies: against.map(asked), limits: undefined };
}

const STS_KEY = setKey(STS);

function keysOf(rows: readonly Row[]): string {
  return [...new Set(rows.map((row) => row.requestsKey))].sort().join('\n');
}

function principalsOf({ allows }: RowSides): readonly string[] {
  return [...new Set(allows.flatMap((row) => row.requests.within))].sort();
}

function waysOf({ allows }: RowSides) {
  return allows.map((row) => row.requests.lines);
}

/** One change of a proof, with all the actions that it is asked for. */
function joinActions(proofs: readonly ProofChange[]): readonly ProofChange[] {
  const joined = new Map<string, ProofChange>();
  for (const proof of proofs) {
    const key = JSON.stringify({ ...proof, actions: [] });
    joined.set(key, { ...proof, actions: [...(joined.get(key)?.actions ?? []), ...proof.actions] });
  }
  return [...joined.values()];
}
