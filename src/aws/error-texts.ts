/**
 * What AWS, its SDK and Node say in words alone: no code, class or field tells the case apart. All decisions by the text
 * of an error, or of the reason of a change set, are here; those by the reasons that CloudFormation gives of a resource are in
 * `cloudformation/explain-failure.ts`.
 */
export const ERROR_TEXTS = {
  /**
   * A `ValidationError`: `Stack with id X does not exist`, `Stack [X] does not exist`, `Stack 'X' does not exist` and
   * `Stack for X does not exist`, depending on the call
   * (https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html).
   */
  stackMissing: /^Stack\b.* does not exist/s,
  /**
   * A `ValidationError`: `Stack:ARN is in UPDATE_IN_PROGRESS state and can not be updated.`
   * (https://github.com/aws/aws-dotnet-deploy/issues/689). REVIEW_IN_PROGRESS runs nothing.
   */
  stackBusy: /is in (?!REVIEW_IN_PROGRESS)[A-Z_]+_IN_PROGRESS state/,
  /**
   * A `ValidationError` of a change set that was to create the stack
   * (https://github.com/compose-x/ecs_composex/issues/785).
   */
  stackCreatedMeanwhile: /^Stack \[[^\]]+\] already exists and cannot be created again with the changeSet/,
  /** `LimitExceeded` has several limits (https://github.com/aws/serverless-application-model/pull/3807). */
  changeSetLimit: /ChangeSet limit exceeded/,
  /**
   * A `ValidationError`
   * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-protect-stacks.html).
   */
  terminationProtection: /^Stack \[(?<stack>[^\]]+)\] cannot be deleted while TerminationProtection/,
  /** A `ValidationError`: `Role ARN is invalid or cannot be assumed` (https://github.com/brentley/ecsworkshop/issues/31). */
  roleNotAssumed: / is invalid or cannot be assumed/,
  /**
   * The reason of a change set that is complete and lacks changes whose values do not fit CloudFormation's schema
   * (https://github.com/aws/aws-cdk-cli/issues/1780).
   */
  valuesDropped: /incomplete ChangeSet data/,
  /** A `ValidationError` of a session that is longer than the role allows (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html). */
  sessionTooLong: /DurationSeconds/,
  /** A `ValidationError` about a page that an answer named and that is not known any more, or never was. */
  unknownPage: /\b(?:Marker|NextToken)\b/,
  /**
   * `SignatureDoesNotMatch`, the code of a wrong key: "Signature expired: … is now earlier than …", "Signature not yet
   * current: …" (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html).
   */
  clockSkewed: /expired|not yet current/i,
  /**
   * `AccessDenied`, of the role that is assumed while the first request is made: it comes as that request's error
   * (https://github.com/aws/aws-sdk-js-v3/issues/6225).
   */
  webIdentityDenied: /sts:AssumeRoleWithWebIdentity/,
  /** The SDK's chain of credential providers has come to its end (https://github.com/aws/aws-sdk-js-v3/pull/2408). */
  noCredentials: /^Could not load credentials from any providers/,
  /** `fromIni` of `@aws-sdk/credential-provider-ini`, which has one class of errors. */
  profileMissing: /^Could not resolve credentials using profile: \[(?<profile>.+?)\]/,
  /** `credential_process` of a profile: the text of Node's error, in an error of the SDK. */
  processFailed: /^Command failed: /,
  /** Node's word for ECONNRESET, where the SDK wraps the error and drops its code. */
  hangUp: /socket hang up/,
  /** Another code of Node's that the SDK has dropped (https://nodejs.org/api/errors.html#common-system-errors). */
  systemError: /\b(?<code>E[A-Z_]{4,})\b/,
  /** The parser of the SDK, given no XML: neither a class nor a code is its own. */
  notXml: /XML parse error|Deserialization error/,
  /** The SDK's word for an answer that is XML, and has no message of AWS. */
  unknown: /^Unknown$/,
  /**
   * A denial: "User: ARN is not authorized to perform: ACTION on resource: X because WHY"
   * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html).
   */
  denied:
    /User: (?<principal>\S+) is not authorized to perform: (?<action>[\w-]+:\w+)(?: on resource: (?<resource>.+?))?(?: (?:because|with) (?<why>.+))?$/s,
  /** Its end, where a Deny decided. */
  deniedExplicitly: /explicit deny in (?:an? )?(?<policy>[\w -]{1,80}?)(?: policy)?(?=[:.]|$)/,
  /** Its end, where an Allow is missing. */
  notAllowed: /no (?<policy>[\w -]{1,80}?) policy allows/,
} as const satisfies Readonly<Record<string, RegExp>>;
