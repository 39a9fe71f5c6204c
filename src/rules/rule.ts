import type { ActionCatalogue } from '../model/action-catalogue.ts';
import type { Finding } from '../model/finding.ts';
import type { DesiredResource, Integration, Scope } from '../model/integration.ts';
import type { Json } from '../model/json.ts';
import type { ReviewSteps } from './reading/review-steps.ts';
import type { Undeclared } from '../model/plan.ts';

/** What a rule says of one resource, without its level. */
export interface Remark extends Pick<Finding, 'address' | 'message' | 'hint' | 'location'> {
  /** Worse than its rule is otherwise: what the settings call a warning stays an error, unless the rule is off. */
  readonly level?: 'error';
}

/** What a rule looks at besides the integration itself. */
export interface RuleContext {
  readonly settings: Scope['settings'];
  /** Every resource of the scope: what an integration attaches may stand in the file of another. */
  readonly declared: readonly DesiredResource[];
  readonly catalogue: ActionCatalogue;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly steps: ReviewSteps;
  /**
   * What managed policies hold that no file declares, by their ARN: those of the account and those of AWS, as far as
   * they were read. The statements about access read the same. Absent where no account was read.
   */
  readonly policies?: (arn: string) => { readonly document?: Json };
}

/** A review rule: about what a desired file declares, or about what is live and no file declares. */
export type Rule =
  | {
      readonly about: 'declared';
      readonly find: (integration: Integration, context: RuleContext) => readonly Remark[];
    }
  | {
      readonly about: 'undeclared';
      readonly find: (undeclared: Undeclared, context: RuleContext) => readonly Remark[];
    };
