import { RolekeeperError } from '../model/failure.ts';
import { awsCodeOf } from './call.ts';

const ATTEMPTS = 3;

/**
 * Reads a resource whose parts come from several calls. When a part is gone by the time it is asked for, the
 * resource is being changed, or IAM is not consistent yet: it is then read from the start.
 *
 * @param address for the message
 * @param readHead the call that says whether the resource exists
 * @param readRest everything else of it
 * @returns undefined when it does not exist
 * @throws RolekeeperError `unchecked` when it changes all the time
 */
export async function readWhole<Head, Whole>(
  address: string,
  readHead: () => Promise<Head>,
  readRest: (head: Head) => Promise<Whole>,
): Promise<Whole | undefined> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const head = await unlessGone(readHead);
    if (head === undefined) return undefined;
    const whole = await unlessGone(() => readRest(head.value));
    if (whole !== undefined) return whole.value;
  }
  throw new RolekeeperError('unchecked', `${address} changed while it was read, ${ATTEMPTS} times in a row`, {
    hint: 'run again when no other change of it is under way',
  });
}

async function unlessGone<T>(read: () => Promise<T>): Promise<{ readonly value: T } | undefined> {
  try {
    return { value: await read() };
  } catch (error) {
    if (awsCodeOf(error) === 'NoSuchEntity') return undefined;
    throw error;
  }
}
