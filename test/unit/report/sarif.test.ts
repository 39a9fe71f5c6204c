import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../../src/model/finding.ts';
import { VERSION } from '../../../src/model/version.ts';
import { sarif as format } from '../../../src/report/formats/sarif.ts';

const finding: Finding = {
  rule: 'full-admin',
  level: 'error',
  address: 'role/x',
  integration: 'x',
  message: 'role/x may do everything \u202e##[error]x',
  hint: 'name the actions',
  location: { file: 'desired/a b#1.yaml', line: 7, column: 3 },
};

describe('findings as SARIF', () => {
  const sarif = JSON.parse(format.findings([finding, { ...finding, level: 'warning' }], [], undefined)) as {
    runs: { tool: { driver: object }; results: object[] }[];
  };

  it('name the tool, and each rule once', () => {
    expect(sarif).toMatchObject({ version: '2.1.0' });
    expect(sarif.runs[0]?.tool.driver).toMatchObject({
      name: 'rolekeeper',
      version: VERSION,
      rules: [{ id: 'full-admin' }],
    });
  });

  it('stand on their lines, in files whose names are no part of a URI', () => {
    expect(sarif.runs[0]?.results[0]).toEqual({
      ruleId: 'full-admin',
      level: 'error',
      message: { text: `${finding.message}. name the actions` },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'desired/a%20b%231.yaml' },
            region: { startLine: 7, startColumn: 3 },
          },
        },
      ],
    });
    expect(sarif.runs[0]?.results).toHaveLength(2);
  });

  it('have no line where no file declares what they are about, and are left out', () => {
    const { location: _location, ...stranger } = finding;
    expect(format.findings([stranger], [], undefined)).toContain('"results": []');
  });

  it.each([
    [150, 150],
    [6_000, 5_000],
  ])('of %d mistakes are the %d that code scanning shows', (all, shown) => {
    const mistakes = Array.from({ length: all }, (_, line) => ({
      severity: 'warning' as const,
      code: 'full-admin',
      message: `${line}`,
      location: { file: 'desired/x.yaml', line: line + 1, column: 1 },
    }));
    const { runs } = JSON.parse(format.diagnostics(mistakes)) as {
      runs: { results: { message: { text: string } }[] }[];
    };
    const results = runs[0]?.results ?? [];
    expect(results).toHaveLength(shown);
    expect(results.some(({ message }) => message.text.startsWith('1001 more are not shown'))).toBe(
      all > shown,
    );
  });

  it('are no commands of the runner, wherever they are printed', () => {
    expect(format.findings([finding], [], undefined)).not.toMatch(/##\[|\u202e/);
  });
});

describe('a run in SARIF', () => {
  const said = (code: string, severity: 'error' | 'warning') =>
    format.diagnostics([
      { severity, code, message: 'x', location: { file: 'desired/x.yaml', line: 1, column: 1 } },
    ]);
  const FAILED = {
    directory: 'desired/prod',
    account: '111122223333',
    reason: 'access-denied',
    message: 'x',
  } as const;

  it.each<[what: string, sarif: string, successful: boolean]>([
    ['nothing', format.diagnostics([]), true],
    ['a finding', said('full-admin', 'error'), true],
    ['an expectation that is broken', said('expectation-failed', 'error'), true],
    ['a warning about a file', said('unknown-action', 'warning'), true],
    ['a mistake', said('bad-value', 'error'), false],
    ['a key of the settings that is not certain', said('judged-in-part', 'warning'), false],
    ['files that are not judged', said('not-judged', 'warning'), false],
    ['plans of all scopes', format.findings([finding], [], undefined), true],
    ['a scope without a plan', format.findings([finding], [FAILED], undefined), false],
    ['plans of some integrations', format.findings([finding], [], ['datadog']), false],
  ])('closes alerts only where all was judged: %s', (_, sarif, successful) => {
    expect(sarif.includes('"executionSuccessful": false')).toBe(!successful);
  });
});
