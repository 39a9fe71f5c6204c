import type { Address, Kind } from '../../../src/model/address.ts';
import type { Json } from '../../../src/model/json.ts';
import type { AssessedEntry, AssessedIntegration, AssessedPlan } from '../../../src/model/assessment.ts';
import type { FieldChange } from '../../../src/model/plan.ts';
import type {
  ConditionLine,
  PatternSet,
  PolicyStatement,
  StatementChange,
} from '../../../src/model/statement.ts';

/** Hand-built plans: what the planner would give, without its help, so that the reports are tested on their own. */

export const EXTERNAL_ID = 'logzio:aws:extid:4k2vq8m1t7';

/** What a file need not say. */
export const NOTHING_MORE = {
  vendor: undefined,
  owner: undefined,
  reviewBy: undefined,
  expires: undefined,
  expired: undefined,
  handover: undefined,
};

/** What a change need not have besides its field and its cause. */
export const ALONE = {
  member: undefined,
  fingerprint: undefined,
  held: undefined,
  statements: undefined,
  location: undefined,
};

export function plan(parts: Partial<AssessedPlan> = {}): AssessedPlan {
  return {
    format: 1,
    account: '111122223333',
    region: 'eu-central-1',
    source: { kind: 'iam', endpoint: undefined },
    hideExternalIds: undefined,
    integrations: [],
    notCompared: [],
    undeclared: [],
    unchecked: [],
    ...parts,
  };
}

export function integration(
  name: string,
  entries: readonly AssessedEntry[],
  parts: Partial<AssessedIntegration> = {},
): AssessedIntegration {
  return {
    integration: name,
    stackName: `rolekeeper-${name}`,
    description: `What ${name} is for`,
    file: `desired/${name}.yaml`,
    ...NOTHING_MORE,
    digest: '9f3c1a20b7d4e586'.repeat(4),
    entries,
    blockers: [],
    observed: false,
    ...parts,
  };
}

export function entry(address: Address, parts: Partial<AssessedEntry> = {}): AssessedEntry {
  const slash = address.indexOf('/');
  return {
    address,
    kind: address.slice(0, slash) as Kind,
    name: address.slice(slash + 1),
    action: 'none',
    cause: undefined,
    drift: undefined,
    fingerprint: undefined,
    accepted: undefined,
    location: undefined,
    pending: undefined,
    changes: [],
    blockers: [],
    unchecked: [],
    ignored: [],
    observations: [],
    ...parts,
  };
}

export function field(name: string, parts: Partial<FieldChange> = {}): FieldChange {
  return { field: name, ...ALONE, cause: 'change', ...parts };
}

export function set(...patterns: readonly string[]): PatternSet {
  return { negated: false, patterns };
}

export function line(operator: string, key: string, ...values: readonly string[]): ConditionLine {
  return { operator, key, values };
}

/** Canonical: actions in lower case. */
export function allow(
  actions: readonly string[],
  resources: readonly string[],
  condition: readonly ConditionLine[] = [],
): PolicyStatement {
  return {
    effect: 'Allow',
    action: set(...actions.map((action) => action.toLowerCase())),
    resource: set(...resources),
    condition,
  };
}

export function trust(
  principals: readonly string[],
  condition: readonly ConditionLine[] = [],
): PolicyStatement {
  return { effect: 'Allow', principal: set(...principals), action: set('sts:assumerole'), condition };
}

export function added(...statements: readonly PolicyStatement[]): readonly StatementChange[] {
  return statements.map((statement) => ({ change: 'added', statement }));
}

export function removed(...statements: readonly PolicyStatement[]): readonly StatementChange[] {
  return statements.map((statement) => ({ change: 'removed', statement }));
}

export const LOGZIO = 'AWS:arn:aws:iam::406095609952:root';

export function logzioTrustDocument(...externalId: readonly string[]): Json {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::406095609952:root' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': externalId } },
      },
    ],
  };
}

/** A role that does not exist yet, as Logz.io's page asks for it. */
export function newLogzioRole(): AssessedEntry {
  return entry('role/logzio-s3-fetcher', {
    action: 'create',
    cause: 'change',
    changes: [
      field('AssumeRolePolicyDocument', {
        after: logzioTrustDocument(EXTERNAL_ID),
        statements: added(trust([LOGZIO], [line('StringEquals', 'sts:externalid', EXTERNAL_ID)])),
      }),
      field('Description', { after: 'Assumed by Logz.io to list and download log files' }),
      field('MaxSessionDuration', { after: 3600 }),
      field('Path', { after: '/' }),
      field('Policies', {
        member: 's3-read',
        after: { Statement: [{ Action: 's3:ListBucket' }, { Action: 's3:GetObject' }] },
        statements: added(
          allow(['s3:ListBucket'], ['arn:aws:s3:::acme-prod-logs']),
          allow(['s3:GetObject'], ['arn:aws:s3:::acme-prod-logs/*']),
        ),
      }),
    ],
  });
}

/** An update whose statement gains an action and another external id. */
export function updatedLogzioRole(): AssessedEntry {
  const before = trust([LOGZIO], [line('StringEquals', 'sts:externalid', EXTERNAL_ID)]);
  const after = trust([LOGZIO], [line('StringEquals', 'sts:externalid', EXTERNAL_ID, 'short-id')]);
  const read = allow(['s3:GetObject'], ['arn:aws:s3:::acme-prod-logs/*']);
  const readMore = allow(['s3:GetObject', 's3:GetObjectVersion'], ['arn:aws:s3:::acme-prod-logs/*']);
  return entry('role/logzio-s3-fetcher', {
    action: 'update',
    cause: 'change',
    changes: [
      field('AssumeRolePolicyDocument', {
        before: logzioTrustDocument(EXTERNAL_ID),
        after: logzioTrustDocument(EXTERNAL_ID, 'short-id'),
        statements: [
          {
            change: 'changed',
            before,
            after,
            elements: [
              {
                element: 'Condition',
                added: [`StringEquals sts:externalid = "${EXTERNAL_ID}" or "short-id"`],
                removed: [`StringEquals sts:externalid = "${EXTERNAL_ID}"`],
              },
            ],
          },
        ],
      }),
      field('Policies', {
        member: 's3-read',
        before: { Statement: { Action: 's3:GetObject' } },
        after: { Statement: { Action: ['s3:GetObject', 's3:GetObjectVersion', 'kms:Decrypt'] } },
        statements: [
          {
            change: 'changed',
            before: read,
            after: readMore,
            elements: [{ element: 'Action', added: ['s3:getobjectversion'], removed: [] }],
          },
          ...added(allow(['kms:Decrypt'], ['arn:aws:kms:eu-central-1:111122223333:key/*'])),
        ],
      }),
      field('MaxSessionDuration', { before: 3600, after: 7200 }),
      field('Tags', { member: 'team', before: 'platform', after: 'observability' }),
    ],
  });
}
