import { describe, expect, it } from '@jest/globals';
import { printCalls } from '../../../src/commands/print-calls.ts';
import { printFailure } from '../../../src/commands/print-failure.ts';
import { CallTally } from '../../../src/model/call-counts.ts';
import { RolekeeperError } from '../../../src/model/failure.ts';
import { capturedEnvironment } from '../../helpers/scenario/captured-environment.ts';

function printed(error: unknown): string {
  const environment = capturedEnvironment('2026-11-22T09:00:00.000Z');
  printFailure(error, environment);
  expect(environment.stdout()).toBe('');
  return environment.stderr();
}

describe('a failure', () => {
  it('is one sentence with place, reason and remedy', () => {
    const error = new RolekeeperError('change-set-failed', 'the change failed', {
      hint: 'correct the cause',
      location: { file: 'desired/qwak.yaml', line: 7, column: 5 },
      cause: new Error('inner'),
    });
    expect(printed(error)).toBe(
      '\nError: desired/qwak.yaml:7:5: the change failed (change-set-failed)\n  correct the cause\n',
    );
  });

  it('fits the terminal that standard error is', () => {
    const environment = capturedEnvironment('2026-11-22T09:00:00.000Z', { errWidth: 30 });
    printFailure(
      new RolekeeperError('unreachable', 'one two three four five six', { hint: 'and '.repeat(12).trim() }),
      environment,
    );
    const lines = environment.stderr().split('\n');
    expect(lines.every((line) => line.length <= 30)).toBe(true);
    expect(lines.filter((line) => line.startsWith('  and'))).toHaveLength(2);
  });

  it('cannot write to the terminal what the text says it is not', () => {
    const text = printed(new RolekeeperError('unreachable', 'evil\u001B[2Jname', { hint: '\u202Etxt' }));
    expect(text).not.toContain('\u001B');
    expect(text).not.toContain('\u202E');
  });

  it.each([new Error('boom'), new RolekeeperError('internal', 'boom'), 'boom'])(
    'of rolekeeper itself asks for a report, with the trace that we need: %s',
    (error) => {
      const text = printed(error);
      expect(text).toContain('this is a bug in rolekeeper (internal)');
      expect(text).toContain('boom');
    },
  );
});

describe('the calls of a command', () => {
  const counts = { 'cloudformation:DescribeStacks': 2, 'iam:GetAccountAuthorizationDetails': 1 };
  it.each([
    [undefined, 1],
    [80, 2],
    [40, 3],
  ])('fit a terminal of %p columns', (errWidth, lines) => {
    const calls = new CallTally();
    for (const [operation, count] of Object.entries(counts))
      for (let call = 0; call < count; call += 1) calls.add(operation);
    const environment = capturedEnvironment('2026-11-22T08:00:00Z', {
      calls,
      ...(errWidth === undefined ? {} : { errWidth }),
    });
    printCalls(environment);
    const shown = environment.stderr().trimEnd().split('\n');
    expect(shown).toHaveLength(lines);
    for (const line of shown) expect(line.length).toBeLessThanOrEqual(errWidth ?? Infinity);
  });
});
