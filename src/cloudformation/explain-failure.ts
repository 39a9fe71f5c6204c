/** Why CloudFormation failed with one resource, and what to do about it. */
export interface Explanation {
  /** AWS's own sentence, without its wrapping. */
  readonly cause: string;
  readonly remedy: string;
  /** The property that is to blame, where that can be told. */
  readonly property?: string;
}

interface Known {
  /** Matches the code or the sentence. */
  readonly when: RegExp;
  readonly remedy: string;
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
    remedy: 'run plan: it names the oldest version and the command that deletes it',
  },
  {
    when: /Invalid principal in policy/,
    remedy:
      'the trust policy names a role, user or account that does not exist: correct its "Principal"; what another integration creates can be trusted once that is applied, and roles that trust each other belong into one file',
    property: 'AssumeRolePolicyDocument',
  },
  {
    when: /requires replacing/,
    remedy:
      'that property is fixed when the resource is created: keep it, or delete and create in two pull requests',
  },
  {
    when: /is not attachable|PolicyNotAttachable/,
    remedy: 'correct the ARN under "ManagedPolicyArns" or "PermissionsBoundary": there is no such policy',
    property: 'ManagedPolicyArns',
  },
  {
    when: /^(AccessDenied|UnauthorizedTaggingOperation|InvalidCredentials)$|not authorized to perform/,
    remedy:
      'allow that to the role that CloudFormation works with; docs/permissions.md has all that it needs',
  },
  {
    when: /cannot be assumed/,
    remedy: '"cloudFormationRole" must exist and trust cloudformation.amazonaws.com',
  },
  {
    when: /^(Throttling|RequestLimitExceeded)$|Rate exceeded|Throttling/,
    remedy: 'IAM takes so many calls only: run apply again, with a smaller --parallel',
  },
  {
    when: /^(ServiceLimitExceeded|LimitExceeded)$|LimitExceeded|Cannot exceed quota/,
    remedy:
      'a quota is reached: delete what nobody needs, or raise it under https://console.aws.amazon.com/servicequotas/home/services/iam/quotas',
  },
  {
    when: /^AlreadyExists$|NAME_CONFLICT|already exists/,
    remedy: 'somebody made it after the plan was read: plan again, and it is adopted instead of created',
  },
  {
    when: /DeleteConflict|Cannot delete (a policy|entity)/,
    remedy: 'something still hangs on it: run plan, which names it and the command that takes it away',
  },
  {
    when: /MalformedPolicy|^InvalidRequest$|Syntax errors in policy/,
    remedy: 'IAM does not take that value: correct it in the file',
  },
  {
    when: /ConcurrentModification|TemporarilyUnmodifiable|^ResourceConflict$/,
    remedy: 'somebody else is changing it at the same time: run apply again',
  },
  {
    when: /^NotFound$|NoSuchEntity|was not found|cannot be found/,
    remedy: 'somebody deleted it, or what it refers to: run plan, which shows what is missing',
  },
  {
    when: /PROPERTY_VALIDATION/,
    remedy: 'CloudFormation does not take the template that rolekeeper made: please report it',
  },
  {
    when: /[Hh]ook/,
    remedy:
      'a hook of this account refuses it: ask those who set it up ("aws cloudformation list-hook-results")',
  },
  {
    when: /^(ServiceInternalError|ServiceTimeout|GeneralServiceException|InternalFailure|NotStabilized|NetworkFailure)$/,
    remedy: 'AWS had a problem with it: run apply again',
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
  return {
    cause: text.replace(/ ?\(Service: [^()]*\)/g, '').replace(/[.\s]+$/, ''),
    remedy: known?.remedy ?? 'correct the cause and run apply again',
    ...(known?.property === undefined ? {} : { property: known.property }),
  };
}
