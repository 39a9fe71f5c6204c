import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readScenarios } from '../helpers/scenario/scenario.ts';
import { runScenario } from '../helpers/scenario/run-scenario.ts';
import { itThorough } from '../helpers/thorough.ts';

const directory = fileURLToPath(new URL('.', import.meta.url));
const repository = join(directory, '..', '..');
const scenarios = readScenarios(directory);

/** What test/unit/apply has case by case, or another scenario shows as well. */
const IN_CI = ['005', '007', '009', '011', '012', '013', '014', '015', '016', '017', '020', '031'];

describe('scenario', () => {
  for (const scenario of scenarios)
    (IN_CI.includes(scenario.name.slice(0, 3)) ? itThorough : it)(
      `${scenario.name}: ${scenario.title}`,
      async () => {
        await runScenario(scenario, repository);
      },
    );

  it('has a number of its own', () => {
    const numbers = scenarios.map((scenario) => scenario.name.slice(0, 3));
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
