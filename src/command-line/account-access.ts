import { Option } from 'commander';
import type { Environment } from '../commands/environment.ts';
import type { RateOptions } from '../commands/options.ts';
import type { OpenSession, OpenWritableSession } from '../commands/session.ts';
import { wholeNumber } from './numbers.ts';

export function requestRate(): Option {
  return new Option(
    '--requests-per-second <n>',
    'the most requests to AWS in a second; by default "requestsPerSecond" of the settings, or no limit',
  ).argParser(wholeNumber);
}

/** Opens accounts for reading, once a command needs it. */
export async function opening(options: RateOptions, environment: Environment): Promise<OpenSession> {
  const { openSession } = await import('../commands/open-session.ts');
  return (settings) => openSession(settings, connectionOf(options, environment));
}

/** The same for changing them. */
export async function openingWritable(
  options: RateOptions,
  environment: Environment,
): Promise<OpenWritableSession> {
  const { openWritableSession } = await import('../commands/open-session.ts');
  return (settings) => openWritableSession(settings, connectionOf(options, environment));
}

export function connectionOf({ requestsPerSecond }: RateOptions, { calls }: Environment) {
  return {
    ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
    ...(calls === undefined ? {} : { calls }),
  };
}
