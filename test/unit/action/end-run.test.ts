import { describe, expect, it } from '@jest/globals';
import { endRun } from '../../../src/commands/action/end-run.ts';
import { NOTHING_YET, combine, failed } from '../../../src/commands/action/run-outcome.ts';

type Port = Parameters<typeof endRun>[1];

/** What a runner gets. */
function runner() {
  const annotations: string[] = [];
  const outputs: Record<string, string> = {};
  const log: string[] = [];
  const summary: string[] = [];
  const say = (level: string) => (message: string | Error) =>
    void annotations.push(`${level} ${String(message)}`);
  const port = {
    error: say('error'),
    warning: say('warning'),
    notice: say('notice'),
    info: (text: string) => void log.push(text),
    setOutput: (name: string, value: string) => void (outputs[name] = value),
    summary: { addRaw: (text: string) => ({ write: () => Promise.resolve(summary.push(text)) }) },
  } as unknown as Port;
  return { annotations, outputs, log, summary, port };
}

const failure = { reason: 'blocked', message: 'two cannot be applied', hint: 'read on' } as const;

describe('the end of a run', () => {
  it('writes ten annotations, with why it failed first, and says how many are left', async () => {
    const annotation = { level: 'error', title: 'blocked' } as const;
    const outcome = combine(NOTHING_YET, {
      ...failed(failure),
      annotations: Array.from({ length: 12 }, (_, index) => ({ ...annotation, message: `number ${index}` })),
      warnings: [{ code: 'locked', message: 'no comment', hint: 'unlock it' }],
    });
    const { annotations: shown, log, summary, port } = runner();
    expect(await endRun(outcome, port)).toBe(1);
    expect(shown).toHaveLength(10);
    expect(shown[0]).toBe('error two cannot be applied (blocked). read on');
    expect(log).toEqual(['… and 4 more remarks: read the summary']);
    expect(summary.join('')).toContain('unlock it');
  });

  it('has all outputs, also of a run that came to nothing', async () => {
    const { outputs, port } = runner();
    expect(await endRun(NOTHING_YET, port)).toBe(0);
    expect(outputs).toMatchObject({ result: 'no-changes', 'has-drift': 'false', 'failure-reason': '' });
  });

  it('is no failure where a newer run does the work', async () => {
    const stale = { reason: 'stale-run', message: 'superseded by abc1234', hint: undefined } as const;
    const outcome = combine(NOTHING_YET, failed(stale));
    const { annotations, outputs, port } = runner();
    expect(await endRun(outcome, port)).toBe(0);
    expect(outputs).toMatchObject({ result: 'superseded', 'failure-reason': 'stale-run' });
    expect(annotations).toEqual(['notice superseded by abc1234 (stale-run)']);
  });

  it('names the failure that asks for something, where another is none', async () => {
    const stale = { reason: 'stale-run', message: 'superseded', hint: undefined } as const;
    const outcome = combine(combine(NOTHING_YET, failed(stale)), failed(failure));
    const { outputs, port } = runner();
    expect(await endRun(outcome, port)).toBe(1);
    expect(outputs).toMatchObject({ result: 'blocked', 'failure-reason': 'blocked' });
  });

  it('on a full disk fails: no step after it can tell what it came to; the log has everything', async () => {
    const full = () => {
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    };
    const { annotations, port } = runner();
    const summary = { addRaw: () => ({ write: () => Promise.resolve().then(full) }) };
    expect(await endRun(NOTHING_YET, { ...port, setOutput: full, summary } as unknown as Port)).toBe(1);
    expect(annotations).toEqual([
      'error the outputs of the step could not be written: ENOSPC: no space left on device, write (invalid-config). make room on the disk of the runner',
      'warning could not write the job summary: ENOSPC: no space left on device, write. make room on the disk of the runner; the log has everything',
    ]);
  });
});
