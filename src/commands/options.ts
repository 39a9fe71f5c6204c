import type { AppliedFormat, DiagnosticFormat, FindingFormat, PlanFormat } from '../report/registry.ts';

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

/** Every file is judged: a mistake outside of a part would go unseen. */
export type ValidateOptions = Omit<CommonOptions<DiagnosticFormat>, 'only'>;
export type FindingOptions = CommonOptions<FindingFormat | 'html'>;
export type AppliedOptions = CommonOptions<AppliedFormat>;

/** Of every command that asks AWS. */
export interface RateOptions {
  readonly requestsPerSecond?: number;
}

/**
 * What `--format` takes, by command: the formats that can write what the command prints. The types hold the lists to the
 * formats that there are, so that a command line is read without loading one.
 */
export const FORMAT_CHOICES = {
  validate: named<DiagnosticFormat>({ text: true, markdown: true, json: true, sarif: true }),
  plan: named<FindingFormat | 'html'>({ text: true, markdown: true, json: true, sarif: true, html: true }),
  apply: named<AppliedFormat>({ text: true, markdown: true, json: true }),
  drift: named<PlanFormat | 'html'>({ text: true, markdown: true, json: true, html: true }),
} as const;

function named<Format extends string>(formats: Readonly<Record<Format, true>>): readonly string[] {
  return Object.keys(formats);
}

/** The roles that rolekeeper has policies for. */
export const POLICY_ROLES = ['plan', 'apply', 'service', 'deny-others'] as const;

/**
 * GitHub runs at most so many jobs of a matrix.
 * https://docs.github.com/en/actions/reference/limits
 */
export const MOST_JOBS = 256;

/** GitHub reads the first of them. https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners */
export const OWNERS_FILES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;
