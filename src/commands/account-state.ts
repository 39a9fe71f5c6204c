import { addressKey, parseAddress, type Address } from '../model/address.ts';
import type { AppliedStack } from '../model/applied.ts';
import type { ChangeSetChange } from '../model/change-set.ts';
import type { Scope } from '../model/integration.ts';
import { addressOfResource } from '../model/resource.ts';
import type { StackReader } from '../model/stack-reader.ts';
import type { StackWriter } from '../model/stack-writer.ts';
import type { Anew, ReadPlan, Wanted } from '../apply/ports.ts';
import { parseApplied } from '../cloudformation/applied.ts';
import { logicalIdOf } from '../cloudformation/logical-id.ts';
import { appliedMemory, type AppliedMemory } from '../live/applied-memory.ts';
import { liveMemory, type LiveMemory } from '../live/live-memory.ts';
import { buildPlan } from '../plan/build-plan.ts';
import type { PlanInput } from '../plan/input.ts';
import { readCatalogue } from './read-catalogue.ts';
import type { WritableSession } from './session.ts';

export interface StateRequest {
  readonly scope: Scope;
  readonly session: WritableSession;
  /** The plan that is carried out: what is known at first. */
  readonly planned: ReadPlan;
  /** `YYYY-MM-DD` */
  readonly today: string;
}

/** A change set of this run. */
interface OwnChangeSet {
  readonly stackName: string;
  readonly template: string;
  /** What it touches; undefined before it was described. */
  readonly changes?: readonly ChangeSetChange[];
}

/** What a change set touched, and was not read since. */
interface Touched {
  readonly address: Address;
  /** The properties that it wrote; undefined when they are not known. */
  readonly properties: ReadonlySet<string> | undefined;
}

/**
 * The account while a plan is carried out. A change set touches some resources of one integration, so a read after it
 * asks for the status of that stack and then for those resources, one by one; of everything else the last read stands.
 * What only a report needs (access, holders, credentials, owners) is not asked for.
 */
export class AccountState {
  readonly #request: StateRequest;
  readonly #applied: AppliedMemory;
  readonly #live: LiveMemory;
  /** Every address of which something is known. */
  readonly #known: Set<string>;
  /** By integration, what was touched and not read since, by address key. */
  readonly #touched = new Map<string, Map<string, Touched>>();
  /** Address keys of all that was touched. */
  readonly #written = new Set<string>();
  readonly #changeSets = new Map<string, OwnChangeSet>();
  /** Ids of the stacks that this run made change sets for. */
  readonly #stackIds = new Set<string>();

