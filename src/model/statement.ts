/** A set of patterns, or everything but that set (`NotAction`, `NotResource`, `NotPrincipal`). */
export interface PatternSet {
  readonly negated: boolean;
  /** Sorted, without repeats. Principals are written `AWS:arn…`, `Service:glue.amazonaws.com`, `Federated:…`, or `*`. */
  readonly patterns: readonly string[];
}

/** One line of a statement's Condition: operator, key and values. All lines must hold. */
export interface ConditionLine {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** A statement of a policy in canonical form. Sid and Id are labels without meaning and are not in it. */
export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  /** Trust policies only. */
  readonly principal?: PatternSet;
  readonly action: PatternSet;
  /** Identity policies only. */
  readonly resource?: PatternSet;
  readonly condition: readonly ConditionLine[];
}

/** What one element of a statement gained and lost. */
export interface ElementChange {
  readonly element: 'Effect' | 'Principal' | 'Action' | 'Resource' | 'Condition';
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** One difference between two policies, seen as sets of statements. */
export type StatementChange =
  | { readonly change: 'added'; readonly statement: PolicyStatement }
  | { readonly change: 'removed'; readonly statement: PolicyStatement }
  | {
      readonly change: 'changed';
      readonly before: PolicyStatement;
      readonly after: PolicyStatement;
      readonly elements: readonly ElementChange[];
    };
