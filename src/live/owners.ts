import pLimit from 'p-limit';
import type { StackOwner, StackReader } from '../model/stack-reader.ts';

const QUESTIONS_AT_A_TIME = 5;

/** A resource as CloudFormation knows it. */
export interface PhysicalResource {
  /** `AWS::IAM::Role` */
  readonly type: string;
  /** The name, or the ARN of a managed policy. */
  readonly physicalId: string;
}

/**
 * The stacks that have the resources, in the account and region of the reader; undefined where none has. In the order
 * of the question.
 */
export async function readOwners(
  reader: Pick<StackReader, 'owner'>,
  resources: readonly PhysicalResource[],
): Promise<readonly (StackOwner | undefined)[]> {
  const limit = pLimit(QUESTIONS_AT_A_TIME);
  return Promise.all(resources.map(({ physicalId, type }) => limit(() => reader.owner(physicalId, type))));
}
