import { describe, expect, it } from '@jest/globals';
import { main } from '../../../src/cli.ts';
import { program } from '../../../src/command-line/program.ts';
import { capturedEnvironment } from '../../helpers/scenario/captured-environment.ts';

async function helpOf(command: readonly string[], width: number): Promise<readonly string[]> {
  const environment = capturedEnvironment('2026-11-22T08:00:00Z', { width });
  await main([...command, '--help'], () => environment);
  return environment.stdout().trimEnd().split('\n');
}

describe('help', () => {
  it.each([
    ['rolekeeper', 80, []],
    ['rolekeeper', 60, []],
    ['rolekeeper', 40, []],
    ['rolekeeper', 40, ['apply']],
    ['rolekeeper', 60, ['drift']],
    ['rolekeeper', 80, ['apply']],
  ] as const)('of %s fits %i columns: %j', async (_, width, command) => {
    const lines = await helpOf(command, width);
    expect(lines.join(' ').replaceAll(/\s+/g, ' ')).toMatch(/without the question|Exit codes|for a program/);
    // A command line that is there to be copied stays whole.
    const broken = lines.filter((line) => line.length > width && !line.startsWith('  rolekeeper '));
    expect(broken).toEqual([]);
  });

  it('of a command is the same whether the others are loaded or not', async () => {
    const told = async (...words: string[]): Promise<string> => {
      const environment = capturedEnvironment('2026-11-22T08:00:00Z', { width: 80 });
      await main(words, () => environment);
      return environment.stdout();
    };
    const names = program(() => async () => {}, capturedEnvironment('2026-11-22T08:00:00Z', {})).commands;
    expect(names.length).toBeGreaterThan(14);
    for (const command of names.map((one) => one.name()))
      expect(await told(command, '--help')).toBe(await told('help', command));
  });

  it('has the example and what it does on one line where there is room', async () => {
    const lines = await helpOf(['apply'], 100);
    expect(lines).toContain(
      '  rolekeeper apply --only datadog --auto-approve  one integration, without the question',
    );
  });
});
