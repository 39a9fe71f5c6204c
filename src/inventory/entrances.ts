import type { Party, Entrance, Proof } from '../model/inventory.ts';
import { accountOfPrincipal, isSamlProvider } from '../model/arn.ts';
import { isJsonArray, isJsonObject, type Json } from '../model/json.ts';
import type { ConditionLine } from '../model/statement.ts';
import { assumingActions, namesAction } from '../access/assuming-principals.ts';
import { isUniqueId } from '../policy/parse-principal.ts';
import { spellConditions } from '../policy/spell-conditions.ts';
import { parsePolicy, type ParsedStatement } from '../policy/parse-policy.ts';
import { trustedPrincipals } from '../policy/trusted-principals.ts';
import { demands, literalStart, requiredBy } from '../rules/reading/demand.ts';
import { coverMostAddresses } from '../rules/reading/networks.ts';
import { partyOfProvider } from './identity-providers.ts';

/** What tells parties apart. */
export interface Neighbourhood {
  readonly account: string;
  readonly partition: string;
  /** The other accounts that are one's own, with their names where they are known. */
  readonly ownAccounts: ReadonlyMap<string, string | undefined>;
  readonly vendors: ReadonlyMap<string, { readonly name: string; readonly origin: 'published' | 'settings' }>;
}

/**
 * Which principals can assume a role from outside its account, and what each must show. Services of AWS act inside the
 * account, and unique ids of deleted principals stand for none. A part of the document without a certain meaning
 * allows every principal that it names, with a proof that is unclear.
 */
export function entrancesOf(trust: Json, neighbourhood: Neighbourhood): readonly Entrance[] {
  const statements = statementsOf(trust, neighbourhood);
  if (statements === undefined) {
    const principals = trustedPrincipals(trust, neighbourhood);
    // Whatever cannot be read at all may let anybody in.
    if (principals.length === 0 && !isJsonObject(trust)) return [unclear('the trust policy')];
    return principals.flatMap((principal) =>
      partiesOf(principal, [], neighbourhood).map((party): Entrance => ({
        party,
        principal,
        proof: { proof: 'unclear' },
      })),
    );
  }
  const entrances = distinct(
    statements
      .filter(({ effect }) => effect === 'Allow')
      .flatMap((statement) =>
        (statement.principals ?? []).flatMap((principal) => {
          const actions = assumingActions(principal, statement, statements);
          if (actions.length === 0) return [];
          const lines = [
            ...statement.condition,
            ...statements
              .filter((one) => actions.every((action) => namesAction(one, action)))
              .flatMap((one) => requiredBy(one, [principal])),
          ];
          return partiesOf(principal, lines, neighbourhood).map((party): Entrance => ({
            party: party.party === 'anybody' ? anybodyBy(actions) : party,
            principal,
            proof: proofOf(ownLines(lines, party), principal),
          }));
        }),
      ),
  );
  return spellConditions(entrances, [trust]);
}

function anybodyBy(actions: readonly string[]): Party {
  if (actions.includes('sts:assumerole')) return { party: 'anybody' };
  const hasTokens = actions.includes('sts:assumerolewithwebidentity');
  return { party: 'anybody', with: hasTokens ? 'OIDC' : 'SAML' };
}

function unclear(principal: string): Entrance {
  return { party: { party: 'unclear', principal }, principal, proof: { proof: 'unclear' } };
}

function statementsOf(trust: Json, { partition }: Neighbourhood): readonly ParsedStatement[] | undefined {
  if (!isJsonObject(trust)) return undefined;
  const json = trust['Statement'] ?? [];
  if (isJsonArray(json) && json.length === 0) return [];
  return parsePolicy(trust, 'trust', { partition });
}

/** Who stands behind a principal outside the account. */
function partiesOf(
  principal: string,
  lines: readonly ConditionLine[],
  neighbourhood: Neighbourhood,
): readonly Party[] {
  if (principal.startsWith('Service:')) return [];
  if (principal === '*' || principal === 'AWS:*') return narrowed(lines, neighbourhood);
  if (principal.startsWith('Federated:')) return [partyOfProvider(principal.slice('Federated:'.length))];
  if (principal.startsWith('AWS:') && isUniqueId(principal.slice('AWS:'.length))) return [];
  const account = accountOfPrincipal(principal);
  return account === undefined ? [{ party: 'unclear', principal }] : accountParties([account], neighbourhood);
}

/** Of accounts those outside. */
function accountParties(accounts: readonly string[], neighbourhood: Neighbourhood): readonly Party[] {
  return accounts.flatMap((account) => accountParty(account, neighbourhood) ?? []);
}

function accountParty(
  account: string,
  { account: own, ownAccounts, vendors }: Neighbourhood,
): Party | undefined {
  if (account === own) return undefined;
  if (ownAccounts.has(account)) {
    const name = ownAccounts.get(account);
    return { party: 'own-account', account, ...(name === undefined ? {} : { name }) };
  }
  const vendor = vendors.get(account);
  if (vendor === undefined) return { party: 'unknown-account', account };
  return { party: 'vendor', account, name: vendor.name, origin: vendor.origin };
}

