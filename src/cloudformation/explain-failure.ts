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
}

interface Known {
  /** Matches the code or the sentence. */
  readonly when: RegExp;
  /** What to correct or to know first. */
  readonly before?: string;
  /** What to run then, where that is not apply. */
  readonly next?: string;
  readonly property?: string;
}

/**
 * What is known of failures, the more telling first. Codes are those of CloudFormation's handlers
 * (https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html), sentences
 * those of IAM.
 */
const KNOWN: readonly Known[] = [
  {
    when: /up to \d+ versions/,
    next: 'run plan: it names the oldest version and the command that deletes it',
  },
  {
    when: /Invalid principal in policy/,
    before: 'the trust policy names a role, user or account that does not exist: correct its "Principal"',
    property: 'AssumeRolePolicyDocument',
  },
  {
    when: /requires replacing/,
    before:
      'that property is fixed when the resource is created: keep it, or delete and create in two pull requests',
  },
  {
    when: /is not attachable|PolicyNotAttachable/,
    before: 'correct the ARN under "ManagedPolicyArns" or "PermissionsBoundary": there is no such policy',
    property: 'ManagedPolicyArns',
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
    before: 'IAM takes so many calls in a second only',
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
    before: 'something still hangs on it',
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
    before:
      'a hook of this account refuses it: ask those who set it up ("aws cloudformation list-hook-results")',
  },
  {
    when: /^(ServiceInternalError|ServiceTimeout|GeneralServiceException|InternalFailure|NotStabilized|NetworkFailure)$/,
    before: 'AWS had a problem with it',
    next: 'run apply again',
  },
];

const WRAPPED =
  /^Resource handler returned message: "(?<message>.*)" \(RequestToken: [^,)]*, HandlerErrorCode: (?<code>\w+)\)/s;

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
  const known = KNOWN.find(({ when }) => said.some((item) => when.test(item)));
  const before = known === undefined ? 'correct the cause' : (known.before ?? '');
  const next = known === undefined ? 'run apply again' : known.next;
  return {
    cause: text.replace(/ ?\(Service: [^()]*\)/g, '').replace(/[.\s]+$/, ''),
    remedy: [before, next].filter((text) => text !== undefined && text !== '').join('; '),
    before,
    ...(known?.property === undefined ? {} : { property: known.property }),
  };
}
