import { isJsonObject, type Json, type JsonObject } from '../../../src/model/json.ts';
import { leavesOf } from './names.ts';
import type { SentTemplate } from './tell-story.ts';

/** Only somebody's hand wrote these into the account: in documents, descriptions, values of tags, paths, durations. */
const BY_HAND = /WrittenByHand|by hand|^\/hand\/$/;
const SECONDS_BY_HAND = 43_200;

/**
 * The law of live content: what only the account ever had is in no template, neither in a resource nor in the metadata
 * of a repair. Two things are no content: the name of an extra policy, attachment, group or tag, under which something
 * harmless stands in; and the ARN of an extra boundary, for the same reason. One exception: adoption imports what is
 * live, for then CloudFormation writes nothing; what was imported stays in later templates as it was (in that resource,
 * in that property) until a change set writes what is declared. So a held or ignored value is only ever repeated from
 * what was applied before, never taken over from the account.
 */
export function judgeTemplates(templates: readonly SentTemplate[]): readonly string[] {
  const imported = new Set<string>();
  return templates.flatMap(({ stackName, type, body }) => {
    const template = JSON.parse(body) as JsonObject;
    const found = blocksOf(template).flatMap(([logicalId, block]) =>
      contentOf(block).map(([property, text]) => `${stackName} ${logicalId} ${property}: ${text}`),
    );
    if (type === 'IMPORT') {
      for (const one of found) imported.add(one);
      return [];
    }
    return found
      .filter((one) => !imported.has(one))
      .map((one) => `a template has what stood in the account only: ${one}`);
  });
}

/** The resources of a template, and what its stand-ins stand for. */
function blocksOf(template: JsonObject): readonly (readonly [string, Json])[] {
  const metadata = objectAt(objectAt(template, 'Metadata'), 'rolekeeper');
  return [template, metadata].flatMap((one) =>
    ['Resources', 'transient'].flatMap((key) => Object.entries(objectAt(one, key))),
  );
}

function contentOf(block: Json): readonly (readonly [string, string])[] {
  if (!isJsonObject(block)) return [];
  const { Properties, ...rest } = block;
  const parts = [
    ...Object.entries(isJsonObject(Properties ?? null) ? (Properties as JsonObject) : {}),
    ...Object.entries(rest),
  ];
  return parts.flatMap(([property, value]) =>
    leavesOf(value)
      .filter(isByHand)
      .map((leaf) => [property, JSON.stringify(leaf)] as const),
  );
}

function isByHand(leaf: Json): boolean {
  return leaf === SECONDS_BY_HAND || (typeof leaf === 'string' && BY_HAND.test(leaf));
}

function objectAt(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return isJsonObject(value ?? null) ? (value as JsonObject) : {};
}
