import type { CatalogueService } from '../model/action-catalogue.ts';
import { parseArn, isArn, bucketInArn } from '../model/arn.ts';
import { withoutVariables } from '../policy/policy-variable.ts';

/**
 * The ARN formats of the resources that an action is asked of, `arn:${Partition}:s3:::${BucketName}`; none when it is
 * asked of no resource, `*`. A type is spelled `Secret*` in one of AWS's tables and `secret` in another.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function formatsOf(
  types: readonly string[],
  { resources }: CatalogueService,
): readonly string[] | undefined {
  // A service of which no resource is known may have some all the same.
  if (Object.keys(resources).length === 0) return undefined;
  const formats = types.map((type) => formatOf(type.replace(/\*$/, ''), resources));
  // What the resources of a type without a format look like is unknown.
  return formats.some((format) => format === undefined)
    ? undefined
    : formats.filter((one) => one !== undefined);
}

function formatOf(type: string, resources: CatalogueService['resources']): string | undefined {
  if (Object.hasOwn(resources, type)) return resources[type];
  const lower = type.toLowerCase();
  return Object.entries(resources).find(([name]) => name.toLowerCase() === lower)?.[1];
}

/** Whether a pattern of Resource can match any resource that an action is asked of; of unknown formats, any can. */
export function canBeAsked(formats: readonly string[] | undefined, pattern: string): boolean {
  if (formats === undefined || !isArn(pattern) || isEverything(pattern)) return true;
  return formats.some((format) => mayMatch(format, pattern));
}

/** `arn:aws:s3:::*`, too: some services ask for it where their tables have no resource. */
function isEverything(pattern: string): boolean {
  return /^\*+$/.test(parseArn(withoutVariables(pattern, '*'))?.resource ?? '');
}

const KNOWN = new Map<string, boolean>();
const MOST_KEPT = 20_000;

// There are a few thousand formats, and files may name as many patterns for each.
const FORMAT_FIELDS = new Map<string, readonly (readonly Mark[])[]>();

function mayMatch(format: string, pattern: string): boolean {
  if (!isArn(format)) return true;
  if (isOfOtherService(format, pattern)) return false;
  const key = `${format}\n${pattern}`;
  const known = KNOWN.get(key);
  if (known !== undefined) return known;
  if (KNOWN.size >= MOST_KEPT) KNOWN.clear();
  const fields = fieldsOf(marksOfPattern(pattern, 'within'));
  const own = FORMAT_FIELDS.get(format) ?? fieldsOf(readFormat(format, 'colons'));
  FORMAT_FIELDS.set(format, own);
  const result =
    (fields.length === own.length && own.every((field, index) => overlap(field, fields[index] ?? []))) ||
    (reachesBeyond(pattern, format) &&
      overlap(readFormat(format, 'no colons'), marksOfPattern(pattern, 'beyond')));
  KNOWN.set(key, result);
  return result;
}

/** Most patterns are of another service: that is seen without looking further. */
function isOfOtherService(format: string, pattern: string): boolean {
  const [, own = '', service = ''] = format.split(':', 3);
  const [, partition = '', other] = pattern.split(':', 4);
  const isOpen = partition === '' || partition.endsWith('*') || own !== '${Partition}';
  return other !== undefined && other !== service && !isOpen && !/[*?$]/.test(service + other);
}

/** Whether a star that ends one of the first five fields may have colons of the format in it. */
function reachesBeyond(pattern: string, format: string): boolean {
  if (!/^(?:[^:]*:){1,4}[^:]*\*(?::|$)/.test(pattern)) return false;
  const colons = (text: string): number => withoutVariables(text, '').split(':').length;
  return colons(pattern) < colons(format) || WITH_COLONS.some((name) => format.includes(name));
}

/** The fields of an ARN, the last one with its colons. */
function fieldsOf(marks: readonly Mark[]): readonly (readonly Mark[])[] {
  const fields: Mark[][] = [[]];
  for (const mark of marks) {
    if (mark === ':' && fields.length <= COLONS_BEFORE_NAME) fields.push([]);
    else fields.at(-1)?.push(mark);
  }
  return fields;
}

