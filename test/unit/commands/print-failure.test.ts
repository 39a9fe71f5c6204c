import { describe, expect, it } from '@jest/globals';
import { printFailure } from '../../../src/commands/print-failure.ts';
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
