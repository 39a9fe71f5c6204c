import type { Scope } from '../model/integration.ts';
import { renderJson } from '../report/json-report.ts';
import type { Environment } from './environment.ts';
import { loadScopes } from './load-scopes.ts';
import { MOST_JOBS } from './options.ts';
import { writeReport } from './write-report.ts';

export interface ScopesOptions {
  readonly desired: string;
  readonly jobs: number;
  readonly out?: string;
}

/** One job of a matrix. */
export interface MatrixItem {
  /** For the name of the job: the folder, or how many there are. */
  readonly name: string;
  /** The folders of its scopes, one a line, as the input `scopes` takes them. */
  readonly scopes: string;
  /** Absent where the job has scopes of several accounts or regions. */
  readonly account?: string;
  readonly region?: string;
}

/** Prints the scopes as the list that a matrix of GitHub Actions is made of. */
export async function scopes(
  { desired, jobs, out }: ScopesOptions,
  environment: Environment,
): Promise<number> {
  const loaded = await loadScopes({ desired }, environment, { mayBeEmpty: true });
  await writeReport(renderJson(matrixOf(loaded, jobs)), out, environment);
  return 0;
}

/** The scopes in at most so many parts of nearly the same size, in their order. */
export function matrixOf(scopes: readonly Scope[], jobs = MOST_JOBS): readonly MatrixItem[] {
  const parts = Math.min(jobs, MOST_JOBS, scopes.length);
  return Array.from({ length: parts }, (_, index) => {
    const own = scopes.slice(
      Math.floor((index * scopes.length) / parts),
      Math.floor(((index + 1) * scopes.length) / parts),
    );
    const [first, ...others] = own;
    const account = sole(own.map(({ settings }) => settings.account));
    const region = sole(own.map(({ settings }) => settings.region));
    return {
      name:
        others.length === 0
          ? (first?.directory ?? '')
          : `${first?.directory ?? ''} and ${others.length} more`,
      scopes: own.map(({ directory }) => directory).join('\n'),
      ...(account === undefined ? {} : { account }),
      ...(region === undefined ? {} : { region }),
    };
  });
}

function sole(values: readonly string[]): string | undefined {
  const [first, ...others] = new Set(values);
  return others.length === 0 ? first : undefined;
}
