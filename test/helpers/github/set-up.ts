import type { Row } from './exchange.ts';

/** How the repository is set up: what the settings pages of GitHub keep, in the shapes of its API. */
export class SetUp {
  /** Logins that are administrators of the repository. */
  readonly administrators = new Set<string>();
  /** By name: the answer of GET …/environments/{name}. */
  readonly environments = new Map<string, Row>();
  /** By name of an environment: its deployment branch policies. */
  readonly branchPolicies = new Map<string, readonly Row[]>();
  /** The answer of GET …/rules/branches/{branch}. */
  rules: readonly Row[] = [];
  /** The answer of GET …/branches/{branch}/protection; undefined where there is none. */
  protection: Row | undefined;
  /** The answer of GET …/actions/oidc/customization/sub. */
  subject: Row = { use_default: true };
  /** By the name of the file: a workflow that GitHub knows, and the runs that its schedule started. */
  readonly workflows = new Map<string, { readonly state: string; readonly runs: readonly Row[] }>();
  /** How commits of rolekeeper/rolekeeper compare with its default branch; any other is not there. */
  readonly actionCommits = new Map<string, 'ahead' | 'behind' | 'diverged' | 'identical'>();
}
