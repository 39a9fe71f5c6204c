import { createHash } from 'node:crypto';
import { authorizeHandler } from './authorization/authorize.ts';
import { CloudFormationStore } from './stacks/store.ts';
import type { CloudFormationState } from './stacks/records.ts';
import { Faults } from './faults.ts';
import type { IamState } from './iam/records.ts';
import { IamStore } from './iam/store.ts';
import type { LedgerEntry, Origin } from './ledger.ts';
import type { SandboxOrganization } from './organizations.ts';
import { defaultSwitches, type Switches } from './switches.ts';

/** One request that was answered (or not). */
export interface RequestRecord {
  readonly number: number;
  readonly at: string;
  readonly service: string;
  readonly action: string;
  readonly region: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** 0: the fault was to answer nothing. */
  readonly status: number;
  readonly error?: string;
}

/** A whole world as plain JSON. */
export interface SandboxState {
  readonly version: 1;
  readonly account: string;
  readonly counter: number;
  readonly iam: IamState;
  readonly cloudFormation: CloudFormationState;
  readonly ledger: readonly LedgerEntry[];
}

/** One account with everything in it. Tests look into it and change it directly. */
export class World {
  readonly account: string;
  readonly iam: IamStore;
  readonly cloudFormation: CloudFormationStore;
  readonly ledger: LedgerEntry[];
  readonly requests: RequestRecord[] = [];
  readonly faults = new Faults();
  /** The largest page that a list is served in, whatever is asked for. */
  readonly pageSize: number;
  switches: Switches;
  /** What the account belongs to, where it belongs to one. */
  organization: SandboxOrganization | undefined;
  /** Who signs with an access key: as far as any request did. */
  readonly principals = new Map<string, string>();
  #counter: number;
  readonly #principalsAsked = new Map<string, number>();
  /** IAM before the write under way; kept where a write may be refused. */
  #before: IamState | undefined;
  #stale: { readonly iam: IamStore; left: number } | undefined;

  constructor(account: string, options: WorldOptions = {}) {
    const { state } = options;
    if (state !== undefined && state.version !== 1) {
      throw new Error(`sandbox state has version ${String(state.version)}, this sandbox reads version 1`);
    }
    this.account = state?.account ?? account;
    this.iam = new IamStore(this.account, structuredClone(state?.iam));
    this.cloudFormation = new CloudFormationStore(structuredClone(state?.cloudFormation));
    this.ledger = [...(state?.ledger ?? [])];
    this.#counter = state?.counter ?? 0;
    this.switches = { ...defaultSwitches, ...options.switches };
    this.pageSize = options.pageSize ?? 1000;
  }

  save(): SandboxState {
    return {
      version: 1,
      account: this.account,
      counter: this.#counter,
      iam: this.iam.save(),
      cloudFormation: this.cloudFormation.save(),
      ledger: structuredClone(this.ledger),
    };
  }

  now(): string {
    return new Date().toISOString();
  }

  /** IAM's times have no fractions of a second. */
  iamNow(): string {
    return this.now().replace(/\.\d+Z$/, 'Z');
  }

  /** A new unique id of IAM: `AROA` and 17 characters. */
  uniqueId(prefix: string): string {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    const letters = [...this.#digest(prefix).subarray(0, 17)].map((byte) => alphabet[byte % 32] ?? 'A');
    return prefix + letters.join('');
  }

  /** Every request has one, and nothing is told apart by it but requests: it takes no digest. */
  requestId(): string {
    this.#counter += 1;
    return `00000000-0000-4000-8000-${this.#counter.toString(16).padStart(12, '0')}`;
  }

  uuid(): string {
    const hex = this.#digest('uuid').toString('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
      '-',
    );
  }

  /** Keeps what IAM was, when reads are to be stale. Comes before each change of IAM. */
  beforeWrite(): void {
    if (this.switches.authorization !== 'off') this.#before = this.iam.save();
    const reads = this.switches.staleReads;
    if (reads === 0) return;
    this.#stale = { iam: this.#stale?.iam ?? new IamStore(this.account, this.iam.save()), left: reads };
  }

  /** IAM as a read sees it now: perhaps as it was before the last writes. */
  iamForRead(): IamStore {
    const stale = this.#stale;
    if (stale === undefined) return this.iam;
    stale.left -= 1;
    if (stale.left <= 0) this.#stale = undefined;
    return stale.iam;
  }

  /** Whether a principal is still too new to be trusted; each question counts. */
  hidesPrincipal(id: string): boolean {
    const delay = this.switches.principalDelay;
    const asked = this.#principalsAsked.get(id) ?? 0;
    this.#principalsAsked.set(id, asked + 1);
    return asked < delay;
  }

  /** @throws AwsError AccessDenied, with IAM as it was before, where a handler may not do this */
  record(origin: Origin, operation: string, resource: string, subject?: string): void {
    this.#refuseUnauthorized(origin, operation, resource, subject);
    const number = this.ledger.length + 1;
    const entry = { number, at: this.now(), origin, operation, resource };
    this.ledger.push(subject === undefined ? entry : { ...entry, subject });
  }

  #refuseUnauthorized(
    origin: Origin,
    operation: string,
    resource: string,
    subject: string | undefined,
  ): void {
    const state = this.#before;
    if (state === undefined || origin.kind === 'api') return;
    const before = new IamStore(this.account, structuredClone(state));
    try {
      authorizeHandler(this, { origin, operation, resource, subject, before, after: this.iam });
    } catch (error) {
      this.iam.load(state);
      throw error;
    }
  }

  #digest(purpose: string): Buffer {
    this.#counter += 1;
    return createHash('sha256')
      .update(`${this.account}/${purpose}/${String(this.#counter)}`)
      .digest();
  }
}

export interface WorldOptions {
  readonly state?: SandboxState | undefined;
  readonly switches?: Partial<Switches> | undefined;
  readonly pageSize?: number | undefined;
}
