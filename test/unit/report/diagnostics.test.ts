import { describe, expect, it } from '@jest/globals';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import { renderDiagnostics } from '../../../src/report/registry.ts';

const at = (file: string, line: number, column: number) => ({ file, line, column });
const diagnostics: readonly Diagnostic[] = [
  {
    severity: 'warning',
    code: 'no-such-log-group',
    message: 'arn:aws:logs:*:*:/aws-glue/* names no log group',
    hint: 'write arn:aws:logs:*:*:log-group:/aws-glue/*',
    location: at('desired/logiq.yaml', 40, 3),
  },
  {
    severity: 'error',
    code: 'unknown-key',
    message: 'unknown key "Rolename"',
    hint: 'write RoleName',
    location: at('desired/a.yaml', 12, 7),
  },
  {
    severity: 'error',
    code: 'placeholder',
    message: '<BUCKET_NAME> is a placeholder',
    location: at('desired/a.yaml', 9, 1),
  },
  { severity: 'error', code: 'empty', message: 'desired/ holds no integration' },
];
const options = { command: 'plan', color: false } as const;

describe('diagnostics', () => {
  it('stand in text by file and line, with what to write and totals', () =>
    expect(renderDiagnostics(diagnostics, 'text', options)).toBe(
      [
        'error: desired/ holds no integration',
        '',
        'desired/a.yaml:9:1: error: <BUCKET_NAME> is a placeholder',
        'desired/a.yaml:12:7: error: unknown key "Rolename"',
        '    write RoleName',
        '',
        'desired/logiq.yaml:40:3: warning: arn:aws:logs:*:*:/aws-glue/* names no log group',
        '    write arn:aws:logs:*:*:log-group:/aws-glue/*',
        '',
        '3 errors, 1 warning',
        '',
      ].join('\n'),
    ));

  it('are a list in markdown, with data in code', () => {
    const markdown = renderDiagnostics(diagnostics, 'markdown', options);
    expect(markdown).toContain('**3 errors, 1 warning**');
    expect(markdown).toContain('- **error** `desired/a.yaml:9:1`: `<BUCKET_NAME>` is a placeholder');
    expect(markdown).toContain('_What to write:_ write `arn:aws:logs:*:*:log-group:/aws-glue/*`');
  });

  it('say in markdown how many are left out', () => {
    const markdown = renderDiagnostics(diagnostics, 'markdown', { ...options, limit: 250 });
    expect(markdown.length).toBeLessThanOrEqual(250);
    expect(markdown).toMatch(/… and \d more\.\n$/);
  });

  it('are an array in json', () =>
    expect(JSON.parse(renderDiagnostics(diagnostics, 'json', options))).toEqual(diagnostics));

  it('are nothing when there are none', () => {
    expect(renderDiagnostics([], 'text', options)).toBe('');
    expect(renderDiagnostics([], 'markdown', options)).toBe('');
    expect(renderDiagnostics([], 'json', options)).toBe('[]\n');
  });
});

describe('more than a hundred diagnostics', () => {
  const many: readonly Diagnostic[] = Array.from({ length: 250 }, (_item, index) => ({
    severity: 'error',
    code: 'unknown-key',
    message: `k${index}`,
    location: { file: 'desired/x.yaml', line: index + 1, column: 1 },
  }));

  it('are a hundred, and the count of the rest, for programs too but code scanning', () => {
    const shown = JSON.parse(renderDiagnostics(many, 'json', { command: 'plan', color: false })) as object[];
    expect(shown).toHaveLength(101);
    expect(shown.at(-1)).toMatchObject({ severity: 'error', message: '150 more are not shown' });
    const { runs } = JSON.parse(renderDiagnostics(many, 'sarif', { command: 'plan', color: false })) as {
      runs: { results: object[] }[];
    };
    expect(runs[0]?.results).toHaveLength(250);
  });
});
