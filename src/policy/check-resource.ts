import { arnFields, formatArn, isArn, parseArn } from '../model/arn.ts';
import { checkVariables } from './check-variable.ts';
import { errorAt, quoted, warningAt, type DocumentPath, type GrammarIssue } from './grammar-issue.ts';
import { withoutVariables } from './policy-variable.ts';
import type { PolicyVersion } from './policy-version.ts';

const PARTITION = /^(aws(-[a-z]+)*|[^*?\n]*[*?].*)$/;
const SERVICE = /^[a-z0-9-]+$/;
const ACCOUNT = /^([0-9]{12}|aws|aws-managed|cloudfront|third-party|[^*?$\n]*[*?$].*)?$/;

/** Checks one entry of Resource or NotResource: `*` or an ARN, with wildcards and variables where IAM takes them. */
export function checkResource(
  resource: string,
  path: DocumentPath,
  version: PolicyVersion | undefined,
): readonly GrammarIssue[] {
  if (resource === '*') return [];
  if (!isArn(resource)) return [noArn(resource, path)];
  if (/^\s|\s$/.test(resource)) {
    const hint = `write ${quoted(resource.trim())}`;
    return [errorAt(path, 'arn-format', `resource ${quoted(resource)} has white space around it`, hint)];
  }
  const variables = checkVariables(resource, path, version);
  const [, partition = '', service = '', region, account, ...rest] = segmentsOf(resource);
  const isWithoutAccount = lacksAccount(region, account);
  if (rest.length === 0 && !isWithoutAccount) return [...variables, ...shortArn(resource, path, service)];
  const wrong = wrongSegment({ partition, service, region, account: isWithoutAccount ? '' : account });
  if (wrong)
    return [
      ...variables,
      errorAt(path, wrong.code, `resource ${quoted(resource)} ${wrong.what}`, wrong.hint),
    ];
  if (isWithoutAccount) return [...variables, withoutAccount(resource, path)];
  return [...variables, ...checkVariablePlace(resource, path), ...checkName(resource, path, rest.join(':'))];
}

function noArn(resource: string, path: DocumentPath): GrammarIssue {
  const hint = /^[a-z0-9][a-z0-9.*/-]+$/.test(resource)
    ? `write "*", or an ARN such as ${quoted(formatArn({ partition: 'aws', service: 's3', region: '', account: '', resource }))}`
    : 'write "*" or an ARN: arn:partition:service:region:account:resource';
  return errorAt(path, 'arn-format', `resource ${quoted(resource)} is not an ARN`, hint);
}

// The colon of a variable's key separates nothing.
function segmentsOf(resource: string): readonly string[] {
  return withoutVariables(resource, '$').split(':');
}

/**
 * Whether what stands for the account is what is named, as in `arn:aws:lambda:*:function:x`. A `*` at the end of a field
 * reaches beyond it, so that IAM finds the resource all the same.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
function lacksAccount(region: string | undefined, account: string | undefined): boolean {
  return (
    region?.endsWith('*') === true &&
    account !== undefined &&
    !/^[0-9-]+$/.test(account) &&
    !ACCOUNT.test(account)
  );
}

function withoutAccount(resource: string, path: DocumentPath): GrammarIssue {
  const fields = arnFields(resource);
  const whole = [...fields.slice(0, 4), '*', ...fields.slice(4)].join(':');
  const message = `resource ${quoted(resource)} has too few fields for an ARN: the "*" of its region stands for its account, too`;
  return warningAt(path, 'arn-fields', message, `write ${quoted(whole)}`);
}

// Only a final * may stand for the fields that are missing.
function shortArn(resource: string, path: DocumentPath, service: string): readonly GrammarIssue[] {
  const hint =
    'an ARN has six fields: arn:partition:service:region:account:resource; region and account may be empty';
  const message = `resource ${quoted(resource)} has too few fields for an ARN`;
  const open = resource.endsWith('*') && SERVICE.test(service);
  return [open ? warningAt(path, 'arn-fields', message, hint) : errorAt(path, 'arn-fields', message, hint)];
}

interface Segments {
  readonly partition: string;
  readonly service: string;
  readonly region: string | undefined;
  readonly account: string | undefined;
}

interface Wrong {
  readonly code: string;
  readonly what: string;
  readonly hint: string;
}

function wrongSegment({ partition, service, region = '', account = '' }: Segments): Wrong | undefined {
  if (!PARTITION.test(partition)) {
    const hint = 'write "aws", "aws-cn" or "aws-us-gov"';
    return {
      code: 'arn-partition',
      what: `has the partition ${quoted(partition)}, which does not exist`,
      hint,
    };
  }
  if (!SERVICE.test(service)) {
    const what = /[*?]/.test(service)
      ? 'has a wildcard in the service'
      : `has the service ${quoted(service)}`;
    return {
      code: 'arn-service',
      what,
      hint: 'name one service, in lower case; or write "*" for every resource',
    };
  }
  if (!ACCOUNT.test(account)) {
    const hint = 'account ids have twelve digits; leading zeros count';
    return { code: 'arn-account', what: `has the account ${quoted(account)}`, hint };
  }
  if (service === 'iam' && region !== '') {
    return {
      code: 'arn-region',
      what: 'has a region; IAM resources have none',
      hint: 'leave it empty: "arn:aws:iam::…"',
    };
  }
  return undefined;
}

function checkVariablePlace(resource: string, path: DocumentPath): readonly GrammarIssue[] {
  const early = segmentsOf(resource)
    .slice(0, 5)
    .some((segment) => segment.includes('$'));
  if (!early) return [];
  const message = `resource ${quoted(resource)} has a policy variable before the fifth colon, where IAM does not replace it`;
  return [warningAt(path, 'variable-place', message, 'write "*" there, and a condition for the rest')];
}

// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
function checkName(resource: string, path: DocumentPath, name: string): readonly GrammarIssue[] {
  if (name === '') {
    const message = `resource ${quoted(resource)} ends where the resource should be named`;
    return [warningAt(path, 'arn-fields', message, 'name it, or end with "*"')];
  }
  const arn = parseArn(resource);
  if (arn?.service !== 'logs' || !arn.resource.startsWith('/')) return [];
  const message = `resource ${quoted(resource)} names no log group`;
  return [
    warningAt(
      path,
      'log-group-arn',
      message,
      `write ${quoted(formatArn({ ...arn, resource: `log-group:${arn.resource}` }))}`,
    ),
  ];
}
