import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readScenarios } from '../helpers/scenario/scenario.ts';
import { runScenario } from '../helpers/scenario/run-scenario.ts';

const directory = fileURLToPath(new URL('.', import.meta.url));
const repository = join(directory, '..', '..');
const scenarios = readScenarios(directory);

describe('scenario', () => {
  it.each(scenarios.map((scenario) => [`${scenario.name}: ${scenario.title}`, scenario] as const))(
    '%s',
    async (_title, scenario) => {
      await runScenario(scenario, repository);
    },
  );

  it('has a number of its own', () => {
    const numbers = scenarios.map((scenario) => scenario.name.slice(0, 3));
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
