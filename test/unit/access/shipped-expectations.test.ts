import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import { loadDesired } from '../../../src/desired/load.ts';
import type { Scope } from '../../../src/model/integration.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { checkExpectations, policiesExpected } from '../../../src/assess/check-expectations.ts';

/** The integrations that come with the project, judged with what AWS's own policies really say. */
const FOLDERS = [
  'desired',
  ...readdirSync('examples/integrations').map((name) => `examples/integrations/${name}`),
];

const corpus = JSON.parse(
  gunzipSync(readFileSync('test/corpus/aws-managed-policies/policies.json.gz')).toString(),
) as Record<string, JsonObject>;

async function scopeOf(folder: string): Promise<Scope> {
  const { scopes, diagnostics } = await loadDesired({ directory: folder });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return scopes[0]!;
}

describe.each(FOLDERS)('every integration of %s', (folder) => {
  it('says what its vendor is promised, what it must not reach, and who may come in', async () => {
    for (const { name, expectations = [], resources } of (await scopeOf(folder)).integrations) {
      const about = (kind: string) =>
        expectations.filter(({ expects, verdict }) => `${expects} ${verdict}` === kind).length > 0;
      const hasRole = resources.some(({ resource }) => resource.kind === 'role');
      expect({ name, allow: about('access allow'), deny: about('access deny') }).toEqual({
        name,
        allow: true,
        deny: true,
      });
      const trust = { allow: about('trust allow'), deny: about('trust deny') };
      expect({ name, trust }).toEqual({ name, trust: { allow: hasRole, deny: hasRole } });
    }
  });

  it('keeps all of it, once the policies of AWS are read', async () => {
    const scope = await scopeOf(folder);
    const catalogue = await readCatalogue();
    const offline = checkExpectations(scope, catalogue);
    expect(offline.flatMap(({ broken }) => broken)).toEqual([]);
    const contents = policiesExpected(offline).map((arn) => {
      const document = corpus[arn.split('/').at(-1) ?? ''];
      expect(document).toBeDefined();
      return [arn, { version: 'v1', document: document! }] as const;
    });
    for (const judged of checkExpectations(scope, catalogue, { contents: new Map(contents) })) {
      expect(judged).toMatchObject({ broken: [], undecided: [] });
      expect(judged.kept).toBeGreaterThan(0);
    }
  });
});

it('only what hangs on policies of AWS is left to the plan', async () => {
  const offline = checkExpectations(await scopeOf('desired'), await readCatalogue());
  const undecided = offline.filter((one) => one.undecided.length > 0).map(({ integration }) => integration);
  expect(undecided).toEqual(['logiq-server', 'onemata-glue', 'onemata-redshift']);
});
