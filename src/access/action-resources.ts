import type { CatalogueService } from '../model/action-catalogue.ts';
import { parseArn, type Arn, bucketInArn } from '../model/arn.ts';
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
  if (formats === undefined) return true;
  const arn = arnOfPattern(pattern);
  return arn === undefined || isEverything(arn) || formats.some((format) => mayMatch(format, arn, pattern));
}

/** `arn:aws:s3:::*`, too: some services ask for it where their tables have no resource. */
function isEverything({ resource }: Arn): boolean {
  return /^\*+$/.test(resource);
}

/** Policy variables may stand for anything, colons too. Undefined of `*` and of what ends before its sixth field. */
function arnOfPattern(pattern: string): Arn | undefined {
  return parseArn(withoutVariables(pattern, '*'));
}

const KNOWN = new Map<string, boolean>();
const MOST_KEPT = 20_000;

function mayMatch(format: string, arn: Arn, pattern: string): boolean {
  const key = `${format}\n${pattern}`;
  const known = KNOWN.get(key);
  if (known !== undefined) return known;
  if (KNOWN.size >= MOST_KEPT) KNOWN.clear();
  const own = fieldsOf(format);
  // IAM compares ARNs field by field: only the last one has colons.
  const result =
    own === undefined ||
    FIELDS.every((field, index) => overlap(own[index] ?? [], symbolsOf(arn[field], arn.service)));
  KNOWN.set(key, result);
  return result;
}

const FIELDS = ['service', 'partition', 'region', 'account', 'resource'] as const;

// There are a few thousand formats, and files may name as many patterns for each.
const FORMAT_FIELDS = new Map<string, readonly (readonly Mark[])[] | undefined>();

function fieldsOf(format: string): readonly (readonly Mark[])[] | undefined {
  if (!FORMAT_FIELDS.has(format)) {
    const arn = parseArn(format);
    FORMAT_FIELDS.set(format, arn && FIELDS.map((field) => symbolsOf(arn[field], arn.service)));
  }
  return FORMAT_FIELDS.get(format);
}

/** A character, or `any` number of any, `name` for any number of any but `/` and `:`, and `one` for exactly one. */
type Mark = string;
const [ANY, NAME, ONE] = ['any', 'name', 'one'] as const;

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

/** Any other variable of a format may stand for anything, slashes too. */
function symbolsOf(text: string, service: string): readonly Mark[] {
  const plain = PLAIN_NAMES[service]?.map((name) => `\${${name}}`) ?? [];
  return text.split(/(\$\{\w+\}|\*|\?)/).flatMap((part): readonly Mark[] => {
    if (plain.includes(part)) return [NAME];
    // IAM leaves neither empty where a format has it.
    if (part === '${Region}' || part === '${Account}') return [ONE, ANY];
    if (part === '?') return [ONE];
    return part === '*' || part.startsWith('${') ? [ANY] : part.split('');
  });
}

/** Whether some text is one that a format and a pattern both mean. */
function overlap(format: readonly Mark[], pattern: readonly Mark[]): boolean {
  // From the ends on: whether the rest of the format and the rest of the pattern have a text in common.
  let below: readonly boolean[] = [];
  for (let i = format.length; i >= 0; i -= 1) {
    const row: boolean[] = [];
    const wide = format[i];
    for (let j = pattern.length; j >= 0; j -= 1) {
      const narrow = pattern[j];
      row[j] =
        (wide === undefined && narrow === undefined) ||
        (isMany(wide) && (below[j] === true || (takes(wide, narrow) && row[j + 1] === true))) ||
        (narrow === ANY && (row[j + 1] === true || (wide !== undefined && below[j] === true))) ||
        (isSame(wide, narrow) && below[j + 1] === true);
    }
    below = row;
  }
  return below[0] === true;
}

function isMany(mark: Mark | undefined): mark is Mark {
  return mark === ANY || mark === NAME;
}

function takes(many: Mark, mark: Mark | undefined): boolean {
  return mark !== undefined && (many === ANY || (mark !== '/' && mark !== ':'));
}

function isSame(one: Mark | undefined, other: Mark | undefined): boolean {
  if (one === undefined || other === undefined || isMany(one) || other === ANY) return false;
  return one === other || other === ONE || one === ONE;
}

/** What an action is asked of instead of what a pattern matches: `of the bucket, arn:aws:s3:::logs, not of its objects`. */
export function sayAskedOf(formats: readonly string[], pattern: string): string {
  const { bucket, key } = bucketInArn(pattern) ?? {};
  const asked = formats.map((format) =>
    format.replace(/\$\{(\w+)\}/g, (_all, name: string) => (name === 'Partition' ? 'aws' : '*')),
  );
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

/** What a pattern is a part of, where that is what an action is asked of: the table of an index. */
function wholeOf(formats: readonly string[], pattern: string): string | undefined {
  const parts = pattern.split('/');
  const wholes = parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
  return wholes.reverse().find((whole) => !whole.endsWith('*') && canBeAsked(formats, whole));
}

const BUCKET = 'arn:${Partition}:s3:::${BucketName}';
const OBJECT = 'arn:${Partition}:s3:::${BucketName}/${ObjectName}';
const MOST_NAMED = 2;
