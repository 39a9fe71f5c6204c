import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import {
  FORMATS,
  formatsOf,
  renderPlan,
  renderPlans,
  type FindingFormat,
  type ReportOptions,
} from '../../../src/report/registry.ts';
import { GOLDEN_PLANS } from './golden-plans.ts';
import { manyIntegrations } from './many-integrations.ts';

/**
 * Every scenario as each report shows it, in test/golden/report/. After an intended change run with
 * ROLEKEEPER_UPDATE_GOLDEN=1 and read the difference.
 */
const folder = join(dirname(fileURLToPath(import.meta.url)), '../../golden/report');
const update = process.env['ROLEKEEPER_UPDATE_GOLDEN'] === '1';

function expectGolden(file: string, content: string): void {
  const path = join(folder, file);
  if (update) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, content);
  }
  expect(content).toBe(existsSync(path) ? readFileSync(path, 'utf8') : 'a golden file');
}

function render(name: string, format: FindingFormat, options: Partial<ReportOptions> = {}): string {
  return renderPlans([{ directory: 'desired', plan: GOLDEN_PLANS[name]!, parameters: new Map() }], format, {
    command: 'plan',
    color: false,
    ...options,
  });
}

describe('a plan is reported as its golden file says', () => {
  for (const name of Object.keys(GOLDEN_PLANS)) {
    for (const format of ['text', 'markdown'] as const) {
      it(`${name} in ${format}`, () =>
        expectGolden(`${name}.${FORMATS[format].extension}`, render(name, format)));
    }
  }
  // Whatever else the registry has: a new format comes with its golden files.
  for (const format of formatsOf('plan', 'findings') as readonly FindingFormat[]) {
    if (format === 'text' || format === 'markdown') continue;
    for (const name of 'plan' in FORMATS[format] ? ['create', 'hostile'] : ['findings'])
      it(`${name} in ${format}`, () =>
        expectGolden(`${name}.${FORMATS[format].extension}`, render(name, format)));
  }
});

describe('drift is reported as its golden file says', () => {
  for (const name of ['empty', 'drift-and-change', 'adoption-and-forget', 'unchecked', 'live-files']) {
    for (const format of ['text', 'markdown'] as const) {
      it(`${name} in ${format}`, () =>
        expectGolden(
          `${name}.drift.${FORMATS[format].extension}`,
          render(name, format, { command: 'drift' }),
        ));
    }
  }
});

it('300 integrations fit in a comment as the golden file says', () => {
  const markdown = renderPlan(manyIntegrations(300), 'markdown', {
    command: 'plan',
    color: false,
    limit: 64_000,
    fullReport: 'https://github.com/o/r/actions/runs/1',
  });
  expect(markdown.length).toBeLessThanOrEqual(64_000);
  expectGolden('three-hundred.md', markdown);
});
