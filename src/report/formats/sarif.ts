import { type Diagnostic, JUDGED_IN_PART, type Location, NOT_JUDGED } from '../../model/diagnostic.ts';
import { RULE_NAMES } from '../../model/finding.ts';
import type { Json } from '../../model/json.ts';
import { VERSION } from '../../model/version.ts';
import { renderJson } from '../json-report.ts';
import { cappedDiagnostics } from '../shown-diagnostics.ts';
import type { ReportFormat } from './format.ts';

/** What a tool says about a line: a finding, or a mistake. */
interface Result {
  readonly rule: string;
  readonly level: 'error' | 'warning';
  readonly message: string;
  readonly hint: string | undefined;
  readonly location: Location | undefined;
}

/**
 * Findings and mistakes as SARIF 2.1.0, which code scanning takes
 * (https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning).
 * GitHub refuses a result without a place: what no file declares is not in it.
 */
export const sarif = {
  extension: 'sarif',
  findings: (findings, failed, only) =>
    renderSarif(
      findings.map(({ rule, level, message, hint, location }) => ({ rule, level, message, hint, location })),
      [
        ...(only === undefined ? [] : ['only the integrations that --only names are judged']),
        ...failed.map(
          ({ directory }) => `the files of ${directory} are not judged: they could not be planned`,
        ),
      ],
    ),
  diagnostics: (diagnostics) =>
    renderSarif(
      cappedDiagnostics(diagnostics, MOST_RESULTS).map(({ code, severity, message, hint, location }) => ({
        rule: code,
        level: severity,
        message,
        hint,
        location,
      })),
      unjudgedOf(diagnostics),
    ),
  isDocument: true,
} as const satisfies ReportFormat;

/**
 * An alert that a run leaves out is closed, so none is left out for a reader's sake. Of a run, code scanning shows 5,000
 * results and refuses more than 25,000
 * (https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit); so many
 * are far from the 10 MB that it takes of a compressed file. The last of them counts the rest.
 */
const MOST_RESULTS = 4_999;

/** What of the files was not judged, or not by all that the settings say. */
function unjudgedOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  const said = diagnostics.flatMap(({ code, message }) => (UNJUDGED.includes(code) ? [message] : []));
  const files = diagnostics.filter(isMistake).map(({ location }) => location?.file ?? 'the desired state');
  const broken = [...new Set(files)].sort().slice(0, MOST_NAMED);
  return [...said, ...broken.map((file) => `${file} is not judged: it has a mistake`)];
}

const UNJUDGED: readonly string[] = [NOT_JUDGED, JUDGED_IN_PART];

/** More of them say nothing else. */
const MOST_NAMED = 100;

/** An error that is neither a finding nor a broken expectation: these are said of files that were read whole. */
function isMistake({ severity, code }: Diagnostic): boolean {
  const names: readonly string[] = RULE_NAMES;
  return severity === 'error' && code !== 'expectation-failed' && !names.includes(code);
}

/**
 * An alert is closed by a run that looked for it and did not find it. A run that did not judge every file says that it was
 * not successful: code scanning then takes none of its results, and leaves all alerts as they are
 * (docs/decisions/0020-a-run-with-a-mistake-closes-no-alert.md).
 */
function invocationsOf(unjudged: readonly string[]) {
  if (unjudged.length === 0) return {};
  const toolExecutionNotifications = unjudged.map((text) => ({ level: 'error', message: { text } }));
  return { invocations: [{ executionSuccessful: false, toolExecutionNotifications }] };
}

/** @param unjudged what the rules did not look at */
function renderSarif(results: readonly Result[], unjudged: readonly string[] = []): string {
  const placed = results.flatMap((result) => resultOf(result));
  const rules = [...new Set(placed.map(({ ruleId }) => ruleId))].sort();
  return renderJson({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'rolekeeper',
            version: VERSION,
            informationUri: 'https://github.com/rolekeeper/rolekeeper',
            rules: rules.map((id) => ({ id })),
          },
        },
        ...invocationsOf(unjudged),
        columnKind: 'utf16CodeUnits',
        results: placed,
      },
    ],
  });
}

function resultOf({ rule, level, message, hint, location }: Result) {
  if (location === undefined) return [];
  const region = { startLine: location.line, startColumn: location.column };
  const artifactLocation = { uri: uriOf(location.file) };
  return [
    {
      ruleId: rule,
      level,
      message: { text: hint === undefined ? message : `${message}. ${hint}` },
      locations: [{ physicalLocation: { artifactLocation, region } } satisfies Json],
    },
  ];
}

/** A path as a relative reference of a URI; file names are data. */
function uriOf(file: string): string {
  return file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
}