/** Which of all principals the conditions leave. */
function narrowed(lines: readonly ConditionLine[], neighbourhood: Neighbourhood): readonly Party[] {
  const accounts = exactValues(lines, 'aws:principalaccount') ?? accountsOfArns(lines);
  if (accounts !== undefined) return accountParties(accounts, neighbourhood);
  const ids = exactValues(lines, 'aws:principalorgid') ?? organizationsOfPaths(lines);
  return ids === undefined ? [{ party: 'anybody' }] : ids.map((id) => ({ party: 'organization', id }));
}

/** A path of an organization begins with the id of it: `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*`. */
function organizationsOfPaths(lines: readonly ConditionLine[]): readonly string[] | undefined {
  const line = lines.find((one) => one.key.toLowerCase() === 'aws:principalorgpaths' && demands(one));
  const ids = (line?.values ?? []).map((path) => /^(o-[a-z0-9]+)\//.exec(path)?.[1]);
  const sure = ids.filter((id) => id !== undefined);
  return sure.length === 0 || sure.length < ids.length ? undefined : [...new Set(sure)];
}

function exactValues(lines: readonly ConditionLine[], key: string): readonly string[] | undefined {
  const line = lines.find(
    (one) =>
      one.key.toLowerCase() === key && demands(one) && !one.values.some((value) => /[*?$]/.test(value)),
  );
  return line === undefined || line.values.length === 0 ? undefined : line.values;
}

function accountsOfArns(lines: readonly ConditionLine[]): readonly string[] | undefined {
  const line = lines.find((one) => one.key.toLowerCase() === 'aws:principalarn' && demands(one));
  const accounts = (line?.values ?? []).map((arn) => accountOfPrincipal(`AWS:${arn}`));
  const sure = accounts.filter((account) => account !== undefined);
  return sure.length === 0 || sure.length < accounts.length ? undefined : [...new Set(sure)];
}

/** The conditions as they are for one of the parties that they name: of the other ones they say nothing. */
function ownLines(lines: readonly ConditionLine[], party: Party): readonly ConditionLine[] {
  const of = (line: ConditionLine): ((value: string) => boolean) | undefined => {
    const key = line.key.toLowerCase();
    if (party.party === 'organization') {
      if (key === 'aws:principalorgid') return (value) => value === party.id;
      return key === 'aws:principalorgpaths' ? (value) => value.startsWith(`${party.id}/`) : undefined;
    }
    if (!('account' in party)) return undefined;
    if (key === 'aws:principalaccount') return (value) => value === party.account;
    return key === 'aws:principalarn'
      ? (value) => accountOfPrincipal(`AWS:${value}`) === party.account
      : undefined;
  };
  return lines.map((line) => {
    const isOwn = demands(line) ? of(line) : undefined;
    const values = isOwn === undefined ? [] : line.values.filter(isOwn);
    return values.length === 0 ? line : { ...line, values };
  });
}

const ORGANIZATION = /^aws:(principal|source)org(id|paths)$/;

const STRONGEST_FIRST = [
  ['external-id', (key: string) => key === 'sts:externalid'],
  ['organization', (key: string) => ORGANIZATION.test(key)],
  ['subject', (key: string) => key.endsWith(':sub')],
] as const;

function proofOf(lines: readonly ConditionLine[], principal: string): Proof {
  const demanded = lines.filter(asksForSomething);
  const of = (test: (key: string) => boolean): readonly ConditionLine[] =>
    demanded.filter(({ key }) => test(key.toLowerCase()));
  // That a token is meant for AWS says nothing of who shows it.
  const others = of((key) => !key.endsWith(':aud'));
  for (const [proof, isOfIt] of STRONGEST_FIRST) {
    const own = of(isOfIt);
    const also = others.filter((line) => !own.includes(line));
    if (own.length > 0) return { proof, lines: own, ...(also.length === 0 ? {} : { also }) };
  }
  if (others.length > 0) return { proof: 'conditions', lines: others };
  return isSamlProvider(principal) ? { proof: 'assertion' } : { proof: 'none' };
}

/** Whether a line leaves out a caller: one whose values are wildcards, or all networks, leaves out none. */
function asksForSomething(line: ConditionLine): boolean {
  const { key, values } = line;
  if (!demands(line) || values.length === 0 || coverMostAddresses(values)) return false;
  const isSubject = key.toLowerCase().endsWith(':sub');
  return values.every((value) => {
    const literal = literalStart(line, value);
    // `repo:*` and the like are every subject that the provider has.
    return isSubject ? !/^([a-z_]+:)?$/.test(literal) : literal !== '' || !/^[*?]+$/.test(value);
  });
}

function distinct(entrances: readonly Entrance[]): readonly Entrance[] {
  return [...new Map(entrances.map((one) => [JSON.stringify(one), one])).values()];
}
