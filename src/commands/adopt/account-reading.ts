import { addressKey, type Address } from '../../model/address.ts';
import type { ActionCatalogue } from '../../model/action-catalogue.ts';
import type { Applied } from '../../model/applied.ts';
import { hasErrors, type Diagnostic } from '../../model/diagnostic.ts';
import { RolekeeperError } from '../../model/failure.ts';
import type { Scope, Settings } from '../../model/integration.ts';
import type { Live } from '../../model/live.ts';
import { addressOfResource } from '../../model/resource.ts';
import type { AdoptContext } from '../../adopt/parameters.ts';
import { parseApplied } from '../../cloudformation/applied.ts';
import { readScopeFiles } from '../../desired/load.ts';
import { type Checking, parseScope, type ScopeFile } from '../../desired/parse-scope.ts';
import type { Neighbourhood } from '../../inventory/entrances.ts';
import { readEach, readLive } from '../../live/read-live.ts';
import { appliedIn, rowsOf } from '../../live/read-stacks.ts';
import { renderDiagnostics } from '../../report/registry.ts';
import { CATALOGUE } from '../../vendors/catalogue/registry.ts';
import { knownVendors } from '../../vendors/known-vendors.ts';
import type { Environment } from '../environment.ts';
import { invalidConfig } from '../load-scopes.ts';
import { readCatalogue } from '../read-catalogue.ts';
import type { OpenSession, Session } from '../session.ts';
import { today } from '../today.ts';

/** A folder of desired files that files are added to: all its texts, and the scope that they are. */
export interface TargetFolder {
  readonly directory: string;
  readonly files: readonly ScopeFile[];
  readonly scope: Scope;
  readonly catalogue: ActionCatalogue;
  readonly day: string;
  readonly rehearsal: boolean;
}

/** The account beside it, read once: every attempt at a file is held against the same reading. */
export interface AccountReading {
  readonly folder: TargetFolder;
  readonly session: Session;
  readonly live: Live;
  readonly applied: Applied;
  readonly context: AdoptContext;
  readonly neighbourhood: Neighbourhood;
}

/** What files that are added to a folder are checked with. */
export function checkingOf({
  catalogue,
  rehearsal,
  day,
}: Pick<TargetFolder, 'catalogue' | 'rehearsal' | 'day'>): Checking {
  return { catalogue, rehearsal, today: day };
}

/**
 * Reads a folder that files are to be added to. Unlike for a plan it may declare nothing yet.
 *
 * @throws RolekeeperError `invalid-config` after having printed every mistake
 */
export async function readTargetFolder(directory: string, environment: Environment): Promise<TargetFolder> {
  const catalogue = await readCatalogue();
  const day = today(environment.clock);
  const rehearsal = environment.rehearsal === true;
  const { files, diagnostics: unread } = await readScopeFiles(directory);
  const parsed = parseScope({ directory, files, catalogue, rehearsal, today: day });
  const diagnostics = [...unread, ...parsed.diagnostics.filter(({ code }) => code !== 'empty-desired')];
  const { readable: scope } = parsed;
  if (hasErrors(diagnostics) || scope === undefined) throw refuse(diagnostics, directory, environment);
  return { directory, files, scope, catalogue, day, rehearsal };
}

function refuse(
  diagnostics: readonly Diagnostic[],
  directory: string,
  environment: Environment,
): RolekeeperError {
  if (diagnostics.some(({ code }) => code === 'missing-settings')) {
    return new RolekeeperError(
      'invalid-config',
      `${directory} has no rolekeeper.yaml, which names the account and the region`,
      {
        hint: 'rolekeeper init writes it; of several accounts, name the folder of one with --desired',
      },
    );
  }
  environment.err(renderDiagnostics(diagnostics, 'text', { command: 'plan', color: environment.color }));
  return invalidConfig(diagnostics, directory);
}

/** Reads the whole account of the folder, and of some addresses all that there is. */
export async function readAccount(
  folder: TargetFolder,
  named: readonly Address[],
  open: OpenSession,
): Promise<AccountReading> {
  const { scope, day } = folder;
  const { settings } = scope;
  const session = await open(settings);
  const declared = scope.integrations.flatMap(({ resources }) =>
    resources.map(({ resource }) => addressOfResource(resource)),
  );
  // The owner of what is to be adopted is asked for afterwards, so what another run makes meanwhile is not taken for free.
  const [live, applied] = await Promise.all([
    readLive(session.iam, 'all', [...named, ...declared]),
    readStacks(session, settings),
  ]);
  const vendors = knownVendors(settings.vendors);
  const pages = new Map(
    CATALOGUE.flatMap(({ accounts, template }) =>
      template === undefined ? [] : (accounts?.ids ?? []).map((id) => [id, template.url] as const),
    ),
  );
  return {
    folder,
    session,
    live,
    applied,
    context: { settings, vendors, pages, day },
    neighbourhood: {
      account: settings.account,
      partition: settings.partition,
      ownAccounts: new Map((settings.ownAccounts ?? []).map((id) => [id, undefined])),
      vendors,
    },
  };
}

async function readStacks({ stacks }: Session, settings: Settings): Promise<Applied> {
  return appliedIn(await rowsOf(stacks, settings.stackPrefix, 'all'), stacks, settings, parseApplied);
}

/** The same with what the lists do not tell of some resources: a policy's description, an identity provider's settings. */
export async function readFully(
  reading: AccountReading,
  addresses: readonly Address[],
): Promise<AccountReading> {
  const keys = new Set(addresses.map(addressKey));
  const partly = reading.live.found
    .filter(({ uncheckedProperties }) => uncheckedProperties.length > 0)
    .map(({ resource }) => addressOfResource(resource))
    .filter((address) => keys.has(addressKey(address)));
  if (partly.length === 0) return reading;
  const { found } = await readEach(reading.session.iam, partly);
  const fresh = new Map(found.map((one) => [addressKey(addressOfResource(one.resource)), one]));
  return {
    ...reading,
    live: {
      ...reading.live,
      found: reading.live.found.map((one) => fresh.get(addressKey(addressOfResource(one.resource))) ?? one),
    },
  };
}
