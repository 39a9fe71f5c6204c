/** On whose account a run changes something, where that is known: goes into templates and change sets. */
export interface Audit {
  readonly commit?: string;
  readonly pullRequest?: number;
  /** A URL, or an id. */
  readonly run?: string;
}
