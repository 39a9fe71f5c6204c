import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { AWS_POLICY_GRANTS } from '../../../src/rules/data/aws-policies.ts';
import { CREDENTIAL_READS, DATA_READS } from '../../../src/rules/data/data-reads.ts';
import { IDENTITY_PATHS, SERVICE_PATHS, STARTED_BY } from '../../../src/rules/data/escalation-paths.ts';
import { GUARDS_OF_RESOURCES, GUARDS_OF_THE_ACCOUNT } from '../../../src/rules/data/guard-actions.ts';
import { OPENING_ACTIONS } from '../../../src/rules/data/opening-actions.ts';
import { ANY_NAME } from '../../../src/rules/reading/any-name.ts';
import { grantOnAny } from '../../../src/rules/reading/any-resource.ts';
import { grantOf, type Grant } from '../../../src/rules/reading/grant.ts';
import type { Holder } from '../../../src/rules/reading/holder.ts';
import { knownPolicy } from '../../../src/rules/reading/known-policies.ts';
import { ReviewSteps } from '../../../src/rules/reading/review-steps.ts';
import { unconditional } from '../../../src/rules/reading/unconditional.ts';
import { sampleOf, THOROUGH } from '../../helpers/thorough.ts';
import { scopeOfRow } from './file-of-row.ts';

const CORPUS = 'test/corpus/aws-managed-policies/policies.json.gz';
const TABLE = 'src/rules/data/aws-policies.ts';

/** Every action of which a rule speaks by its name, but for those of IAM itself. */
const SPOKEN_OF = [
  ...SERVICE_PATHS,
  ...CREDENTIAL_READS,
  ...DATA_READS,
  ...OPENING_ACTIONS,
  ...GUARDS_OF_THE_ACCOUNT,
  ...GUARDS_OF_RESOURCES,
];

const { settings } = scopeOfRow({ name: '', finds: [] });
const policies = JSON.parse(gunzipSync(readFileSync(CORPUS)).toString()) as
  [string, JsonObject][] | Record<string, JsonObject>;
const documents = Array.isArray(policies) ? policies : Object.entries(policies);
const isWritten = process.env['ROLEKEEPER_UPDATE_GOLDEN'] === '1';
const tried = isWritten ? documents : sampleOf(documents, 10);

/** What a policy gives in one region is not what its entry says. */
function isEverywhere(grant: Grant | undefined): boolean {
  return grant !== undefined && grant.region === undefined;
}

async function tableOfCorpus(): Promise<Readonly<Record<string, string>>> {
  const catalogue = await readCatalogue();
  const rows = tried
    .filter(([name]) => knownPolicy(`arn:aws:iam::aws:policy/${name}`) === undefined)
    .map(([name, written]) => {
      const context = {
        settings,
        declared: [],
        catalogue,
        today: '2026-11-22',
        steps: new ReviewSteps(() => undefined),
      };
      const document = unconditional(written, settings);
      const place = { file: '', line: 1, column: 1 };
      const policy = { name, label: name, document, written, places: [], location: place, isDeclared: false };
      const own = { role: [], user: [], group: [], policy: [] };
      const holder: Holder = { address: 'role/x', policies: [policy], own };
      const onIam = Object.entries(IDENTITY_PATHS).flatMap(([action, { on }]) => {
        const resource = `arn:aws:iam::${settings.account}:${on}/${ANY_NAME}`;
        return grantOf(holder, { action, resource }, context) === undefined ? [] : [action];
      });
      const others = [...new Set(SPOKEN_OF)];
      const given = others.filter((action) => isEverywhere(grantOnAny(holder, action, context)));
      return [name, [...onIam, ...given].sort().join(' ')] as const;
    });
  return Object.fromEntries(
    rows.filter(([, actions]) => actions !== '').sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

describe('what the rules know of the policies of AWS', () => {
  it('is what the documents of the corpus give on every resource', async () => {
    const table = await tableOfCorpus();
    const names = new Set(tried.map(([name]) => name));
    const said = Object.entries(AWS_POLICY_GRANTS).filter(([name]) => THOROUGH || names.has(name));
    if (isWritten) writeFileSync(TABLE, textOf(table));
    else expect(Object.fromEntries(said)).toEqual(table);
  });

  it.each([
    ['ReadOnlyAccess', 's3:GetObject'],
    ['SecretsManagerReadWrite', 'secretsmanager:GetSecretValue'],
    ['AmazonS3FullAccess', 's3:GetObject'],
    ['DataScientist', 's3:GetObject'],
    ['AmazonSSMFullAccess', 'ssm:GetParameter'],
    ['AWSLambda_FullAccess', 'lambda:UpdateFunctionCode'],
    ['AmazonS3FullAccess', 's3:PutBucketPolicy'],
    ['AWSCloudTrail_FullAccess', 'cloudtrail:StopLogging'],
  ])('is that %s gives %s', (policy, action) => {
    expect(AWS_POLICY_GRANTS[policy]?.split(' ')).toContain(action);
  });

  it.each(['SecurityAudit', 'AWSBillingReadOnlyAccess', 'IAMReadOnlyAccess'])(
    'is nothing of %s, or no data',
    (policy) => {
      expect(AWS_POLICY_GRANTS[policy] ?? '').not.toMatch(/s3:GetObject|GetSecretValue|PutRolePolicy/);
    },
  );
});

describe('the actions that the rules name', () => {
  it('are all in the catalogue', async () => {
    const { services } = await readCatalogue();
    const named = [...Object.keys(IDENTITY_PATHS), ...SPOKEN_OF, ...Object.values(STARTED_BY).flat()];
    const unknown = named.filter((action) => {
      const [service = '', name = ''] = action.split(':');
      return !Object.values(services[service]?.actions ?? {}).some((names) => name in names);
    });
    expect(unknown).toEqual([]);
  });
});

function textOf(table: Readonly<Record<string, string>>): string {
  const rows = Object.entries(table).map(([name, actions]) => `  '${name}': '${actions}',\n`);
  return `// Made of test/corpus/aws-managed-policies by test/unit/rules/aws-policies.test.ts; not edited by hand.\n\n/** By the name of a policy of AWS: the actions of which a rule speaks and which it gives on every resource. */\nexport const AWS_POLICY_GRANTS: Readonly<Record<string, string>> = {\n${rows.join('')}};\n`;
}
