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

/** Everything outside that apply works with. */
export interface ApplyPorts {
  readonly reader: StackReader;
  readonly writer: StackWriter;
  readonly clock: Clock;
  /** A fresh unique text of letters, digits and hyphens. */
  readonly newId: () => string;
  /** Reads the account anew and plans the named integrations. */
  readonly readAgain: (integrations: readonly string[]) => Promise<ReadPlan>;
  readonly onProgress: OnProgress;
  /** On whose account; goes into templates and change sets. */
  readonly audit?: Audit;
  /** Awaited just before the first change of each integration's stack; what it throws is why that one is not changed. */
  readonly beforeFirstMutation?: (integration: string) => Promise<void>;
}
