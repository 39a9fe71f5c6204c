import type { JsonObject } from '../model/json.ts';
import type { ResourceToImport } from '../model/stack-writer.ts';
import type { ExpectedChanges } from '../cloudformation/gate.ts';

/** One change of a stack on the way to the desired state. */
export type Step = ChangeSetStep | DeleteStackStep;

export interface ChangeSetStep {
  readonly step: 'change-set';
  readonly type: 'CREATE' | 'UPDATE' | 'IMPORT';
  /** In words, for progress and the change set's description. */
  readonly purpose: string;
  readonly template: JsonObject;
  readonly expectation: ExpectedChanges;
  readonly resourcesToImport?: readonly ResourceToImport[];
  /** Drift-aware: CloudFormation compares with what is live, as far as it can see it. */
  readonly deploymentMode?: 'REVERT_DRIFT';
}

export interface DeleteStackStep {
  readonly step: 'delete-stack';
  readonly purpose: string;
  readonly stackId: string;
}
