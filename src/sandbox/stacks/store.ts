import { AwsError, validationError } from '../aws-error.ts';
import type { ChangeSet, CloudFormationState, Stack, StackResource } from './records.ts';

/** All stacks, deleted ones too: those are found by ARN alone. */
export class CloudFormationStore {
  readonly stacks: Stack[];

  constructor(state?: CloudFormationState) {
    this.stacks = [...(state?.stacks ?? [])];
  }

  save(): CloudFormationState {
    return structuredClone({ stacks: this.stacks });
  }

  /** A stack of a region by its name (when it is not deleted) or its ARN. */
  find(region: string, nameOrArn: string): Stack | undefined {
    if (nameOrArn.startsWith('arn:')) return this.stacks.find((stack) => stack.id === nameOrArn);
    return this.inRegion(region).find((stack) => stack.name === nameOrArn);
  }

  /** The stacks of a region that are not deleted, newest first. */
  inRegion(region: string): readonly Stack[] {
    return this.stacks
      .filter((stack) => stack.region === region && stack.status !== 'DELETE_COMPLETE')
      .toReversed();
  }

  /** The stack of a region, and its resource, that has a physical id. */
  ownerOf(region: string, type: string, physicalId: string): [Stack, StackResource] | undefined {
    for (const stack of this.inRegion(region)) {
      const resource = stack.resources.find(
        (one) => one.type === type && one.physicalId === physicalId && !hasLeft(one),
      );
      if (resource !== undefined) return [stack, resource];
    }
    return undefined;
  }

  /** A change set by ARN, or by name within a stack. Executed ones give way to a newer one of the same name. */
  findChangeSet(region: string, nameOrArn: string, stackName?: string): [Stack, ChangeSet] | undefined {
    const stacks =
      stackName === undefined
        ? this.stacks
        : [this.find(region, stackName)].filter((stack) => stack !== undefined);
    for (const stack of stacks) {
      const named = stack.changeSets.filter((one) => one.id === nameOrArn || one.name === nameOrArn);
      const found = named.findLast((one) => !isExecuted(one)) ?? named.at(-1);
      if (found !== undefined) return [stack, found];
    }
    return undefined;
  }
}

/** Whether a resource is no longer of its stack: deleted, or let go of. */
export function hasLeft(resource: StackResource): boolean {
  return resource.status === 'DELETE_COMPLETE' || resource.status === 'DELETE_SKIPPED';
}

/** Whether a change set was executed: its name is free again, and lists do not show it. */
export function isExecuted(changeSet: ChangeSet): boolean {
  return changeSet.executionStatus.startsWith('EXECUTE_');
}

/** The two wordings for a stack that does not exist, by operation. */
export function stackWithIdMissing(name: string): AwsError {
  return validationError(`Stack with id ${name} does not exist`);
}

export function stackMissing(name: string): AwsError {
  return validationError(`Stack [${name}] does not exist`);
}

export function changeSetMissing(name: string): AwsError {
  return new AwsError('ChangeSetNotFound', 404, `ChangeSet [${name}] does not exist`);
}
