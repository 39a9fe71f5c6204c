import type { AssumeGrant, ProofChange, TrustDelta } from '../model/access.ts';
import type { ActionCatalogue } from '../model/action-catalogue.ts';
import type { Json } from '../model/json.ts';
import { compareAccess, type AccessChange } from './compare-access.ts';
import { isCertain, type AccessOptions } from './identity-delta.ts';
import { compareProofs } from './proof-changes.ts';
import { NOTHING, rowsOf, sidesOf, type RowSides } from './rows.ts';
import { byBasicness, reachOf } from './sort-permissions.ts';
import { PRINCIPAL_DOMAIN } from './principal-domain.ts';

/**
 * Who may come in after and could not before, and the other way round, and how the proof changes that the others must
 * give. `undefined` is no role. Gives undefined when a document has no certain meaning.
 */
export function trustDelta(
  before: Json | undefined,
  after: Json | undefined,
  { context, catalogue }: AccessOptions,
): TrustDelta | undefined {
  const [old, now] = [before, after].map((document): RowSides | undefined => {
    if (document === undefined) return NOTHING;
    const rows = rowsOf(document, 'trust', context);
    return rows === undefined ? undefined : sidesOf(rows, undefined);
  });
  if (old === undefined || now === undefined) return undefined;
  const options = { domain: PRINCIPAL_DOMAIN, catalogue: onlySts(catalogue) };
  const { gains, loses } = compareAccess(old, now, options);
  const [had, has] = [principalsOf(old), principalsOf(now)];
  return {
    gains: entriesOf(gains.filter(isCertain), had),
    loses: entriesOf(loses.filter(isCertain), has),
    mayGain: entriesOf(
      gains.filter((move) => !isCertain(move)),
      had,
    ),
    mayLose: entriesOf(
      loses.filter((move) => !isCertain(move)),
      has,
    ),
    proofs: proofsOf(old, now).filter(
      ({ principal, change }) =>
        (change !== 'added' && change !== 'tightened' && moves(gains, principal)) ||
        (change !== 'dropped' && change !== 'loosened' && moves(loses, principal)),
    ),
  };
}

/** Whether a proof matters: another statement may let the same principal in anyway. */
function moves(list: readonly AccessChange[], principal: string): boolean {
  return list.some(({ piece }) => piece.requests.within.includes(principal));
}

/** A trust policy is asked for actions of STS only. */
function onlySts({ source, services }: ActionCatalogue): ActionCatalogue {
  return { source, services: services['sts'] === undefined ? {} : { sts: services['sts'] } };
}

function entriesOf(moves: readonly AccessChange[], others: readonly string[]): readonly AssumeGrant[] {
  const entries = new Map<string, AssumeGrant>();
  for (const { piece, actions } of moves) {
    const reach = reachOf(piece);
    const key = JSON.stringify(reach);
    const names = actions.services.get('sts')?.actions.map((action) => action.name) ?? [];
    const known = entries.get(key)?.actions ?? [];
    // AssumeRole first: it is what the policy is there for.
    const all = [...new Set([...known, ...names])].sort(
      (a, b) => Number(b.startsWith('Assume')) - Number(a.startsWith('Assume')) || byBasicness(a, b),
    );
    const beyond = others.filter((other) =>
      reach.on.some((on) => on !== other && PRINCIPAL_DOMAIN.covers(on, other)),
    );
    entries.set(key, { actions: all, ...reach, beyond });
  }
  return [...entries.values()]
    .filter(({ actions }) => actions.length > 0)
    .sort((a, b) => (a.on.join() < b.on.join() ? -1 : 1));
}

function principalsOf({ allows }: RowSides): readonly string[] {
  return [...new Set(allows.flatMap((row) => row.requests.within))].sort();
}

/** Of every principal that an Allow names on both sides: how what it must prove changes. */
function proofsOf(before: RowSides, after: RowSides): readonly ProofChange[] {
  const now = principalsOf(after);
  return principalsOf(before)
    .filter((principal) => now.includes(principal))
    .flatMap((principal) => compareProofs(principal, waysOf(before, principal), waysOf(after, principal)));
}

function waysOf({ allows }: RowSides, principal: string) {
  return allows.filter((row) => row.requests.within.includes(principal)).map((row) => row.requests.lines);
}
