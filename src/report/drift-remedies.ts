import { storedDigest } from '../model/digest.ts';
import { stringify } from 'yaml';
import type { Json } from '../model/json.ts';
import type { AssessedEntry, AssessedIntegration } from '../model/assessment.ts';
import type { Hold } from '../model/integration.ts';
import type { FieldChange } from '../model/plan.ts';
import { blockerLines } from './describe-entry.ts';
import { isDrift, type DriftItem } from './drift-items.ts';
import { codeSpan, fencedBlock } from './escape-markdown.ts';
import { reportLine, type ReportLine } from './report-line.ts';

/** What can be done about one drifted resource: revert, accept, hold; each with its command or YAML. */
export function driftRemedies(item: DriftItem): readonly ReportLine[] {
  const { driftClass, edits, entry } = item;
  if (driftClass === 'held' || driftClass === 'unchecked') return [];
  if (driftClass === 'pending') return blockerLines(entry.blockers);
  // Nothing is left to revert: the file has it.
  if (edits.length === 0 && entry.accepted !== undefined) {
    return [...blockerLines(entry.blockers), reportLine(' ', 1, 'apply brings its stack up to date')];
  }
  const accepted = isFixed(entry) ? [] : edits;
  return [...revertLines(item), ...accepted.flatMap(acceptLines), ...holdLines(item)];
}

/**
 * Whether what is live differs in what IAM fixes when a resource is made: the stack cannot take that over in place, whatever
 * the file says. The blocker has the way out.
 */
function isFixed({ blockers }: AssessedEntry): boolean {
  return blockers.some(({ code }) => code === 'replacement');
}

function revertLines({ entry, integration }: DriftItem): readonly ReportLine[] {
  if (integration.observed) return [reportLine(' ', 1, 'observed only: apply leaves it alone')];
  if (entry.blockers.length > 0) return blockerLines(entry.blockers);
  if (entry.cause === 'unknown' || (entry.action !== 'create' && entry.action !== 'update')) {
    return entry.action === 'none' ? [] : [reportLine(' ', 1, `apply would ${entry.action} it`)];
  }
  // A name that is no name must not become part of a command.
  if (integration.blockers.length > 0 || !/^[A-Za-z0-9-]+$/.test(integration.integration)) return [];
  return [reportLine(' ', 1, `revert: rolekeeper apply --only ${integration.integration}`)];
}

