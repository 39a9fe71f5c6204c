import {
  createSandbox,
  startSandbox,
  type QuietSandbox,
  type Sandbox,
  type SandboxOptions,
} from '../../src/sandbox/server.ts';
import type { LedgerEntry } from '../../src/sandbox/ledger.ts';
import type { SandboxState } from '../../src/sandbox/world.ts';
import { addressOf, forgetAddress } from './in-process/sessions.ts';

/** The access key that rolekeeper is given in every test; what people do past it goes by another one. */
export const ROLEKEEPERS_KEY = 'test';

/**
 * A sandbox that looks into its ledger when it is closed: whatever a test was about, rolekeeper changed IAM by its change
 * sets only, and lost nothing. @throws in `close`, with every entry that must not be
 */
export async function startWatchedSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  return {
    ...sandbox,
    close: async () => {
      await sandbox.close();
      lookIntoLedger(sandbox, options);
    },
  };
}

/** The same without a port: `openSession` and `openWritableSession` of `in-process/sessions.ts` find it by its URL. */
export function createWatchedSandbox(options: SandboxOptions = {}): Sandbox {
  const sandbox = createSandbox(options);
  const url = addressOf(sandbox);
  return {
    ...sandbox,
    url,
    close: async () => {
      forgetAddress(url);
      lookIntoLedger(sandbox, options);
      await Promise.resolve();
    },
  };
}

function lookIntoLedger(sandbox: QuietSandbox, { state }: SandboxOptions): void {
  const templates = sandbox.world.requests.flatMap(({ action, parameters }) =>
    action === 'CreateChangeSet' ? [parameters['TemplateBody'] ?? ''] : [],
  );
  const wrongs = wrongsIn(sandbox.saveState(), state, templates);
  if (wrongs.length > 0) throw new Error(`the ledger has what must not be: ${wrongs.join('; ')}`);
}

/**
 * What rolekeeper did to IAM past a change set, or destroyed without having said so in the template first.
 *
 * @param before the account at the start; empty when it began with nothing
 * @param templates those of the change sets that were made since then
 */
export function wrongsIn(
  after: SandboxState,
  before: SandboxState | undefined,
  templates: readonly string[],
): readonly string[] {
  const known = before?.ledger.length ?? 0;
  const own = after.ledger.filter(({ origin }) => origin.by === ROLEKEEPERS_KEY);
  const seen = [...templates, ...templatesOf(before), ...templatesOf(after)];
  const marked = new Set(seen.flatMap(markedIn));
  return own
    .filter(({ number }) => number > known)
    .flatMap((entry) => {
      const text = `${entry.operation} of ${entry.resource} by ${entry.origin.kind}`;
      if (entry.origin.kind !== 'change-set') return [text];
      if (!/^Delete(Role|Policy|User|Group|InstanceProfile)$/.test(entry.operation)) return [];
      if (entry.origin.rollback) return undoesItsOwn(entry, own) ? [] : [`${text}, in a rollback`];
      return marked.has(entry.origin.logicalId) ? [] : [`${text}, without DeletionPolicy: Delete`];
    });
}

/** A rollback takes away what the same change set had made. */
function undoesItsOwn({ origin, resource, number }: LedgerEntry, own: readonly LedgerEntry[]): boolean {
  return own.some(
    (entry) =>
      entry.number < number &&
      entry.resource === resource &&
      entry.operation.startsWith('Create') &&
      entry.origin.kind === 'change-set' &&
      origin.kind === 'change-set' &&
      entry.origin.changeSetId === origin.changeSetId,
  );
}

function templatesOf(state: SandboxState | undefined): readonly string[] {
  return (state?.cloudFormation.stacks ?? []).flatMap(({ deployment, changeSets }) => [
    deployment?.template ?? '',
    ...changeSets.map((changeSet) => changeSet.deployment.template),
  ]);
}

/** The logical ids that a template lets CloudFormation delete. */
function markedIn(template: string): readonly string[] {
  if (!template.startsWith('{')) return [];
  const { Resources = {} } = JSON.parse(template) as {
    Resources?: Record<string, { DeletionPolicy?: string }>;
  };
  return Object.entries(Resources)
    .filter(([, block]) => block.DeletionPolicy === 'Delete')
    .map(([logicalId]) => logicalId);
}