/**
 * A character that both sides have, or a sign: `any` number of any, `field` for any number of any but `:`, `name` for any
 * number of any but `/` and `:`, `one` for exactly one, and `part` for exactly one but `:`.
 */
type Mark = string;
const [ANY, FIELD, NAME, ONE, PART] = ['any', 'field', 'name', 'one', 'part'] as const;

/** The characters that a sign does not stand for. */
const LEFT_OUT: Readonly<Record<string, string>> = { [FIELD]: ':', [PART]: ':', [NAME]: '/:' };

const COLONS_BEFORE_NAME = 5;

/**
 * A pattern as IAM compares it: before the fifth colon wildcards stay within their field, but for a star that ends it
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html); this is what
 * policy/evaluation/match-resource.ts matches by. Policy variables may stand for anything.
 *
 * @param stars those that end a field: whether they stay within it, or may reach beyond
 */
function marksOfPattern(pattern: string, stars: 'within' | 'beyond'): readonly Mark[] {
  const text = withoutVariables(pattern, '*');
  let colons = 0;
  return text.split('').map((character, index) => {
    if (character === ':') colons += 1;
    const isInName = colons >= COLONS_BEFORE_NAME;
    if (character === '?') return isInName ? ONE : PART;
    if (character !== '*') return character;
    const reaches = stars === 'beyond' && [':', undefined].includes(text[index + 1]);
    return isInName || reaches ? ANY : FIELD;
  });
}

/**
 * Names that have no slash, as their services document them. Below each stands something else that is asked for by other
 * actions: the objects of a bucket, the indexes and streams of a table, the stages of a pipeline, the filters of a detector.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
 * https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetDetector.html
 */
const PLAIN_NAMES: Readonly<Record<string, readonly string[]>> = {
  s3: ['BucketName'],
  dynamodb: ['TableName'],
  codepipeline: ['PipelineName', 'StageName'],
  guardduty: ['DetectorId'],
};

/** Names that have colons, whatever stands around them: keys of objects. */
const WITH_COLONS = ['ObjectName'];

/**
 * Whether names in the last field may have colons. A pattern may say them: `function:x:alias` where the table has
 * `function:${FunctionName}` alone. That they stand in a name which a star of another field reaches into is so of few: else
 * `arn:*:s3:::logs` would be about instances, too.
 */
type Names = 'colons' | 'no colons';

/** In the last field any variable but a plain name may stand for anything, slashes too. */
function readFormat(format: string, names: Names): readonly Mark[] {
  const plain = PLAIN_NAMES[parseArn(format)?.service ?? ''] ?? [];
  const isRegional = format.includes(':${Region}:');
  let colons = 0;
  return format.split(/(\$\{\w+\}|\*)/).flatMap((part): readonly Mark[] => {
    const isInName = colons >= COLONS_BEFORE_NAME;
    // No region is empty where a format has one. The account of a region is, of what AWS gives to all:
    // `arn:aws:ssm:eu-west-1::document/AWS-RunShellScript`.
    if (!isInName && part === '${Region}') return [PART, FIELD];
    if (!isInName && part === '${Account}') return isRegional ? [FIELD] : [PART, FIELD];
    if (part === '*' || part.startsWith('${')) {
      const name = part.slice(2, -1);
      if (isInName && plain.includes(name)) return [NAME];
      return [isInName && (names === 'colons' || WITH_COLONS.includes(name)) ? ANY : FIELD];
    }
    colons += part.split(':').length - 1;
    return part.split('');
  });
}

/** Whether some text is one that a format and a pattern both mean. */
function overlap(format: readonly Mark[], pattern: readonly Mark[]): boolean {
  // What both begin and end with is the same in any such text.
  const most = Math.min(format.length, pattern.length);
  const head = commonLength(most, (index) => [format[index], pattern[index]]);
  const tail = commonLength(most - head, (index) => [format.at(-1 - index), pattern.at(-1 - index)]);
  const wide = format.slice(head, format.length - tail);
  const narrow = pattern.slice(head, pattern.length - tail);
  if (areCharacters(wide[0], narrow[0]) || areCharacters(wide.at(-1), narrow.at(-1))) return false;
  return haveCommon(wide, narrow);
}

