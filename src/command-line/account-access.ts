import { Option } from 'commander';
import type { Opening } from '../commands/begin-reading.ts';
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

/** The same, where it may be asked at once whose they are: while the files are read that say whose they must be. */
export async function openingEarly(
  options: RateOptions,
  environment: Environment,
  asks: boolean,
): Promise<Opening> {
  const { askIdentity, openSession } = await import('../commands/open-session.ts');
  const connection = connectionOf(options, environment);
  const asked = asks ? askIdentity(connection) : undefined;
  return {
    open: (settings) => openSession(settings, { ...connection, asked }),
    close: () => asked?.close(),
  };
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
