import { arnFields, isArn, isPartition } from '../model/arn.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { parseOperator } from '../policy/condition-operator.ts';
import { errorAt, show, warningAt } from './diagnose.ts';
import { entryOf, scalarsOf, type SourceMap, type SourceNode, type SourceScalar } from './source-tree.ts';

/** The elements of a statement in which IAM reads ARNs of what may be used, and of who may use it. */
const ELEMENTS = ['Resource', 'NotResource', 'Principal', 'NotPrincipal'];

/**
 * ARNs of another partition in a policy document. IAM refuses them where it reads ARNs ("Partition "aws" is not valid
 * for resource …"); in a condition it takes them, and they match nothing.
 */
export function checkPartitions(document: SourceMap, partition: string): readonly Diagnostic[] {
  const statement = entryOf(document, 'Statement')?.value;
  const statements =
    statement?.type === 'list' ? statement.items : statement === undefined ? [] : [statement];
  return statements.flatMap((one) => [
    ...ELEMENTS.flatMap((element) =>
      foreignArns(entryOf(one, element)?.value, partition).map(([scalar, foreign]) =>
        errorAt(scalar.location, 'wrong-partition', ...sayForeign(scalar, foreign, partition)),
      ),
    ),
    ...conditionsOf(one).flatMap((values) =>
      foreignArns(values, partition).map(([scalar, foreign]) =>
        warningAt(scalar.location, 'wrong-partition', ...sayForeign(scalar, foreign, partition)),
      ),
    ),
  ]);
}

function conditionsOf(statement: SourceNode): readonly SourceNode[] {
  const condition = entryOf(statement, 'Condition')?.value;
  if (condition?.type !== 'map') return [];
  return condition.entries
    .filter(({ key }) => ['arn', 'string'].includes(parseOperator(key)?.base.family ?? ''))
    .map(({ value }) => value);
}

function foreignArns(
  node: SourceNode | undefined,
  partition: string,
): readonly (readonly [SourceScalar, string])[] {
  if (node === undefined) return [];
  return scalarsOf(node).flatMap((scalar) => {
    const text = typeof scalar.value === 'string' ? scalar.value : '';
    // What is no partition at all is another mistake, and a wildcard stands for the right one.
    const [, named = '', ...rest] = isArn(text) ? arnFields(text) : [];
    return rest.length === 0 || named === partition || !isPartition(named) ? [] : [[scalar, named] as const];
  });
}

function sayForeign(
  { value }: SourceScalar,
  foreign: string,
  partition: string,
): readonly [message: string, hint: string] {
  const message = `${show(value)} is an ARN of the partition ${show(foreign)}; this account is in ${show(partition)}`;
  return [message, 'write "arn:${AWS::Partition}:…"'];
}
