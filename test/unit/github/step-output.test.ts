import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import * as core from '@actions/core';
import * as fc from 'fast-check';
import { annotate, ANNOTATION_LIMIT, worstFirst, type Annotation } from '../../../src/github/annotations.ts';
import { fitSummary, writeJobSummary } from '../../../src/github/job-summary.ts';
import { OUTPUT_NAMES, outputsOf, writeOutputs, type RunOutputs } from '../../../src/github/outputs.ts';
import { SCRATCH } from '../../helpers/scratch.ts';

const bytes = (text: string): number => Buffer.byteLength(text);

describe('the job summary', () => {
  it('never outgrows its limit in bytes, whatever is drawn', () => {
    const part = fc.record({ unit: fc.constantFrom('x', 'é', '日', '😀'), unruly: fc.boolean() });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), fc.integer({ min: 0, max: 20_000 }), (parts, limit) => {
        const renders = parts.map(
          ({ unit, unruly }) =>
            (units: number) =>
              unit.repeat(unruly ? 30_000 : Math.floor(units / unit.length)),
        );
        expect(bytes(fitSummary(renders, limit))).toBeLessThanOrEqual(Math.max(limit, 0));
      }),
    );
  });

  it('gives each part what the others leave', () => {
    const text = fitSummary([() => 'short', (units) => 'x'.repeat(units)], 1_000);
    expect(text.startsWith('short\nxxx')).toBe(true);
    expect(text.length).toBeGreaterThan(950);
  });

  it('uses most of the room for text of many bytes', () => {
    const text = fitSummary([(units) => '日'.repeat(units)], 100_000);
    expect(bytes(text)).toBeGreaterThan(90_000);
  });

  it('says that a part is too long in its place', () => {
    expect(fitSummary([() => 'x'.repeat(2_000)], 1_000)).toContain('too long for the job summary');
  });

  it('stays below 1 MiB, and is a warning where there is none', async () => {
    let written = '';
    const warnings = await writeJobSummary([(units) => 'x'.repeat(units)], (text) => {
      written = text;
      return Promise.resolve();
    });
    expect([warnings, bytes(written) < 1_048_576, bytes(written) > 1_000_000]).toEqual([[], true, true]);
    const failed = await writeJobSummary([() => 'x'], () =>
      Promise.reject(new Error('Unable to find environment variable')),
    );
    expect(failed).toMatchObject([{ code: 'summary', message: expect.stringContaining('Unable to find') }]);
  });
});

const annotation = (level: Annotation['level'], file?: string, line = 1): Annotation => ({
  level,
  title: 'title',
  message: `${level} ${file ?? ''} ${line}`,
  ...(file === undefined ? {} : { place: { file, line } }),
});

describe('annotations', () => {
  it('stand worst first, then by place', () => {
    const given = [
      annotation('notice', 'a.yaml'),
      annotation('warning'),
      annotation('warning', 'a.yaml', 9),
      annotation('error', 'b.yaml', 2),
      annotation('error', 'a.yaml', 12),
      annotation('error', 'a.yaml', 3),
    ];
    expect(worstFirst(given).map(({ message }) => message)).toEqual([
      'error a.yaml 3',
      'error a.yaml 12',
      'error b.yaml 2',
      'warning a.yaml 9',
      'warning  1',
      'notice a.yaml 1',
    ]);
  });

  it('are ten at most, and the rest is counted', () => {
    const shown: string[] = [];
    const port = {
      error: (message: string) => shown.push(message),
      warning: (message: string) => shown.push(message),
      notice: (message: string) => shown.push(message),
    };
    const given = [
      ...Array.from({ length: 12 }, (_item, index) => annotation('warning', 'a.yaml', index + 1)),
      annotation('error', 'z.yaml'),
    ];
    expect(annotate(given, port)).toBe(3);
    expect(shown).toHaveLength(ANNOTATION_LIMIT);
    expect(shown[0]).toBe('error z.yaml 1');
  });

  it('cannot end their own command, through the real toolkit', () => {
    const written: string[] = [];
    const stdout = jest
      .spyOn(process.stdout, 'write')
      .mockImplementation((text) => written.push(String(text)) > 0);
    try {
      annotate(
        [
          {
            level: 'error',
            title: 'a,b:c\n::set-output name=x::y',
            message: 'one%\r\n::error::two',
            place: { file: 'desired/a,b:c.yaml', line: 3, column: 5 },
          },
        ],
        core,
      );
    } finally {
      stdout.mockRestore();
    }
    expect(written.join('')).toBe(
      '::error title=a%2Cb%3Ac%0A%3A%3Aset-output name=x%3A%3Ay,file=desired/a%2Cb%3Ac.yaml,line=3,col=5::one%25%0D%0A::error::two\n',
    );
  });
});

describe('the outputs', () => {
  afterEach(() => {
    delete process.env['GITHUB_OUTPUT'];
  });

  const OUTPUTS: RunOutputs = {
    result: 'changes',
    hasChanges: true,
    hasDrift: false,
    createCount: 1,
    updateCount: 2,
    deleteCount: 0,
    adoptCount: 0,
    driftCount: 0,
    findingCount: 3,
    planPath: 'plan.json',
  };

  it('are all there, as workflows read them', () => {
    expect(Object.fromEntries(outputsOf(OUTPUTS))).toEqual({
      result: 'changes',
      'has-changes': 'true',
      'has-drift': 'false',
      'create-count': '1',
      'update-count': '2',
      'delete-count': '0',
      'adopt-count': '0',
      'drift-count': '0',
      'finding-count': '3',
      'failure-reason': '',
      'plan-path': 'plan.json',
      'report-path': '',
      'sarif-path': '',
      'inventory-path': '',
      'plan-digest': '',
      'comment-url': '',
      'issue-number': '',
      matrix: '',
    });
    expect(outputsOf(OUTPUTS).map(([name]) => name)).toEqual(OUTPUT_NAMES);
  });

  it('reach the file of the runner in one piece', () => {
    const file = join(mkdtempSync(join(SCRATCH, 'rolekeeper-')), 'output');
    writeFileSync(file, '');
    process.env['GITHUB_OUTPUT'] = file;
    writeOutputs({ ...OUTPUTS, planPath: 'a\nresult=applied' }, core.setOutput);
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/plan-path<<(ghadelimiter_[-0-9a-f]+)\na\nresult=applied\n\1\n/);
    expect(text).toMatch(/result<<(ghadelimiter_[-0-9a-f]+)\nchanges\n\1\n/);
  });
});
