import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { reviewScope } from '../../../src/rules/review.ts';
import { integration, resource, scope } from '../../helpers/resources.ts';
import { describeThorough } from '../../helpers/thorough.ts';

const CORPUS = 'test/corpus/aws-managed-policies/policies.json.gz';

/** Every fifth of the corpus: the whole takes a minute. */
function sample(): readonly (readonly [string, JsonObject])[] {
  const documents = JSON.parse(gunzipSync(readFileSync(CORPUS)).toString()) as Record<string, JsonObject>;
  return Object.entries(documents).filter((_, index) => index % 5 === 0);
}

describeThorough('the rules over the policies of AWS', () => {
  it('find in every fifth of them what docs/rules.md counts', async () => {
    const resources = sample().map(([name, document]) =>
      resource('managed-policy', name, { PolicyDocument: document }),
    );
    const input = {
      scope: scope([integration('corpus', resources)]),
      catalogue: await readCatalogue(),
      today: '2026-11-22',
    };
    const findings = [...reviewScope(input).values()].flatMap((review) => review.findings);
    const policies = new Map<string, Set<string>>();
    for (const { rule, address } of findings)
      policies.set(rule, new Set([...(policies.get(rule) ?? []), address]));
    const counts = [...policies].map(([rule, found]) => `| \`${rule}\` | ${found.size} |`).sort();
    const sections = readFileSync('docs/rules.md', 'utf8').split(/^## /m);
    const table = sections.find((section) => section.startsWith('Counts over the policies of AWS\n')) ?? '';
    const told = [...table.matchAll(/^(\| `[a-z-]+` \| \d+ \|)/gm)].map(([, row]) => row ?? '').sort();
    expect([resources.length, ...counts]).toEqual([297, ...told]);
    const pages = [...policies].map(([rule, found]) => {
      const page = readFileSync(`docs/rules/${rule}.md`, 'utf8');
      const all = findings.filter((finding) => finding.rule === rule).length;
      return [
        rule,
        /of the (\d+ findings in \d+ policies)/.exec(page)?.[1],
        `${all} findings in ${found.size} policies`,
      ];
    });
    expect(pages.filter(([, said, counted]) => said !== counted)).toEqual([]);
  });
});
