/** Options that several commands share, as commander gives them. */
export interface CommonOptions {
  readonly desired: string;
  readonly only?: readonly string[];
  readonly format: 'text' | 'markdown' | 'json';
  readonly out?: string;
}
