/** Options that several commands share, as commander gives them. */
export interface CommonOptions {
  readonly desired: string;
  readonly only?: readonly string[];
  readonly format: 'text' | 'markdown' | 'json';
  readonly out?: string;
}

/** Of commands that tell findings: as SARIF too. */
export interface FindingOptions extends Omit<CommonOptions, 'format'> {
  readonly format: CommonOptions['format'] | 'sarif';
}
