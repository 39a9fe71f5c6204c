import type { Address } from './address.ts';
import type { Dates } from './dates.ts';
import type { Diagnostic, Location } from './diagnostic.ts';
import type { Expectation } from './expectation.ts';
import type { RuleException, RuleSettings } from './finding.ts';
import type { Handover } from './handover.ts';
import { addressOfResource, type Resource } from './resource.ts';

/** Known drift that is shown and not reverted until a date. */
export interface Hold {
  readonly address: Address;
  /** A CloudFormation property name such as `Policies`; the whole resource when absent. */
  readonly field?: string;
  /** The fingerprint of the one drift that it holds: another drift of the same field is new drift. */
  readonly drift: string;
  readonly reason: string;
  /** The first day on which it no longer holds, `YYYY-MM-DD`; a year ahead at most. */
  readonly until: string;
}

/** The last day that a hold may name: known drift that is not looked at again is no longer known. */
export function latestUntil(today: string): string {
  return `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`;
}

/** A field that is not compared. */
export interface Ignore {
  readonly address: Address;
  readonly field: string;
  readonly reason: string;
}

/** One resource of a desired file, with the place where it stands. */
export interface DesiredResource {
  readonly resource: Resource;
  /** `pending: true` of a role: the principal to trust is not known yet, and until then none can assume it. */
  readonly pending?: true;
  readonly location: Location;
  /** Where each property of the resource stands in the file, by CloudFormation property name. */
  readonly propertyLocations: Readonly<Record<string, Location>>;
  /** Where the statements of its documents stand, by property name; of an inline policy by `Policies/<name>`. */
  readonly statementLocations?: Readonly<Record<string, readonly Location[]>>;
}

/** One `desired/<name>.yaml`: one purpose of one third party in one account; becomes one CloudFormation stack. */
export interface Integration extends Dates {
  readonly name: string;
  readonly description: string;
  readonly vendor?: { readonly name: string; readonly docs?: string };
  readonly owner?: string;
  readonly file: string;
  readonly resources: readonly DesiredResource[];
  /** Acknowledgements: what the file says may be destroyed, left unmanaged, or changed by adoption. */
  readonly delete: readonly Address[];
  readonly release: readonly Address[];
  readonly overwrite: readonly Address[];
  /** Where each acknowledgement stands, by `acknowledgement(key, address)`; of an exception by `<rule> of <address>`, of a hold by its fingerprint. */
  readonly acknowledgedAt?: Readonly<Record<string, Location>>;
  readonly hold: readonly Hold[];
  readonly ignore: readonly Ignore[];
  /** Findings of the review rules that the file accepts. */
  readonly exceptions?: readonly RuleException[];
  /** Compared and reported, never applied. */
  readonly observe: boolean;
  /** `suspend: true`, or expired: its roles and users have the inline policy SUSPENSION_POLICY besides what the file says. */
  readonly suspended?: boolean;
  /** It is suspended because its `expires` has come, and no line of its file says so. */
  readonly expired?: true;
  /** Where its dates stand. */
  readonly datesAt?: Readonly<Partial<Record<keyof Dates, Location>>>;
  /** What the third party is to be told, with references filled in. */
  readonly handover?: Handover;
  /** Tests of its own policies. */
  readonly expectations?: readonly Expectation[];
}

/** What integrations declare, file by file. */
export function declaredBy(integrations: readonly Pick<Integration, 'resources'>[]): readonly Address[] {
  return integrations.flatMap(({ resources }) =>
    resources.map(({ resource }) => addressOfResource(resource)),
  );
}

/** The inline policy that denies everything to the roles and users of a suspended integration. */
export const SUSPENSION_POLICY = 'rolekeeper-suspended';

/** A file that stands for many accounts, as a scope includes it. */
export interface Include {
  /** From the folder that holds the scope's folder: "_shared/my-vendor.yaml". */
  readonly file: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** What else the scope says of it, by key: `exceptions`, `hold`, … */
  readonly said: Readonly<Record<string, unknown>>;
}

