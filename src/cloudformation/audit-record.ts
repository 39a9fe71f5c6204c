import type { Audit } from '../model/audit.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import { LONGEST_BODY, templateText } from './template.ts';

/** CloudFormation takes at most so many characters as Description of a change set. */
const LONGEST_DESCRIPTION = 1024;

/**
 * The text of a template with the audit record in `Metadata.rolekeeper`. The hash is of the resources alone, and nothing
 * compares the record: it makes no stack look changed. It is left out where it would make the template too long.
 */
export function auditedText(template: JsonObject, digest: string, audit: Audit | undefined): string {
  const metadata = template['Metadata'];
  const ours = isJsonObject(metadata) ? metadata['rolekeeper'] : undefined;
  if (audit === undefined || !isJsonObject(metadata) || !isJsonObject(ours)) return templateText(template);
  const record: JsonObject = { ...recordOf(audit), plan: digest };
  const audited = { ...template, Metadata: { ...metadata, rolekeeper: { ...ours, audit: record } } };
  const text = templateText(audited);
  return Buffer.byteLength(text) <= LONGEST_BODY ? text : templateText(template);
}

/** What a change set is for and on whose account, to be read in the console. */
export function describeChangeSet(purpose: string, digest: string, audit: Audit | undefined): string {
  const parts = Object.entries(recordOf(audit ?? {})).map(([key, value]) => `${WORDS[key] ?? key} ${value}`);
  return [`rolekeeper: ${purpose}`, `plan ${digest}`, ...parts].join(', ').slice(0, LONGEST_DESCRIPTION);
}

const WORDS: Readonly<Record<string, string>> = { pullRequest: 'pull request' };

function recordOf({ commit, pullRequest, run }: Audit): Readonly<Record<string, string | number>> {
  return {
    ...(commit === undefined ? {} : { commit }),
    ...(pullRequest === undefined ? {} : { pullRequest }),
    ...(run === undefined ? {} : { run }),
  };
}
