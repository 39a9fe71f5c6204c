import * as z from 'zod';
import { RolekeeperError } from '../../model/failure.ts';
import { MOST_JOBS } from '../options.ts';

/** What the workflow passes under `with:`. */
export interface Inputs {
  /** Undefined: follows from the event. */
  readonly command: 'plan' | 'apply' | 'drift' | 'validate' | 'inventory' | 'scopes' | 'join' | undefined;
  readonly desired: string;
  /** The folders of the scopes that this job is about; all where it names none. */
  readonly scopes: readonly string[];
  /** With command `scopes`: the most jobs that they are shared out to. */
  readonly jobs: number;
  /** The folder with the plan files of other jobs. */
  readonly plans: string;
  /** Digests that are to be applied although no review covers them. */
  readonly digests: readonly string[];
  readonly comment: 'always' | 'on-change' | 'never';
  readonly driftIssue: boolean;
  readonly failOnDrift: boolean;
  readonly parallel: number;
  /** Undefined: as the settings of each scope say, or no limit. */
  readonly requestsPerSecond: number | undefined;
  /** Undefined: in the job's temporary folder. */
  readonly planPath: string | undefined;
  readonly token: string;
}

const flag = z
  .enum(['true', 'false', ''], 'must be true or false')
  .transform((text) => (text === '' ? undefined : text === 'true'));

const INPUTS = {
  command: z.enum(
    ['plan', 'apply', 'drift', 'validate', 'inventory', 'scopes', 'join', ''],
    'must be plan, apply, drift, validate, inventory, scopes or join; without it, it follows from the event',
  ),
  desired: z.string(),
  scopes: z.string(),
  jobs: z.string().regex(/^(?:[1-9]\d{0,2})?$/, 'must be a whole number from 1 to 256'),
  plans: z.string(),
  digest: z
    .string()
    .regex(
      /^(?:(?:sha256:)?[0-9A-Fa-f]{32,64}[\s,]*)*$/,
      'must be a digest as the plan shows it: 32 or more hexadecimal digits',
    ),
  comment: z.enum(['always', 'on-change', 'never', ''], 'must be always, on-change or never'),
  'drift-issue': flag,
  'fail-on-drift': flag,
  parallel: z.string().regex(/^(?:[1-9]\d?)?$/, 'must be a whole number from 1 to 99'),
  'requests-per-second': z.string().regex(/^(?:[1-9]\d{0,3})?$/, 'must be a whole number from 1 to 9999'),
  'plan-path': z.string(),
  'github-token': z.string(),
} as const;

export const INPUT_NAMES: readonly string[] = Object.keys(INPUTS);

/**
 * Reads the inputs.
 *
 * @param get `core.getInput`: empty text for an input that is not given
 * @throws RolekeeperError `invalid-config` with every input that is wrong
 */
export function parseInputs(get: (name: string) => string): Inputs {
  const given = Object.fromEntries(INPUT_NAMES.map((name) => [name, get(name).trim()]));
  const parsed = z.object(INPUTS).safeParse(given);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => {
      const name = path.join('.');
      return `${name} "${given[name] ?? ''}" ${message}`;
    });
    throw new RolekeeperError('invalid-config', `the inputs of the action: ${wrong.join('; ')}`, {
      hint: 'action.yml and docs/github.md list them',
    });
  }
  const { data } = parsed;
  return {
    command: data.command === '' ? undefined : data.command,
    desired: folderOf(data.desired),
    scopes: data.scopes
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    jobs: Math.min(data.jobs === '' ? MOST_JOBS : Number(data.jobs), MOST_JOBS),
    plans: data.plans === '' ? 'rolekeeper-plans' : data.plans,
    digests: data.digest.split(/[\s,]+/).filter((text) => text !== ''),
    comment: data.comment === '' ? 'always' : data.comment,
    driftIssue: data['drift-issue'] ?? true,
    failOnDrift: data['fail-on-drift'] ?? false,
    parallel: data.parallel === '' ? 5 : Number(data.parallel),
    requestsPerSecond: data['requests-per-second'] === '' ? undefined : Number(data['requests-per-second']),
    planPath: data['plan-path'] === '' ? undefined : data['plan-path'],
    token: data['github-token'],
  };
}

/** From the root of the repository, as git writes it: this is how GitHub's lists of files name it. */
function folderOf(text: string): string {
  const segments = text.split(/[\\/]/).filter((segment) => segment !== '' && segment !== '.');
  if (text.startsWith('/') || segments.includes('..')) {
    throw new RolekeeperError('invalid-config', `the input desired "${text}" leads out of the repository`, {
      hint: 'name a folder from the root of the repository, as in "desired"',
    });
  }
  if (text === '') return 'desired';
  return segments.length === 0 ? '.' : segments.join('/');
}