/** The roles of a scope's account that a run assumes with the credentials that it was given. */
export interface ScopeRole {
  /** The ARN of the role that plan, drift and all that only reads assume. */
  readonly read: string;
  /** The ARN of the role that apply assumes. */
  readonly apply?: string;
  readonly externalId?: string;
  /** How long a session lasts; an hour where the settings do not say. */
  readonly durationSeconds?: number;
}

/** `rolekeeper.yaml`: the settings of one scope. */
export interface Settings extends RuleSettings {
  readonly file: string;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** `aws`, `aws-cn`, `aws-us-gov`, …: follows from the region. */
  readonly partition: string;
  readonly stackPrefix: string;
  /** The ARN of the role that CloudFormation assumes, when set. */
  readonly cloudFormationRole?: string;
  /** Names of the roles that rolekeeper itself works with, besides that of CloudFormation; absent: the usual ones. */
  readonly ownRoles?: readonly string[];
  /** Become tags of every resource that CloudFormation can tag. */
  readonly tags: Readonly<Record<string, string>>;
  /** Tag keys that are not compared; `*` at the end matches any rest. */
  readonly ignoreTags: readonly string[];
  readonly maxDeletes: number;
  /** The most requests to AWS in a second. */
  readonly requestsPerSecond?: number;
  /** What must stand before apply on GitHub: a plan that was shown and approved, a plan that was shown, nothing. */
  readonly requireReview?: 'approval' | 'plan' | 'none';
  /** The id of the GitHub App whose comments count as evidence; absent: whatever app has the login of the run's token. */
  readonly gitHubApp?: number;
  /** Reports show nothing of external ids but a fingerprint. */
  readonly hideExternalIds?: true;
  /** Vendors by their accounts, beside the published ones. */
  readonly vendors?: readonly { readonly name: string; readonly accounts: readonly string[] }[];
  /** Prefixes of stacks that another repository keeps with rolekeeper. */
  readonly otherStackPrefixes?: readonly string[];
  /** Assumed before anything is read or changed; absent: the run's own credentials are those of the account. */
  readonly role?: ScopeRole;
  readonly include?: readonly Include[];
  /** The folder is about to go: all that its integrations still have may be destroyed, or left in the account. */
  readonly retire?: 'delete' | 'release';
  /** Integrations whose file is gone and that may be destroyed, or left in the account unmanaged. */
  readonly delete: readonly string[];
  readonly release: readonly string[];
  /** Where each of them stands, by `acknowledgement(key, name)`. */
  readonly acknowledgedAt?: Readonly<Record<string, Location>>;
}

/** Whether the settings say that an integration whose file is gone may be destroyed, or let go of. */
export function isGivenUp(settings: Settings, key: 'delete' | 'release', name: string): boolean {
  return settings.retire === key || settings[key].includes(name);
}

export type AcknowledgementKey = 'delete' | 'release' | 'overwrite';

/** An acknowledgement as one would write it for a single subject: `delete: [role/x]`. */
export function acknowledgement(key: AcknowledgementKey | 'exceptions' | 'hold', subject: string): string {
  return `${key}: [${subject}]`;
}

/** A folder with a `rolekeeper.yaml`: one account and region, and its integrations sorted by name. */
export interface Scope {
  readonly directory: string;
  readonly settings: Settings;
  readonly integrations: readonly Integration[];
  /** Warnings only: a scope with errors is not handed on. */
  readonly warnings: readonly Diagnostic[];
  /** The other folders for the same account; absent where there are none. */
  readonly neighbours?: readonly Neighbour[];
}

/** What one folder knows of another one for the same account. */
export interface Neighbour {
  readonly directory: string;
  readonly region: string;
  readonly stackPrefix: string;
  /** The names of its integrations. */
  readonly integrations: readonly string[];
  /** Everything that its files declare. */
  readonly addresses: readonly Address[];
}
