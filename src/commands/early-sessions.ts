import { begun } from '../model/begun.ts';
import type { BoundedIamReader, WorthAPage } from '../model/bounded-iam-reader.ts';
import type { IamReader } from '../model/iam-reader.ts';
import { declaredBy, type Scope, type Settings } from '../model/integration.ts';
import type { StackReader } from '../model/stack-reader.ts';
import { ComingAddresses } from '../live/coming-addresses.ts';
import { readAhead } from '../live/read-ahead.ts';
import { templatesAhead } from '../live/read-stacks.ts';
import { MOST_AT_ONCE } from './each-scope.ts';
import type { Hearing } from './load-files.ts';
import type { OpenSession, Session } from './session.ts';

/** Sessions in which reading begins as soon as the settings of a scope are known, while its files are still checked. */
export interface EarlySessions {
  readonly hearing: Hearing;
  /** All files are checked, and no file has a mistake. */
  readonly know: (scopes: readonly Scope[]) => void;
  /** Gives the session that is open already, once; else opens one. */
  readonly open: OpenSession;
  /** Ends all that was begun and is not asked for any more. */
  readonly close: () => void;
}

/** What was begun for a scope. */
interface Early {
  readonly directory: string;
  readonly file: string;
  readonly declared: ComingAddresses;
  readonly session: Promise<Session>;
}

/**
 * Opens as many scopes as are worked on at once. A request that fails has failed for the one that asks for its answer: where
 * the files have a mistake, that is what the run says.
 *
 * @param live `all` where the whole account is read; `wanted` where that depends on how much the files declare
 */
export function earlySessions(open: OpenSession, live: 'all' | 'wanted'): EarlySessions {
  const scopes: Early[] = [];
  const inFolder = (directory: string) => scopes.find((one) => one.directory === directory);
  return {
    hearing: {
      onSettings: ({ directory, settings }) => {
        if (scopes.length >= MOST_AT_ONCE) return;
        const declared = new ComingAddresses();
        const session = begun(
          open(settings).then((opened) => begin(opened, settings, live === 'all' ? 'all' : declared)),
        );
        scopes.push({ directory, file: settings.file, declared, session });
      },
      onFile: ({ directory, declared }) => inFolder(directory)?.declared.add(declared),
    },
    know: (all) => {
      for (const { directory, integrations } of all)
        inFolder(directory)?.declared.end(declaredBy(integrations));
    },
    open: (settings) => {
      const index = scopes.findIndex((one) => one.file === settings.file);
      const [early] = index === -1 ? [] : scopes.splice(index, 1);
      return early?.session ?? open(settings);
    },
    close: () => {
      for (const { session } of scopes.splice(0))
        void session.then(
          ({ close }) => close(),
          () => undefined,
        );
    },
  };
}

/** The stacks first: their rows tell whether any of what is read after them can have moved. */
function begin(session: Session, { stackPrefix }: Settings, wanted: ComingAddresses | 'all'): Session {
  const rows = begun(session.stacks.stacks(stackPrefix));
  const templates = begun(rows.then((found) => templatesAhead(found, session.stacks)));
  const iam = begun(rows.then(() => readAhead(session.iam, wanted)));
  return {
    ...session,
    stacks: {
      ...session.stacks,
      stacks: firstOf(
        (prefix: string) => session.stacks.stacks(prefix),
        (prefix) => (prefix === stackPrefix ? rows : undefined),
      ),
      template: firstTemplates(session.stacks, templates),
    },
    iam: firstLists(session.iam, iam),
  };
}

/** A read whose first answer was asked for already; from then on it asks anew. */
function firstOf<Arguments extends readonly unknown[], T>(
  read: (...given: Arguments) => Promise<T>,
  early: (...given: Arguments) => Promise<T> | undefined,
): (...given: Arguments) => Promise<T> {
  let isTaken = false;
  return (...given) => {
    const first = isTaken ? undefined : early(...given);
    isTaken ||= first !== undefined;
    return first ?? read(...given);
  };
}

function firstTemplates(
  stacks: Pick<StackReader, 'template'>,
  early: Promise<ReadonlyMap<string, Promise<string | undefined>>>,
): StackReader['template'] {
  const taken = new Set<string>();
  return async (stackId, stage) => {
    const isFirst = stage === undefined && !taken.has(stackId);
    taken.add(stackId);
    return (isFirst ? (await early).get(stackId) : undefined) ?? stacks.template(stackId, stage);
  };
}

function firstLists(
  iam: IamReader | BoundedIamReader,
  early: Promise<IamReader | BoundedIamReader>,
): IamReader | BoundedIamReader {
  const lists = {
    accountDetails: firstOf(
      () => iam.accountDetails(),
      async () => (await early).accountDetails(),
    ),
    roleRows: firstOf(
      () => iam.roleRows(),
      async () => (await early).roleRows(),
    ),
    instanceProfileRows: firstOf(
      () => iam.instanceProfileRows(),
      async () => (await early).instanceProfileRows(),
    ),
  };
  if (!('accountDetailsWithin' in iam)) return { ...iam, ...lists };
  const within: BoundedIamReader['accountDetailsWithin'] = firstOf(
    (most: number | WorthAPage) => iam.accountDetailsWithin(most),
    async (most) => {
      const ahead = await early;
      return 'accountDetailsWithin' in ahead ? ahead.accountDetailsWithin(most) : ahead.accountDetails();
    },
  );
  return { ...iam, ...lists, accountDetailsWithin: within };
}
