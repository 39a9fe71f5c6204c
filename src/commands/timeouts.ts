import { RolekeeperError } from '../model/failure.ts';
import { keysOf } from '../model/keys.ts';
import type { Timeouts } from '../aws/clients.ts';

/** What each may be; empty is not set. */
const VARIABLES = {
  // https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
  AWS_MAX_ATTEMPTS: { pattern: /^(?:[1-9]\d?)?$/, must: 'be a whole number from 1 to 99' },
  ROLEKEEPER_AWS_TIMEOUT: {
    pattern: /^(?:[1-9]\d{0,2})?$/,
    must: 'be a whole number of seconds from 1 to 999',
  },
} as const;

/**
 * How long and how often AWS is asked, as far as it is set: `AWS_MAX_ATTEMPTS`, as with every SDK of AWS, and
 * `ROLEKEEPER_AWS_TIMEOUT`, the seconds after which one request is given up.
 *
 * @throws RolekeeperError `invalid-config`
 */
export function timeoutsOf(variables: NodeJS.ProcessEnv): Partial<Timeouts> {
  const wrong = keysOf(VARIABLES).flatMap((name) => {
    const { pattern, must } = VARIABLES[name];
    const value = variables[name] ?? '';
    return pattern.test(value) ? [] : [`${name} "${value}" must ${must}`];
  });
  if (wrong.length > 0) {
    throw new RolekeeperError('invalid-config', wrong.join('; '), {
      hint: 'correct the environment variable, or take it away',
    });
  }
  const { AWS_MAX_ATTEMPTS: attempts = '', ROLEKEEPER_AWS_TIMEOUT: seconds = '' } = variables;
  const milliseconds = Number(seconds) * 1_000;
  return {
    ...(attempts === '' ? {} : { attempts: Number(attempts) }),
    ...(seconds === '' ? {} : { connectionMilliseconds: milliseconds, requestMilliseconds: milliseconds }),
  };
}
