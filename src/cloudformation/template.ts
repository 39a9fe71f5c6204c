import { createHash } from 'node:crypto';
import { canonicalJson, isJsonArray, isJsonObject, type Json, type JsonObject } from '../model/json.ts';

/** The format of `Metadata.rolekeeper`; another number is a stack of another version of rolekeeper. */
export const METADATA_FORMAT = 1;

/** CloudFormation takes at most so many bytes as TemplateBody (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html). */
export const LONGEST_BODY = 51_200;

/**
 * Holds a stack whose last resource goes: a template must have a resource. It creates nothing in the account
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-waitconditionhandle.html).
 */
export const PLACEHOLDER_ID = 'RolekeeperPlaceholder';
export const PLACEHOLDER: JsonObject = { Type: 'AWS::CloudFormation::WaitConditionHandle' };

export interface TemplateInput {
  readonly integration: string;
  /** SHA-256 in hex of what the file declares. */
  readonly declaredDigest: string;
  /** Blocks by logical id; a placeholder is put in when there are none. */
  readonly resources: JsonObject;
  /** The blocks that stand-ins among the resources stand for, by logical id. */
  readonly transient?: JsonObject;
  /** What is deleted by taking it out: CloudFormation lets go of what it cannot delete, and then only this tells of it. */
  readonly doomed?: readonly string[];
}

/** The template of one integration's stack. */
export function buildTemplate({
  integration,
  declaredDigest,
  resources,
  transient,
  doomed = [],
}: TemplateInput): JsonObject {
  const ids = Object.keys(resources).sort();
  const ordered: JsonObject =
    ids.length === 0
      ? { [PLACEHOLDER_ID]: PLACEHOLDER }
      : Object.fromEntries(ids.map((id) => [id, withoutDangling(resources[id] ?? {}, resources)]));
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: describe(integration, declaredDigest),
    Metadata: {
      rolekeeper: {
        integration,
        format: METADATA_FORMAT,
        resources: hashOfResources(ordered, transient),
        ...(transient === undefined ? {} : { transient }),
        ...(doomed.length === 0 ? {} : { doomed }),
      },
    },
    Resources: ordered,
  };
}

/** Indented while it fits, to be read in the console; else without white space. */
export function templateText(template: JsonObject): string {
  const indented = `${inAscii(JSON.stringify(template, null, 2))}\n`;
  return indented.length <= LONGEST_BODY ? indented : inAscii(JSON.stringify(template));
}

/**
 * GetTemplate gives a question mark for every other character, which would make the stack look edited
 * (https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1220).
 */
function inAscii(json: string): string {
  return json.replaceAll(
    /[\u0080-\uFFFF]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * Tells a template that was edited outside rolekeeper: by its blocks, and by the blocks that its stand-ins stand for,
 * which count as applied.
 */
export function hashOfResources(resources: JsonObject, transient?: JsonObject): string {
  const covered: JsonObject = transient === undefined ? resources : { resources, transient };
  return createHash('sha256').update(canonicalJson(covered), 'utf8').digest('hex');
}

function describe(integration: string, declaredDigest: string): string {
  return `rolekeeper: integration ${integration}, declared ${declaredDigest}`;
}

/** A kept block may depend on a resource that leaves the template. */
function withoutDangling(block: Json, resources: JsonObject): Json {
  if (!isJsonObject(block) || !isJsonArray(block['DependsOn'])) return block;
  const kept = block['DependsOn'].filter((id) => typeof id === 'string' && id in resources);
  if (kept.length === block['DependsOn'].length) return block;
  const { DependsOn: _, ...rest } = block;
  return kept.length === 0 ? rest : { ...rest, DependsOn: kept };
}
