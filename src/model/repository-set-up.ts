import type { Known } from './inventory.ts';

/** What GitHub keeps of a repository besides its files, as far as it says. */
export interface RepositorySetUp {
  /** OWNER/NAME */
  readonly name: string;
  readonly identity: Known<RepositoryIdentity>;
  readonly subject: Known<SubjectForm>;
  /** By name; undefined of one that is not there. */
  readonly environments: ReadonlyMap<string, Known<DeploymentEnvironment | undefined>>;
  /** Of the default branch, by its rulesets. */
  readonly rules: Known<BranchRules>;
  /** Of the default branch, by branch protection; undefined where there is none. */
  readonly protection: Known<BranchRules | undefined>;
  /** By path; undefined of one that GitHub does not know. */
  readonly schedules: ReadonlyMap<string, Known<ScheduledWorkflow | undefined>>;
  /** Whether commits that workflows pin the action to exist, by commit. */
  readonly pins: ReadonlyMap<string, Known<boolean>>;
}

export interface RepositoryIdentity {
  readonly ownerId: string;
  readonly repositoryId: string;
  readonly defaultBranch: string;
}

/** https://docs.github.com/en/rest/actions/oidc */
export interface SubjectForm {
  /** Subjects have the ids of owner and repository in them; undefined where GitHub does not say. */
  readonly hasIds: boolean | undefined;
  /** A template of the repository's own decides what is in a subject. */
  readonly isCustom: boolean;
}

/** https://docs.github.com/en/rest/deployments/environments */
export interface DeploymentEnvironment {
  /** The branches and tags that may use it; undefined: all. `protected` are those with protection. */
  readonly branches: 'protected' | readonly string[] | undefined;
  /** Users and teams: each job needs the approval of one. */
  readonly reviewers: number;
  readonly letsOwnChangeThrough: boolean;
  readonly letsAdministratorsPast: boolean;
}

/** What is asked of a merge. */
export interface BranchRules {
  readonly requiredChecks: readonly string[];
  /** Undefined where a merge needs no pull request. */
  readonly reviews?: {
    readonly approvals: number;
    readonly dismissesStale: boolean;
    readonly asksCodeOwners: boolean;
  };
}

export interface ScheduledWorkflow {
  /** `active`, `disabled_inactivity`, `disabled_manually`, `disabled_fork`, `deleted` */
  readonly state: string;
  /** The last run that the schedule started; undefined where there was none. */
  readonly last?: { readonly at: string; readonly conclusion: string | undefined; readonly url: string };
}
