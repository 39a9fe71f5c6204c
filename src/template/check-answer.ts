import { INVISIBLE } from '../model/invisible.ts';
import { allowedPattern } from './allowed-pattern.ts';
import type { TemplateParameter } from './read-template.ts';

/** Longer than any that IAM or CloudFormation takes. */
const LONGEST = 4096;

/** What CloudFormation would say of a parameter's value, as a predicate; undefined where it takes it. */
export function checkAnswer(parameter: TemplateParameter, answer: string): string | undefined {
  const wrong = checkCharacters(answer);
  if (wrong !== undefined) return wrong;
  const items = isList(parameter) ? splitList(answer) : [answer];
  const found = items.map((item) => checkItem(parameter, item)).find((one) => one !== undefined);
  if (found === undefined) return undefined;
  return parameter.constraint === undefined ? found : `${found} (the vendor says: ${parameter.constraint})`;
}

/** Of every answer, whatever it is about. */
export function checkCharacters(answer: string): string | undefined {
  if (answer.length > LONGEST) return `must have at most ${LONGEST} characters`;
  if (answer.search(INVISIBLE) !== -1)
    return 'must not have line ends, control characters or others that are not shown';
  if (answer.includes('${')) return 'must be the value itself, without ${…}';
  return undefined;
}

export function isList({ type }: TemplateParameter): boolean {
  return type === 'CommaDelimitedList' || /(?:^|<)List</.test(type) || type.includes('<CommaDelimitedList>');
}

export function splitList(text: string): readonly string[] {
  return text.split(',').map((item) => item.trim());
}

function checkItem(
  { type, allowedValues, allowedPattern: text, bounds }: TemplateParameter,
  item: string,
): string | undefined {
  if (allowedValues !== undefined && !allowedValues.includes(item))
    return `must be one of ${allowedValues.join(', ')}`;
  if (/(?:^|<)Number>?$/.test(type) && (item === '' || Number.isNaN(Number(item)))) return 'must be a number';
  const { MinLength, MaxLength, MinValue, MaxValue } = bounds;
  if (MinLength !== undefined && item.length < MinLength) return `must have at least ${MinLength} characters`;
  if (MaxLength !== undefined && item.length > MaxLength) return `must have at most ${MaxLength} characters`;
  if (MinValue !== undefined && Number(item) < MinValue) return `must be at least ${MinValue}`;
  if (MaxValue !== undefined && Number(item) > MaxValue) return `must be at most ${MaxValue}`;
  const pattern = text === undefined ? undefined : allowedPattern(text, item.length);
  return pattern?.(item) === false ? `must match ${text}` : undefined;
}

/** Whether the pattern of a parameter says nothing of an answer, because it cannot be tried here. */
export function isPatternLeft(parameter: TemplateParameter, answer: string): boolean {
  const { allowedPattern: text } = parameter;
  const items = isList(parameter) ? splitList(answer) : [answer];
  return text !== undefined && items.some((item) => allowedPattern(text, item.length) === undefined);
}
