import type { Json, JsonObject } from '../model/json.ts';

export const POLICY_VERSIONS = ['2008-10-17', '2012-10-17'] as const;

export type PolicyVersion = (typeof POLICY_VERSIONS)[number];

/**
 * The version whose rules a document follows. A document without `Version` follows 2008-10-17, in which `${…}` is
 * plain text (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html).
 * Undefined when the version is none that IAM knows.
 */
export function policyVersionOf(document: JsonObject): PolicyVersion | undefined {
  const version: Json | undefined = Object.hasOwn(document, 'Version') ? document['Version'] : '2008-10-17';
  return POLICY_VERSIONS.find((known) => known === version);
}

/**
 * Writes a text of a policy of the given version as 2012-10-17 would write it: there, `${$}` is a dollar sign, so
 * that what is plain text under 2008-10-17 stays plain text.
 */
export function inCurrentVersion(text: string, version: PolicyVersion): string {
  return version === '2012-10-17' ? text : text.replaceAll('${', '${$}{');
}
