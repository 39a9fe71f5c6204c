import {
  formatsOf,
  type AppliedFormat,
  type DiagnosticFormat,
  type FindingFormat,
  type PlanFormat,
} from '../report/registry.ts';

/** Options that several commands share, as commander gives them. */
export interface CommonOptions<Format extends string = PlanFormat> {
  readonly desired: string;
  readonly only?: readonly string[];
  readonly format: Format;
  readonly out?: string;
}

/** Of the commands that say what access moves. */
export interface AccessOptions {
  /** Every single change of access in place of the roll-up. */
  readonly details?: boolean;
}

export type ValidateOptions = CommonOptions<DiagnosticFormat>;
export type FindingOptions = CommonOptions<FindingFormat>;
export type AppliedOptions = CommonOptions<AppliedFormat>;

/** What `--format` takes, by command: the formats that can write what the command prints. */
export const FORMAT_CHOICES = {
  validate: formatsOf('diagnostics'),
  plan: formatsOf('plan', 'findings'),
  apply: formatsOf('applied'),
  drift: formatsOf('plan'),
} as const;
