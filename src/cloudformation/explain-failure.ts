import type { MissingReference } from '../model/failure.ts';
import type { StackEventRow } from '../model/stack-reader.ts';

/** Why CloudFormation failed with one resource, and what to do about it. */
export interface Explanation {
  /** AWS's own sentence, without its wrapping. */
  readonly cause: string;
  /** What to do, all of it. */
  readonly remedy: string;
  /** The part of it that comes before rolekeeper is run again; empty where nothing does. */
  readonly before: string;
  /** The property that is to blame, where that can be told. */
  readonly property?: string;
  /** What it refers to, where that is not found. */
  readonly missing?: MissingReference;
}

interface Known {
  /** Matches the code or the sentence. */
  readonly when: RegExp;
  /** What to correct or to know first. */
  readonly before?: string;
  /** What to run then, where that is not apply. */
  readonly next?: string;
  readonly property?: string;
  /** Finds the ARN of what is missing, as its group `arn`. */
  readonly missing?: { readonly what: MissingReference['missing']; readonly named: RegExp };
}

/** A policy has all the versions that IAM keeps (https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html). */
const VERSION_LIMIT = /up to \d+ versions/;

/** The reason of a stack's status (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html). */
const FAILED_RESOURCES = /The following resource\(s\) failed to \w+: \[(?<ids>[A-Za-z0-9, ]+)\]/;

/** CloudFormation ended the work on a resource because that on another one failed (https://github.com/coreos/coreos-kubernetes/pull/454). */
const CANCELLED = /cancelled/i;

/**
 * What is known of failures, the more telling first: all decisions by the reason of an event or a validation, which has
 * no field that tells more. Codes are those of CloudFormation's handlers
 * (https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html), sentences
 * those of IAM (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html).
 */
export const KNOWN_FAILURES: readonly Known[] = [
  {
    when: VERSION_LIMIT,
    next: 'run plan: it names the oldest version and the command that deletes it',
  },
  {
    when: /Invalid principal in policy/,
    before: 'the trust policy names a role, user or account that does not exist: correct its "Principal"',
    property: 'AssumeRolePolicyDocument',
    missing: { what: 'principal', named: /"\w+":\s*"(?<arn>[^"]+)"/g },
  },
  {
    when: /requires replacing/,
    before:
      'that property cannot be changed once the resource exists: keep it, or delete and create in two pull requests',
  },
  {
    when: /is not attachable|PolicyNotAttachable/,
    before: 'correct the ARN under "ManagedPolicyArns" or "PermissionsBoundary": there is no such policy',
    property: 'ManagedPolicyArns',
    missing: { what: 'policy', named: /(?<!\S)(?<arn>\S+) does not exist or is not attachable/gi },
  },
  {
    when: /^(AccessDenied|UnauthorizedTaggingOperation|InvalidCredentials)$|not authorized to perform/,
    before:
      'allow that to the role that CloudFormation works with; docs/permissions.md has all that it needs',
  },
  {
    when: /cannot be assumed/,
    before: '"cloudFormationRole" must exist and trust cloudformation.amazonaws.com',
  },
  {
    when: /^(Throttling|RequestLimitExceeded)$|Rate exceeded|Throttling/,
    before: 'IAM limits how many calls it takes in a second',
    next: 'run apply again, with --requests-per-second 5 where it happens twice',
  },
  {
    when: /TagsPerEntity/,
    before: 'a resource of IAM has 50 tags at most, and that quota cannot be raised: take some away',
    property: 'Tags',
  },
  {
    when: /^(ServiceLimitExceeded|LimitExceeded)$|LimitExceeded|Cannot exceed quota/,
    before:
      'a quota is reached: delete what is not used, or raise it under https://console.aws.amazon.com/servicequotas/home/services/iam/quotas',
  },
  {
    when: /^AlreadyExists$|NAME_CONFLICT|already exists/,
    before: 'it was made after the plan was read',
    next: 'run plan: it is adopted instead of created',
  },
  {
    when: /DeleteConflict|Cannot delete (a policy|entity)/,
    before: 'something still depends on it',
    next: 'run plan: it names that and the command that takes it away',
  },
  {
    when: /MalformedPolicy|^InvalidRequest$|Syntax errors in policy/,
    before: 'IAM does not take that value: correct it in the file',
  },
  {
    when: /ConcurrentModification|TemporarilyUnmodifiable|^ResourceConflict$/,
    before: 'another change of it is under way',
    next: 'run apply again',
  },
  {
    when: /^NotFound$|NoSuchEntity|was not found|cannot be found/,
    before: 'it was deleted, or what it refers to was',
    next: 'run plan: it shows what is missing',
  },
  {
    when: /PROPERTY_VALIDATION/,
    before: 'CloudFormation does not take the template that rolekeeper made: please report it',
  },
  {
    when: /[Hh]ook/,
    before: 'a hook of this account refuses it: ask its owner ("aws cloudformation list-hook-results")',
  },
  {
    when: /^(ServiceInternalError|ServiceTimeout|GeneralServiceException|InternalFailure|NotStabilized|NetworkFailure)$/,
    before: 'AWS had a problem with it',
    next: 'run apply again',
  },
];

