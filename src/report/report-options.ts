/** What only the run knows of a plan: finished Markdown, for the Markdown report only. */
export interface RunRemarks {
  /** Must be seen before the plan itself. */
  readonly cautions: readonly string[];
  readonly notes: readonly string[];
  /** Small, at the end. */
  readonly footer: readonly string[];
}

/** What a report is told besides the data. */
export interface ReportOptions {
  /** The command whose result it is: `drift` heads and orders the same data as drift. */
  readonly command: 'plan' | 'apply' | 'drift';
  /** Terminal colours, in the text report only. */
  readonly color: boolean;
  /** Columns of the terminal, in the text report only. @default 100 */
  readonly width?: number;
  /** Markdown stays at or under this many UTF-16 units. */
  readonly limit?: number;
  /** Where the whole report is, said when something was cut: an https URL, or words. */
  readonly fullReport?: string;
  /** The text report lists every single change of access. */
  readonly details?: boolean;
  readonly remarks?: RunRemarks;
  /** The integrations that alone were planned. @default all */
  readonly only?: readonly string[];
  /** Integrations that the text report told above with other scopes, and with how many. */
  readonly told?: ReadonlyMap<string, number>;
  /** Shows external ids as they are. */
  readonly revealExternalIds?: boolean;
}