/** How many characters, at most `most`, are the same on both sides before the first that is not, or is a sign. */
function commonLength(most: number, at: (index: number) => readonly (Mark | undefined)[]): number {
  let length = 0;
  while (length < most) {
    const [one, other] = at(length);
    if (one !== other || !areCharacters(one, other)) break;
    length += 1;
  }
  return length;
}

function areCharacters(one: Mark | undefined, other: Mark | undefined): boolean {
  return one?.length === 1 && other?.length === 1;
}

function haveCommon(format: readonly Mark[], pattern: readonly Mark[]): boolean {
  // From the ends on: whether the rest of the format and the rest of the pattern have a text in common.
  let below = new Uint8Array(pattern.length + 1);
  for (let i = format.length; i >= 0; i -= 1) {
    const row = new Uint8Array(pattern.length + 1);
    const wide = format[i];
    for (let j = pattern.length; j >= 0; j -= 1) {
      const narrow = pattern[j];
      if (wide === undefined && narrow === undefined) row[j] = 1;
      else row[j] = hasCommon(wide, narrow, below[j] === 1, row[j + 1] === 1, below[j + 1] === 1) ? 1 : 0;
    }
    below = row;
  }
  return below[0] === 1;
}

/** Whether two rests that begin with these marks have a text in common, by those that begin one mark further on. */
function hasCommon(
  wide: Mark | undefined,
  narrow: Mark | undefined,
  withoutWide: boolean,
  withoutNarrow: boolean,
  withoutBoth: boolean,
): boolean {
  // A sign for many stands for nothing more, or for what the other side has next.
  if (isMany(wide) && withoutWide) return true;
  if (isMany(narrow) && withoutNarrow) return true;
  if (wide === undefined || narrow === undefined || !share(wide, narrow)) return false;
  if (isMany(wide)) return withoutNarrow;
  return isMany(narrow) ? withoutWide : withoutBoth;
}

function isMany(mark: Mark | undefined): boolean {
  return mark === ANY || mark === FIELD || mark === NAME;
}

/** Whether there is a character that both stand for. */
function share(one: Mark, other: Mark): boolean {
  if (one.length > 1 && other.length > 1) return true;
  if (one.length === 1 && other.length === 1) return one === other;
  const [sign, character] = one.length > 1 ? [one, other] : [other, one];
  return LEFT_OUT[sign]?.includes(character) !== true;
}

/** What an action is asked of instead of what a pattern matches: `of the bucket, arn:aws:s3:::logs, not of its objects`. */
export function sayAskedOf(formats: readonly string[], pattern: string): string {
  const { bucket, key } = bucketInArn(pattern) ?? {};
  const asked = formats.map(sayFormat);
  if (formats.length === 0) return 'of no resource: write "*"';
  if (bucket !== undefined && key !== undefined && formats.includes(BUCKET))
    return `of the bucket, ${bucket}, not of its objects`;
  if (bucket !== undefined && key === undefined && formats.includes(OBJECT))
    return `of objects, ${bucket}/*, not of their bucket`;
  const whole = wholeOf(formats, pattern);
  if (whole !== undefined) return `of ${whole}, not of what is below it`;
  const more = asked.length - MOST_NAMED;
  return `of ${asked.slice(0, MOST_NAMED).join(' and ')}${more > 0 ? ` and ${more} more kinds of resources` : ''}`;
}

/** The resources of a format, as a pattern names them. */
export function sayFormat(format: string): string {
  return format.replace(/\$\{(\w+)\}/g, (_all, name: string) => (name === 'Partition' ? 'aws' : '*'));
}

/** What a pattern is a part of, where that is what an action is asked of: the table of an index. */
function wholeOf(formats: readonly string[], pattern: string): string | undefined {
  const parts = pattern.split('/');
  const wholes = parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
  return wholes.reverse().find((whole) => !whole.endsWith('*') && canBeAsked(formats, whole));
}

const BUCKET = 'arn:${Partition}:s3:::${BucketName}';
const OBJECT = 'arn:${Partition}:s3:::${BucketName}/${ObjectName}';
const MOST_NAMED = 2;
