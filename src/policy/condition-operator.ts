import { keysOf } from '../model/keys.ts';
/** What an operator compares; decides how its values are read. */
export type OperatorFamily = 'string' | 'numeric' | 'date' | 'bool' | 'binary' | 'ip' | 'arn' | 'null';

/** A condition operator as https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html has it. */
export interface BaseOperator {
  readonly name: string;
  readonly family: OperatorFamily;
  /** `*` and `?` in its values are wildcards. */
  readonly wildcards: boolean;
  readonly ignoreCase: boolean;
}

export interface ConditionOperator {
  readonly qualifier: 'ForAllValues:' | 'ForAnyValue:' | '';
  readonly base: BaseOperator;
  readonly ifExists: boolean;
  /** The operator in IAM's casing. */
  readonly text: string;
}

const NAMES: Readonly<Record<OperatorFamily, readonly string[]>> = {
  string: [
    'StringEquals',
    'StringNotEquals',
    'StringEqualsIgnoreCase',
    'StringNotEqualsIgnoreCase',
    'StringLike',
    'StringNotLike',
  ],
  numeric: comparisonsOf('Numeric'),
  date: comparisonsOf('Date'),
  bool: ['Bool'],
  binary: ['BinaryEquals'],
  ip: ['IpAddress', 'NotIpAddress'],
  arn: ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
  null: ['Null'],
};

function comparisonsOf(type: string): readonly string[] {
  return ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map(
    (comparison) => type + comparison,
  );
}

const OPERATORS: ReadonlyMap<string, BaseOperator> = new Map(
  keysOf(NAMES).flatMap((family) =>
    NAMES[family].map((name) => [
      name.toLowerCase(),
      {
        name,
        family,
        wildcards: family === 'arn' || name.endsWith('Like'),
        ignoreCase: name.endsWith('IgnoreCase'),
      },
    ]),
  ),
);

const SHAPE = /^(forallvalues:|foranyvalue:)?([a-z]+?)(ifexists)?$/;

/** Reads an operator without regard to case; undefined when IAM has no such operator. */
export function parseOperator(text: string): ConditionOperator | undefined {
  const [, qualifierText, name, suffix] = SHAPE.exec(text.toLowerCase()) ?? [];
  const base = OPERATORS.get(name ?? '');
  // "If you use IfExists with Null, the policy is rejected": presence cannot be optional.
  if (base === undefined || (base.family === 'null' && suffix !== undefined)) return undefined;
  const qualifier = qualifierOf(qualifierText);
  const ifExists = suffix !== undefined;
  return { qualifier, base, ifExists, text: `${qualifier}${base.name}${ifExists ? 'IfExists' : ''}` };
}

function qualifierOf(text: string | undefined): ConditionOperator['qualifier'] {
  if (text === undefined) return '';
  return text === 'forallvalues:' ? 'ForAllValues:' : 'ForAnyValue:';
}

/**
 * The operator under which a condition is compared: `ArnEquals` and `ArnLike` "behave identically", and so do
 * their negations.
 */
export function canonicalOperator(operator: ConditionOperator): string {
  return operator.text.replace('ArnEquals', 'ArnLike').replace('ArnNotEquals', 'ArnNotLike');
}

/** Every operator name without qualifier and suffix, in IAM's casing. */
export function operatorNames(): readonly string[] {
  return Object.values(NAMES).flat();
}