const WRAPPED =
  /^Resource handler returned message: "(?<message>.*)" \(RequestToken: [^,)"]*, HandlerErrorCode: (?<code>\w+)\)/s;

/**
 * Explains what CloudFormation says of a failure.
 *
 * @param reason an event's ResourceStatusReason, or the reason of a validation
 * @param code the validation's name, where there is one
 */
export function explainFailure(reason: string, code?: string): Explanation {
  const wrapped = WRAPPED.exec(reason.trim())?.groups;
  const text = wrapped?.['message'] ?? reason.trim();
  const codes = [code, wrapped?.['code'], /Error Code: ([\w:-]+)/.exec(text)?.[1]];
  const said = [...codes.filter((item) => item !== undefined), text];
  const known = KNOWN_FAILURES.find(({ when }) => said.some((item) => when.test(item)));
  const before = known === undefined ? 'correct the cause' : (known.before ?? '');
  const next = known === undefined ? 'run apply again' : known.next;
  return {
    cause: text.replace(/ ?\(Service: [^()]*\)/g, '').replace(/(?<![.\s])[.\s]+$/, ''),
    remedy: [before, next].filter((text) => text !== undefined && text !== '').join('; '),
    before,
    ...(known?.property === undefined ? {} : { property: known.property }),
    ...(known?.missing === undefined ? {} : { missing: missingIn(text, known.missing) }),
  };
}

function missingIn(text: string, { what, named }: NonNullable<Known['missing']>): MissingReference {
  const arns = [...text.matchAll(named)].map(({ groups }) => groups?.['arn']?.toLowerCase());
  return { missing: what, arns: arns.filter((arn) => arn !== undefined) };
}

/** Whether IAM refused another version of a managed policy, as it has all that it can have. */
export function isVersionLimit(reason: string): boolean {
  return VERSION_LIMIT.test(reason);
}

/** The logical ids of the resources that failed, as far as the reason of a stack's status names them. */
export function failedIdsIn(statusReason: string): readonly string[] {
  return FAILED_RESOURCES.exec(statusReason)?.groups?.['ids']?.split(/, */) ?? [];
}

/** The event that made an operation fail. */
export interface RootCause {
  readonly logicalId: string;
  readonly reason: string;
}

/**
 * The first failure of an operation: what comes after it failed because of it. Resources that were only cancelled,
 * and the stack's own summary, say nothing of the cause.
 *
 * @param events one operation's events, oldest first
 */
export function findRootCause(events: readonly StackEventRow[]): RootCause | undefined {
  const failures = events.filter((event) => event.status.endsWith('_FAILED'));
  const own = failures.find((event) => !isStack(event) && !CANCELLED.test(event.reason ?? ''));
  const event =
    own ?? failures.find(isStack) ?? events.find((e) => isStack(e) && e.status.includes('ROLLBACK'));
  if (event === undefined) return undefined;
  return { logicalId: event.logicalId, reason: event.reason ?? 'CloudFormation gives no reason' };
}

function isStack(event: StackEventRow): boolean {
  return event.resourceType === 'AWS::CloudFormation::Stack';
}
