import type { Clock } from '../model/clock.ts';
import type { RolekeeperError } from '../model/failure.ts';
import type { StackWriter } from '../model/stack-writer.ts';
import type { ApplyPorts } from './ports.ts';

/** Whether the run is to end before its time, and why. Once it is set it stays. */
export interface Stop {
  /** Why; undefined while the run may go on. */
  readonly reason: () => RolekeeperError | undefined;
  /** Ends every wait at once; the first reason counts. */
  readonly request: (reason: RolekeeperError) => void;
  /** Resolves when it was requested. */
  readonly requested: Promise<void>;
}

export function newStop(): Stop {
  let reason: RolekeeperError | undefined;
  let tell: () => void = () => undefined;
  const requested = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return {
    reason: () => reason,
    request: (why) => {
      reason ??= why;
      tell();
    },
    requested,
  };
}

/**
 * Ports under which no new step is started once a stop is requested, and no wait goes on. What runs in CloudFormation
 * goes on by itself; a change set that was not executed yet may still be taken away.
 */
export function stoppable(ports: ApplyPorts, stop: Stop): ApplyPorts {
  return {
    ...ports,
    clock: stoppableClock(ports.clock, stop),
    writer: stoppableWriter(ports.writer, stop),
    readAgain: async (integrations) => {
      throwWhenStopped(stop);
      return ports.readAgain(integrations);
    },
  };
}

function stoppableClock(clock: Clock, stop: Stop): Clock {
  return {
    now: () => clock.now(),
    sleep: async (milliseconds) => {
      throwWhenStopped(stop);
      await Promise.race([clock.sleep(milliseconds), stop.requested]);
      throwWhenStopped(stop);
    },
  };
}

function stoppableWriter(writer: StackWriter, stop: Stop): StackWriter {
  const unlessStopped =
    <Args extends readonly unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      throwWhenStopped(stop);
      return call(...args);
    };
  return {
    ...writer,
    createChangeSet: unlessStopped((request) => writer.createChangeSet(request)),
    executeChangeSet: unlessStopped((id, token) => writer.executeChangeSet(id, token)),
    deleteStack: unlessStopped((id, token) => writer.deleteStack(id, token)),
  };
}

function throwWhenStopped(stop: Stop): void {
  const reason = stop.reason();
  if (reason !== undefined) throw reason;
}
