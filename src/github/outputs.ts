import type { FailureReason } from '../model/failure.ts';
import { keysOf } from '../model/keys.ts';

/** What a step says to the steps after it. */
export interface RunOutputs {
  readonly result: RunResult;
  readonly hasChanges: boolean;
  readonly hasDrift: boolean;
  readonly createCount: number;
  readonly updateCount: number;
  readonly deleteCount: number;
  readonly adoptCount: number;
  readonly driftCount: number;
  readonly findingCount: number;
  readonly failureReason?: FailureReason;
  readonly planPath?: string;
  readonly reportPath?: string;
  readonly sarifPath?: string;
  readonly inventoryPath?: string;
  readonly planDigest?: string;
  readonly matrix?: string;
  readonly commentUrl?: string;
  readonly issueNumber?: number;
}

/** `skipped`: the event asks for nothing. `superseded`: a newer run does the work. */
export type RunResult =
  'no-changes' | 'changes' | 'applied' | 'drift' | 'blocked' | 'skipped' | 'superseded' | 'error';

/** Every output of the action, and where its value comes from. */
const OUTPUTS = {
  result: ({ result }) => result,
  'has-changes': ({ hasChanges }) => hasChanges,
  'has-drift': ({ hasDrift }) => hasDrift,
  'create-count': ({ createCount }) => createCount,
  'update-count': ({ updateCount }) => updateCount,
  'delete-count': ({ deleteCount }) => deleteCount,
  'adopt-count': ({ adoptCount }) => adoptCount,
  'drift-count': ({ driftCount }) => driftCount,
  'finding-count': ({ findingCount }) => findingCount,
  'failure-reason': ({ failureReason }) => failureReason,
  matrix: ({ matrix }) => matrix,
  'plan-path': ({ planPath }) => planPath,
  'report-path': ({ reportPath }) => reportPath,
  'sarif-path': ({ sarifPath }) => sarifPath,
  'inventory-path': ({ inventoryPath }) => inventoryPath,
  'plan-digest': ({ planDigest }) => planDigest,
  'comment-url': ({ commentUrl }) => commentUrl,
  'issue-number': ({ issueNumber }) => issueNumber,
} as const satisfies Readonly<Record<string, (outputs: RunOutputs) => string | number | boolean | undefined>>;

export type OutputName = keyof typeof OUTPUTS;

export const OUTPUT_NAMES: readonly OutputName[] = keysOf(OUTPUTS);

/** The outputs as workflows see them: every name, booleans as `true` and `false`, nothing as empty text. */
export function outputsOf(outputs: RunOutputs): readonly (readonly [OutputName, string])[] {
  return OUTPUT_NAMES.map((name) => [name, String(OUTPUTS[name](outputs) ?? '')]);
}

/** Hands all outputs to `core.setOutput`, which keeps values with line ends in one piece. */
export function writeOutputs(outputs: RunOutputs, set: (name: OutputName, value: string) => void): void {
  for (const [name, value] of outputsOf(outputs)) set(name, value);
}
