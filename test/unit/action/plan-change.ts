import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { stringify } from 'yaml';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import { readEvidence } from '../../../src/commands/read-evidence.ts';
import { judgedReading } from '../../../src/commands/read-plan.ts';
import { logicalIdOf } from '../../../src/cloudformation/logical-id.ts';
import { parseScope } from '../../../src/desired/parse-scope.ts';
import { arnOf } from '../../../src/kinds/arn.ts';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import type { Scope } from '../../../src/model/integration.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { PlanInput } from '../../../src/plan/input.ts';

export type Files = Readonly<Record<string, object>>;

/** A pull request, by what the files say: by integration, without its name. */
export interface Change {
  /** What the base declares, which is applied. */
  readonly before?: Files;
  readonly after: Files;
  /** What the account has, where that is something else. */
  readonly live?: Files;
}

const NOTHING = 'nothing';
const EMPTY = {
  description: NOTHING,
  roles: [
    {
      RoleName: NOTHING,
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      },
    },
  ],
};
export const ACCOUNT = '111122223333';
const catalogue = await readCatalogue();
const managed = JSON.parse(
  gunzipSync(readFileSync('test/corpus/aws-managed-policies/policies.json.gz')).toString('utf8'),
) as Readonly<Record<string, object>>;

const policies = {
  policy: async (arn: string) => {
    const document = managed[arn.slice(arn.lastIndexOf('/') + 1)];
    return document === undefined ? undefined : { version: 'v1', document: JSON.stringify(document) };
  },
};

function scopeOf(files: Files): Scope {
  const settings = { version: 1, account: ACCOUNT, region: 'eu-west-1' };
  const texts = [
    { file: 'desired/rolekeeper.yaml', name: 'rolekeeper.yaml', text: stringify(settings) },
    // A scope without a file is a mistake.
    ...Object.entries(Object.keys(files).length === 0 ? { [NOTHING]: EMPTY } : files).map(
      ([name, content]) => ({
        file: `desired/${name}.yaml`,
        name: `${name}.yaml`,
        text: stringify({ integration: name, ...content }, { aliasDuplicateObjects: false }),
      }),
    ),
  ];
  const { scope, diagnostics } = parseScope({ directory: 'desired', files: texts, catalogue });
  if (scope === undefined) throw new Error(JSON.stringify(diagnostics, undefined, 1));
  return { ...scope, integrations: scope.integrations.filter(({ name }) => name !== NOTHING) };
}

/** What the engine plans and judges of a change, as a comment is written from it. */
export async function planned({ before = {}, after, live = before }: Change): Promise<AssessedPlan> {
  const [scope, base] = [scopeOf(after), scopeOf(before)];
  const account = live === before ? base : scopeOf(live);
  const input: PlanInput = {
    scope,
    applied: {
      known: true,
      stacks: base.integrations.map(({ name, resources }) => ({
        integration: name,
        stackName: `rolekeeper-${name}`,
        stackId: '',
        status: 'UPDATE_COMPLETE',
        lastUpdated: '2026-11-01T00:00:00Z',
        ownership: { owner: 'ours' },
        resources: resources.map(({ resource }) => ({
          resource,
          logicalId: logicalIdOf(resource),
          deletionPolicy: 'RetainExceptOnCreate',
          block: {},
        })),
        transient: [],
        placeholders: [],
      })),
    },
    live: {
      found: account.integrations.flatMap(({ resources }) =>
        resources.map(({ resource }) => ({
          resource,
          arn: arnOf(resource, account.settings),
          id: '',
          uncheckedProperties: [],
          observations: [],
        })),
      ),
      unchecked: [],
    },
    source: { kind: 'iam', endpoint: undefined },
    today: '2026-11-28',
    ownArns: [],
    catalogue,
  };
  const read = { plan: buildPlan(input), input };
  return judgedReading(read, await readEvidence(read, {}, { policies })).assessed;
}
