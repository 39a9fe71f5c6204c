import * as z from 'zod';
import { RolekeeperError } from '../model/failure.ts';
import type { Timeouts } from '../aws/clients.ts';

const VARIABLES = z.object({
  // https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
  AWS_MAX_ATTEMPTS: z
    .string()
    .regex(/^(?:[1-9]\d?)?$/, 'must be a whole number from 1 to 99')
    .default(''),
  ROLEKEEPER_AWS_TIMEOUT: z
    .string()
    .regex(/^(?:[1-9]\d{0,2})?$/, 'must be a whole number of seconds from 1 to 999')
    .default(''),
});

/**
 * How long and how often AWS is asked, as far as it is set: `AWS_MAX_ATTEMPTS`, as with every SDK of AWS, and
 * `ROLEKEEPER_AWS_TIMEOUT`, the seconds after which one request is given up.
 *
 * @throws RolekeeperError `invalid-config`
 */
export function timeoutsOf(variables: NodeJS.ProcessEnv): Partial<Timeouts> {
  const parsed = VARIABLES.safeParse(variables);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => {
      const name = path.join('.');
      return `${name} "${variables[name] ?? ''}" ${message}`;
    });
    throw new RolekeeperError('invalid-config', wrong.join('; '), {
      hint: 'correct the environment variable, or take it away',
    });
  }
  const { AWS_MAX_ATTEMPTS: attempts, ROLEKEEPER_AWS_TIMEOUT: seconds } = parsed.data;
  const milliseconds = Number(seconds) * 1_000;
  return {
    ...(attempts === '' ? {} : { attempts: Number(attempts) }),
    ...(seconds === '' ? {} : { connectionMilliseconds: milliseconds, requestMilliseconds: milliseconds }),
  };
}
