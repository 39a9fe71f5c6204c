import { addressKey, type Address } from '../model/address.ts';
import type { AppliedStack } from '../model/applied.ts';
import type { Scope } from '../model/integration.ts';
import { addressOfResource } from '../model/resource.ts';
import type { StackWriter } from '../model/stack-writer.ts';
import type { ReadPlan, Wanted } from '../apply/ports.ts';
import { parseApplied } from '../cloudformation/applied.ts';
import { liveMemory, type LiveMemory } from '../live/live-memory.ts';
import { readApplied } from '../live/read-stacks.ts';
import { templateMemory, type TemplateMemory } from '../live/template-memory.ts';
import { buildPlan } from '../plan/build-plan.ts';
import type { PlanInput } from '../plan/input.ts';
import { readCatalogue } from './read-catalogue.ts';
import type { Session } from './session.ts';

export interface StateRequest {
  readonly scope: Scope;
  readonly session: Session;
  /** The plan that is carried out: what is known at first. */
  readonly planned: ReadPlan;
  /** `YYYY-MM-DD` */
  readonly today: string;
}

/**
 * The account while a plan is carried out. A change set touches the resources of one integration, so a read after it
 * asks for the status of that stack and then for those resources, one by one; of everything else the last read stands.
 * What only a report needs (access, holders, credentials, owners) is not asked for.
 */
export class AccountState {
  readonly #request: StateRequest;
  readonly #templates: TemplateMemory;
  readonly #live: LiveMemory;
  /** Every address of which something is known. */
  readonly #known: Set<string>;
  /** By integration, what was read since its last change. */
  readonly #fresh = new Map<string, Set<string>>();

  constructor(request: StateRequest) {
    const { session, planned } = request;
    this.#request = request;
    this.#templates = templateMemory(session.stacks);
    this.#live = liveMemory(session.iam, planned.input.live);
    this.#known = new Set(
      planned.plan.integrations.flatMap(({ entries }) => entries.map(({ address }) => addressKey(address))),
    );
  }

  /** As `readState` of the ports of apply. */
  async read(integrations: readonly string[], wanted: Wanted): Promise<ReadPlan> {
    const { scope, session, today } = this.#request;
    const { settings } = scope;
    const reader = this.#templates.readerOf(integrations.map((name) => settings.stackPrefix + name));
    const applied = await readApplied(reader, settings, integrations, parseApplied);
    const stacks = new Map((applied.known ? applied.stacks : []).map((stack) => [stack.integration, stack]));
    const asked = new Map(integrations.map((name) => [name, this.#asked(name, stacks.get(name), wanted)]));
    await this.#live.read([...asked.values()].flat());
    for (const [name, addresses] of asked) this.#note(name, addresses);
    const endpoint = session.endpoint();
    const input: PlanInput = {
      scope,
      applied,
      live: this.#live.live(),
      source: endpoint === undefined ? { kind: 'iam' } : { kind: 'iam', endpoint },
      only: integrations,
      today,
      ownArns: session.ownArns,
      catalogue: await readCatalogue(),
    };
    return { plan: buildPlan(input), input };
  }

  /** A writer through which the state is told what is out of date. */
  watch(writer: StackWriter): StackWriter {
    const stackNames = new Map<string, string>();
    return {
      ...writer,
      createChangeSet: async (request) => {
        const made = await writer.createChangeSet(request);
        stackNames.set(made.changeSetId, request.stackName);
        stackNames.set(made.stackId, request.stackName);
        return made;
      },
      executeChangeSet: async (changeSetId, clientToken) => {
        this.#outdate(stackNames.get(changeSetId));
        await writer.executeChangeSet(changeSetId, clientToken);
      },
      deleteStack: async (stackId, clientToken) => {
        this.#outdate(stackNames.get(stackId));
        await writer.deleteStack(stackId, clientToken);
      },
    };
  }

  #asked(name: string, stack: AppliedStack | undefined, wanted: Wanted): readonly Address[] {
    const all = this.#addressesOf(name, stack);
    if (wanted !== 'all') {
      const unknown = all.filter((address) => !this.#known.has(addressKey(address)));
      return [...wanted(name, stack), ...unknown];
    }
    const fresh = this.#fresh.get(name);
    return all.filter((address) => fresh?.has(addressKey(address)) !== true);
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

  #note(name: string, addresses: readonly Address[]): void {
    const keys = addresses.map(addressKey);
    for (const key of keys) this.#known.add(key);
    this.#fresh.set(name, new Set([...(this.#fresh.get(name) ?? []), ...keys]));
  }

  /** @param stackName of every stack when it is not known which one is changed */
  #outdate(stackName: string | undefined): void {
    this.#templates.forget(stackName);
    if (stackName === undefined) this.#fresh.clear();
    else this.#fresh.delete(stackName.slice(this.#request.scope.settings.stackPrefix.length));
  }
}
