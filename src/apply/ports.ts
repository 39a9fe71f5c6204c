import type { Address } from '../model/address.ts';
import type { AppliedStack } from '../model/applied.ts';
import type { Audit } from '../model/audit.ts';
import type { Clock } from '../model/clock.ts';
import type { Plan } from '../model/plan.ts';
import type { OnProgress } from '../model/progress.ts';
import type { StackReader } from '../model/stack-reader.ts';
import type { StackWriter } from '../model/stack-writer.ts';
import type { PlanInput } from '../plan/input.ts';

/** A plan and what it was made from. */
export interface ReadPlan {
  readonly plan: Plan;
  readonly input: PlanInput;
}

/** Which addresses of an integration are read. */
export type Wanted = (known: KnownState) => readonly Address[];

/** What is known of an integration before its addresses are read. */
export interface KnownState {
  readonly integration: string;
  /** As it is now. */
  readonly stack: AppliedStack | undefined;
  /** What a change set of this run touched, and was not read since. */
  readonly touched: readonly Address[];
}

/**
 * What is read in any case. Else stacks are asked for only where this run changed them since they were last seen, and of
 * resources only what it wrote is read.
 */
export interface Anew {
  readonly stacks?: true;
  readonly resources?: true;
}

/** Everything outside that apply works with. */
export interface ApplyPorts {
  readonly reader: StackReader;
  readonly writer: StackWriter;
  readonly clock: Clock;
  /** A fresh unique text of letters, digits and hyphens. */
  readonly newId: () => string;
  /** Reads the status of these stacks, then what is wanted of IAM, resource by resource, and compares. Nothing is judged. */
  readonly readState: (integrations: readonly string[], wanted: Wanted, anew?: Anew) => Promise<ReadPlan>;
  /** Whether a change set that this run executed touched it: what else differs, IAM will not tell otherwise in a while. */
  readonly hasWritten: (address: Address) => boolean;
  /** Reads all of one integration anew, plans and judges it; undefined where something forbids to touch it now. */
  readonly readIfApplicable: (integration: string) => Promise<ReadPlan | undefined>;
  /** Awaits a call that makes AWS change what a stack holds; applying one integration notes there that it was sent. */
  readonly begin?: (call: Promise<void>) => Promise<void>;
  readonly onProgress: OnProgress;
  /** On whose account; goes into templates and change sets. */
  readonly audit?: Audit;
  /** Awaited just before the first change of each integration's stack; what it throws is why that one is not changed. */
  readonly beforeFirstMutation?: (integration: string) => Promise<void>;
}
