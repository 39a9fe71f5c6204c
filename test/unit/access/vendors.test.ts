import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import { loadDesired } from '../../../src/desired/load.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { AssessedIntegration } from '../../../src/model/assessment.ts';
import { policiesToRead } from '../../../src/assess/access.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { describeAccess } from '../../../src/report/describe-access.ts';
import { rollUpAccess } from '../../../src/report/roll-up.ts';
import { AS_IT_IS, BRIEFLY } from '../../../src/report/say-statement.ts';
import { assessedOf } from '../../helpers/assessed.ts';

/**
 * What each integration of desired/ gives out of nothing, in test/golden/access/, to be read against the vendors'
 * documents. After an intended change run with ROLEKEEPER_UPDATE_GOLDEN=1 and read the difference.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const update = process.env['ROLEKEEPER_UPDATE_GOLDEN'] === '1';

const corpus = JSON.parse(
  gunzipSync(readFileSync(join(root, 'test/corpus/aws-managed-policies/policies.json.gz'))).toString(),
) as Record<string, JsonObject>;

let plans: Promise<readonly AssessedIntegration[]> | undefined;

/** Made once: every test only reads them. */
const plansFromNothing = (): Promise<readonly AssessedIntegration[]> => (plans ??= assessFromNothing());

async function assessFromNothing(): Promise<readonly AssessedIntegration[]> {
  const { scopes } = await loadDesired({ directory: join(root, 'desired') });
  const [scope] = scopes;
  const input = {
    scope: scope!,
    applied: { known: true, stacks: [] },
    live: { found: [], unchecked: [] },
    source: { kind: 'iam', endpoint: undefined },
    today: '2026-11-22',
    ownArns: [],
  } as const;
  const plan = buildPlan(input);
  const contents = new Map(
    policiesToRead(plan, input).flatMap((arn) => {
      const document = corpus[arn.split('/').at(-1) ?? ''];
      return document === undefined ? [] : [[arn, { version: 'v1', document }] as const];
    }),
  );
  return assessedOf(input, { catalogue: await readCatalogue(), contents }).integrations;
}

/** The roll-up; then every sentence of the delta, and under it the actions that it only counts. */
function writtenOut({ entries }: AssessedIntegration): string {
  const lines = entries.flatMap(({ address, access }) => {
    if (access === undefined) return [];
    const { gains, ...rest } = access;
    const none = { ...rest, gains: [] };
    return [
      address,
      ...rollUpAccess(access, 'it', BRIEFLY).map(({ symbol, text }) => `  ${symbol} ${text}`),
      '  in detail:',
      ...describeAccess(none, 'it', AS_IT_IS).map(({ symbol, text }) => `  ${symbol} ${text}`),
      ...gains.flatMap((gain) => {
        const { trust: _, ...identity } = none;
        const said = describeAccess({ ...identity, unread: [], gains: [gain] }, 'it', AS_IT_IS);
        const all = said.some(({ text }) => /\(\+\d+\)$/.test(text))
          ? [`      ${gain.actions.join(', ')}`]
          : [];
        return [...said.map(({ symbol, text }) => `  ${symbol} ${text}`), ...all];
      }),
      ...access.awsManaged.map(({ arn, version }) => `  with ${arn} as of ${version}`),
      '',
    ];
  });
  return lines.join('\n');
}

/** Names of actions that a plan gives, each once. */
function actionsGiven({ entries }: AssessedIntegration, service?: string): number {
  const gains = entries.flatMap(({ access }) => access?.gains ?? []);
  const wanted = gains.filter((gain) => service === undefined || gain.service === service);
  return new Set(wanted.flatMap((gain) => gain.actions.map((action) => `${gain.service}:${action}`))).size;
}

it('an integration gives as many actions as its document lists', async () => {
  const byName = new Map((await plansFromNothing()).map((plan) => [plan.integration, plan]));
  expect(actionsGiven(byName.get('logzio-metrics')!)).toBe(43);
  expect(actionsGiven(byName.get('starrocks')!, 'glue')).toBe(23);
  expect(actionsGiven(byName.get('logzio-s3')!)).toBe(2);
  expect(actionsGiven(byName.get('qwak')!)).toBe(2);
});

describe('what an integration gives is what its golden file says', () => {
  it.each([
    'logiq-glue',
    'logiq-server',
    'logzio-metrics',
    'logzio-s3',
    'onemata-ec2',
    'onemata-glue',
    'onemata-redshift',
    'qwak',
    'starrocks',
  ])('%s', async (name) => {
    const plan = (await plansFromNothing()).find((one) => one.integration === name);
    const text = writtenOut(plan!);
    const path = join(root, 'test/golden/access', `${name}.txt`);
    if (update) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    expect(text).toBe(existsSync(path) ? readFileSync(path, 'utf8') : 'a golden file');
  });
});