  constructor(request: StateRequest) {
    const { session, planned, scope } = request;
    this.#request = request;
    this.#applied = appliedMemory(session.stacks, scope.settings, parseApplied, planned.input.applied);
    this.#live = liveMemory(session.iam, planned.input.live);
    this.#known = new Set(
      planned.plan.integrations.flatMap(({ entries }) => entries.map(({ address }) => addressKey(address))),
    );
  }

  /** As `readState` of the ports of apply. */
  async read(integrations: readonly string[], wanted: Wanted, anew: Anew = {}): Promise<ReadPlan> {
    const { scope, session, today } = this.#request;
    const applied = await this.#applied.read(integrations, anew.stacks === true);
    const byName = new Map((applied.known ? applied.stacks : []).map((stack) => [stack.integration, stack]));
    const asked = integrations.flatMap((name) => this.#asked(name, byName.get(name), wanted));
    const touched = new Map(integrations.flatMap((name) => [...(this.#touched.get(name) ?? [])]));
    await this.#live.read(asked, (address) =>
      anew.resources === true ? undefined : touched.get(addressKey(address))?.properties,
    );
    this.#note(integrations, asked);
    const endpoint = session.endpoint();
    const input: PlanInput = {
      scope,
      applied,
      live: this.#live.live(),
      source: { kind: 'iam', endpoint },
      only: integrations,
      today,
      ownArns: session.ownArns,
      catalogue: await readCatalogue(),
    };
    return { plan: buildPlan(input), input };
  }

  hasWritten(address: Address): boolean {
    return this.#written.has(addressKey(address));
  }

  /** A reader that tells the state what it sees of the stacks. */
  reader(): StackReader {
    const { stacks } = this.#request.session;
    return {
      ...stacks,
      stack: async (nameOrArn) => {
        const row = await stacks.stack(nameOrArn);
        if (row !== undefined && this.#stackIds.has(row.stackId)) this.#applied.see(row);
        return row;
      },
    };
  }

  /** A writer that tells the state what is out of date. */
  writer(): StackWriter {
    const { writer } = this.#request.session;
    return {
      ...writer,
      createChangeSet: async (request) => {
        const made = await writer.createChangeSet(request);
        const { stackName, template } = request;
        this.#changeSets.set(made.changeSetId, { stackName, template });
        this.#stackIds.add(made.stackId);
        return made;
      },
      describeChangeSet: async (changeSetId) => {
        const described = await writer.describeChangeSet(changeSetId);
        const own = this.#changeSets.get(changeSetId);
        if (described !== undefined && own !== undefined) {
          this.#changeSets.set(changeSetId, { ...own, changes: described.changes });
        }
        return described;
      },
      executeChangeSet: async (changeSetId, clientToken) => {
        const own = this.#changeSets.get(changeSetId);
        if (own !== undefined) this.#touch(own);
        await writer.executeChangeSet(changeSetId, clientToken);
      },
      deleteStack: async (stackId, clientToken) => {
        const name = /:stack\/([^/]+)\//.exec(stackId)?.[1] ?? stackId;
        this.#applied.change(name, undefined);
        await writer.deleteStack(stackId, clientToken);
      },
    };
  }

  #asked(name: string, stack: AppliedStack | undefined, wanted: Wanted): readonly Address[] {
    const unknown = this.#addressesOf(name, stack).filter((address) => !this.#known.has(addressKey(address)));
    const touched = [...(this.#touched.get(name)?.values() ?? [])].map(({ address }) => address);
    return [...wanted({ integration: name, stack, touched }), ...unknown];
  }

  /** What its file declares, its stack has, and the plan was about: what was deleted must be seen to be gone. */
  #addressesOf(name: string, stack: AppliedStack | undefined): readonly Address[] {
    const { scope, planned } = this.#request;
    const declared = scope.integrations.find((integration) => integration.name === name);
    const entries = planned.plan.integrations.find(({ integration }) => integration === name)?.entries;
    return [
      ...[...(declared?.resources ?? []), ...(stack?.resources ?? [])].map(({ resource }) =>
        addressOfResource(resource),
      ),
      ...(entries ?? []).map(({ address }) => address),
    ];
  }

  /** What was read of an integration that is not asked about may be in the middle of its change. */
  #note(integrations: readonly string[], read: readonly Address[]): void {
    for (const key of read.map(addressKey)) {
      this.#known.add(key);
      for (const name of integrations) this.#touched.get(name)?.delete(key);
    }
  }

  #touch({ stackName, template, changes }: OwnChangeSet): void {
    const name = stackName.slice(this.#request.scope.settings.stackPrefix.length);
    const stack = this.#applied.last(stackName);
    const applied = (stack?.resources ?? []).map(
      ({ logicalId, resource }) => [logicalId, addressOfResource(resource)] as const,
    );
    const others = this.#addressesOf(name, undefined).flatMap((address) => {
      const parsed = parseAddress(address);
      return parsed === undefined ? [] : [[logicalIdOf(parsed), address] as const];
    });
    const addresses = new Map([...others, ...applied]);
    const touched = this.#touched.get(name) ?? new Map<string, Touched>();
    for (const [logicalId, address] of addresses) {
      const change = changes?.find((one) => one.logicalId === logicalId);
      if (changes !== undefined && change === undefined) continue;
      const key = addressKey(address);
      const before = touched.has(key) ? touched.get(key)?.properties : new Set<string>();
      this.#written.add(key);
      const properties = writtenBy(change);
      const all =
        before === undefined || properties === undefined ? undefined : new Set([...before, ...properties]);
      touched.set(key, { address, properties: all });
    }
    this.#touched.set(name, touched);
    this.#applied.change(stackName, template);
  }
}

/** The properties that a change writes; undefined when it does not say. */
function writtenBy(change: ChangeSetChange | undefined): ReadonlySet<string> | undefined {
  if (change?.action !== 'Modify') return undefined;
  const written = change.details.filter(({ attribute }) => attribute === 'Properties');
  const names = written.flatMap(({ name }) => name ?? []);
  const isSaid = change.scope.every((attribute) =>
    change.details.some((detail) => detail.attribute === attribute),
  );
  return isSaid && names.length === written.length ? new Set(names) : undefined;
}
