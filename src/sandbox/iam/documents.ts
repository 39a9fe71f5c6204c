import { malformedPolicy, validationError } from '../aws-error.ts';
import { asList, isArray, isObject, member, type Json, type JsonObject, parseObject } from '../json.ts';

/** Where a policy stands; each has rules of its own: a managed policy's version must be the one of 2012. */
export type DocumentUse = 'inline' | 'managed' | 'trust';

const STATEMENT_KEYS: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/**
 * Refuses what IAM's grammar forbids (the part of it that people get wrong).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function checkDocument(text: string, use: DocumentUse): JsonObject {
  const document = parse(text);
  if (Object.keys(document).some((key) => !['Version', 'Id', 'Statement'].includes(key))) throw syntax();
  checkVersion(member(document, 'Version'), use);
  const statements = asList(member(document, 'Statement'));
  if (statements.length === 0) throw syntax();
  const sids = statements.map((statement) => checkStatement(statement, use));
  const named = sids.filter((sid) => sid !== undefined && sid !== '');
  if (new Set(named).size < named.length) {
    throw malformedPolicy('Statement IDs (SID) in a single policy must be unique.');
  }
  return document;
}

/** The length that counts against quotas: white space does not. */
export function documentSize(text: string): number {
  return text.replaceAll(/\s/g, '').length;
}

function parse(text: string): JsonObject {
  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
  if (!/^[\t\n\r\x20-\xFF]+$/.test(text)) {
    throw validationError(
      'The specified value for policyDocument is invalid. It must contain only printable ASCII characters.',
    );
  }
  return objectIn(text);
}

function objectIn(text: string): JsonObject {
  try {
    return parseObject(text);
  } catch {
    throw malformedPolicy('This policy contains invalid Json');
  }
}

function checkVersion(version: Json | undefined, use: DocumentUse): void {
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') throw syntax();
  if (use === 'managed' && version !== '2012-10-17') {
    throw malformedPolicy('Policy document must be version 2012-10-17 or greater.');
  }
}

function checkStatement(statement: Json, use: DocumentUse): string | undefined {
  if (!isObject(statement)) throw syntax();
  if (Object.keys(statement).some((key) => !STATEMENT_KEYS.has(key))) throw syntax();
  const effect = member(statement, 'Effect');
  if (effect !== 'Allow' && effect !== 'Deny') throw syntax();
  const sid = member(statement, 'Sid');
  if (sid !== undefined && (typeof sid !== 'string' || !/^[A-Za-z0-9]*$/.test(sid))) {
    throw malformedPolicy(
      typeof sid === 'string'
        ? 'Statement IDs (SID) should be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*'
        : 'Syntax errors in policy.',
    );
  }
  checkActions(statement, use);
  checkCondition(member(statement, 'Condition'));
  if (use === 'trust') checkTrustStatement(statement);
  else checkIdentityStatement(statement);
  return sid;
}

function checkActions(statement: JsonObject, use: DocumentUse): void {
  const actions = eitherOf(statement, 'Action', 'NotAction');
  if (actions === undefined || actions.length === 0)
    throw malformedPolicy('Policy statement must contain actions.');
  for (const action of actions) {
    if (action !== '*' && !/^[^:*?]+:[^:]+$/.test(action)) {
      throw malformedPolicy('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
    }
    if (use === 'trust' && action !== '*' && !/^sts:/i.test(action)) {
      throw malformedPolicy('AssumeRole policy may only specify STS AssumeRole actions.');
    }
  }
}

function checkIdentityStatement(statement: JsonObject): void {
  if (member(statement, 'Principal') !== undefined || member(statement, 'NotPrincipal') !== undefined) {
    throw malformedPolicy('Policy document should not specify a principal.');
  }
  const resources = eitherOf(statement, 'Resource', 'NotResource');
  if (resources === undefined || resources.length === 0) {
    throw malformedPolicy('Policy statement must contain resources.');
  }
  for (const resource of resources) {
    if (resource !== '*' && !resource.startsWith('arn:')) {
      throw malformedPolicy(`Resource ${resource} must be in ARN format or "*".`);
    }
    if (resource !== '*' && resource.split(':').length < 6) {
      throw malformedPolicy('The policy failed legacy parsing');
    }
  }
}

function checkTrustStatement(statement: JsonObject): void {
  for (const field of ['Resource', 'NotResource', 'NotPrincipal']) {
    if (member(statement, field) !== undefined) throw malformedPolicy(`Has prohibited field ${field}`);
  }
  const principal = member(statement, 'Principal');
  if (principal === undefined) throw malformedPolicy('Missing required field Principal');
  if (principal !== '*' && !isObject(principal)) throw malformedPolicy('Invalid principal in policy.');
}

function checkCondition(condition: Json | undefined): void {
  if (condition === undefined) return;
  if (!isObject(condition)) throw syntax();
  for (const [operator, keys] of Object.entries(condition)) {
    if (!/^((ForAllValues|ForAnyValue):)?[A-Z][A-Za-z]+$/.test(operator) || !isObject(keys)) throw syntax();
    for (const values of Object.values(keys)) {
      if (asList(values).some((value) => typeof value === 'object')) throw syntax();
    }
  }
}

/** The values of exactly one of two elements; both together are a syntax error. */
function eitherOf(statement: JsonObject, one: string, other: string): readonly string[] | undefined {
  const values = [member(statement, one), member(statement, other)].filter((value) => value !== undefined);
  if (values.length > 1) throw syntax();
  const list = values[0];
  if (list === undefined) return undefined;
  const items = isArray(list) ? list : [list];
  return items.map((item) => {
    if (typeof item !== 'string') throw syntax();
    return item;
  });
}

function syntax() {
  return malformedPolicy('Syntax errors in policy.');
}