/** The YAML that accepts an edit, where one line says it. */
function acceptLines({ field, member, after, held, cause, location }: FieldChange): readonly ReportLine[] {
  // What is masked would be accepted wrongly.
  const isScalar = typeof after === 'number' || (typeof after === 'string' && !/#[0-9a-f]{6}/.test(after));
  const isEdit = cause !== 'change' && held === undefined && member === undefined;
  if (!isEdit || !isScalar || location === undefined) return [];
  const place = `${location.file}:${location.line}`;
  return [reportLine(' ', 1, `accept: write ${field}: ${JSON.stringify(after)} at ${place}`)];
}

/** A resource that is gone cannot be held; and where it is unknown what was applied, nothing is known to be drift. */
function holdLines({ integration, entry, driftClass }: DriftItem): readonly ReportLine[] {
  const { file, observed } = integration;
  if (file === undefined || observed || driftClass === 'missing' || entry.cause === 'unknown') return [];
  return holdsOf(entry).map(({ address, field, drift }) => {
    const what = field === undefined ? '' : `, field: ${field}`;
    const yaml = `hold: [{ address: ${JSON.stringify(address)}${what}, drift: "${drift}", reason: "why", until: "YYYY-MM-DD" }]`;
    return reportLine(' ', 1, `hold: write ${yaml} in ${file}`);
  });
}

/** What a file has to say to hold the drift of an entry: of the whole, or field by field where some of it is held already. */
function holdsOf({
  address,
  changes,
  fingerprint,
}: AssessedEntry): readonly Pick<Hold, 'address' | 'field' | 'drift'>[] {
  const free = changes.filter((change) => change.fingerprint !== undefined && change.held === undefined);
  const byField = new Map(free.map((change) => [change.field, change.fingerprint ?? '']));
  if (byField.size > 1 && fingerprint !== undefined && free.length === changes.length) {
    return [{ address, drift: fingerprint }];
  }
  return [...byField].map(([field, drift]) => ({ address, field, drift }));
}

/** Of the room that an issue has: the edits themselves must stay readable. */
const SHARE = 0.3;

/** The three answers to drift, per integration: revert it, accept it, hold it; with what to type or to write. */
export function driftRemediesBlock(items: readonly DriftItem[], limit: number): string {
  const drifted = items.filter(isDrift);
  if (drifted.length === 0) return '';
  const integrations = [...new Set(drifted.map(({ integration }) => integration))];
  const blocks = integrations.map((integration) => remediesOf(integration, drifted));
  const shown: string[] = [];
  for (const block of blocks) {
    if ([...shown, block].join('\n\n').length > limit * SHARE) break;
    shown.push(block);
  }
  const left = blocks.length - shown.length;
  const rest = left === 0 ? [] : [`… and the same for ${left} more; the plan file has the digests.`];
  return ['### What to do', ...shown, ...rest].join('\n\n');
}

function remediesOf(integration: AssessedIntegration, items: readonly DriftItem[]): string {
  const own = items.filter((item) => item.integration === integration);
  const { digest, observed, file } = integration;
  const isBlocked = own.some(({ entry }) => entry.blockers.length > 0) || integration.blockers.length > 0;
  const revert = observed
    ? '**Revert:** it is only observed; its owner has to'
    : isBlocked
      ? '**Revert:** blocked; the reason and the remedy are above'
      : `**Revert:** start the apply workflow by hand with ${codeSpan('command: apply')} and ${codeSpan(`digest: ${storedDigest(digest)}`)}`;
  const where = file === undefined ? 'the desired file' : codeSpan(file);
  const accepted = own.flatMap(({ entry, edits }) =>
    isFixed(entry)
      ? [`# ${entry.address}\n# it was made anew and cannot be accepted in place: the remedy is above\n`]
      : edits.filter(({ cause }) => cause !== 'change').map((edit) => acceptText(entry.address, edit)),
  );
  const holds = own.flatMap(({ entry }) =>
    holdsOf(entry).map((hold) => ({ ...hold, reason: 'why', until: 'YYYY-MM-DD' })),
  );
  return [
    `#### ${codeSpan(integration.integration)}`,
    [
      `- ${revert}`,
      `- **Accept:** write it into ${where} and merge that, or remove there what was removed in the account`,
      ...(holds.length === 0
        ? []
        : [`- **Hold:** write the lines under ${codeSpan('hold')} into ${where} and merge that`]),
    ].join('\n'),
    `<details><summary>The YAML to accept or to hold it</summary>\n\n${fencedBlock('text', [
      ...accepted.flatMap((text) => text.trimEnd().split('\n')),
      ...(holds.length === 0
        ? []
        : ['# or, to hold it', ...stringify({ hold: holds }).trimEnd().split('\n')]),
    ])}\n\n</details>`,
  ].join('\n\n');
}

/** What the YAML has to say so that the account is as declared; addresses and fields as in the format. */
function acceptText(address: string, { field, member, after }: FieldChange): string {
  const head = `# ${address}\n`;
  if (after === undefined) return `${head}# remove ${field}${member === undefined ? '' : ` ${member}`}\n`;
  const text = stringify({ [field]: member === undefined ? after : [memberOf(field, member, after)] });
  const isMasked = /…|#[0-9a-f]{6}(?![0-9a-f])/.test(text);
  return (
    head + (isMasked ? '# external ids are cut here: write the one that the vendor gave you\n' : '') + text
  );
}

function memberOf(field: string, member: string, after: Json): Json {
  switch (field) {
    case 'Policies':
      return { PolicyName: member, PolicyDocument: after };
    case 'Tags':
      return { Key: member, Value: after };
    default:
      return member;
  }
}
