import { stringify } from 'yaml';
import type { Json } from '../../model/json.ts';
import type { AssessedIntegration } from '../../model/assessment.ts';
import type { FieldChange } from '../../model/plan.ts';
import { codeSpan, fencedBlock } from '../../report/escape-markdown.ts';
import { isDrift, type DriftItem } from '../../report/drift-items.ts';

/** Of the room that an issue has: the edits themselves must stay readable. */
const SHARE = 0.3;

/** The three answers to drift, per integration: revert it, accept it, hold it; with what to type or to write. */
export function driftWays(items: readonly DriftItem[], limit: number): string {
  const drifted = items.filter(isDrift);
  if (drifted.length === 0) return '';
  const integrations = [...new Set(drifted.map(({ integration }) => integration))];
  const blocks = integrations.map((integration) => waysOf(integration, drifted));
  const shown: string[] = [];
  for (const block of blocks) {
    if ([...shown, block].join('\n\n').length > limit * SHARE) break;
    shown.push(block);
  }
  const left = blocks.length - shown.length;
  const rest = left === 0 ? [] : [`… and the same for ${left} more; the digests stand in the table.`];
  return ['### What to do', ...shown, ...rest].join('\n\n');
}

function waysOf(integration: AssessedIntegration, items: readonly DriftItem[]): string {
  const own = items.filter((item) => item.integration === integration);
  const { digest, observed, file } = integration;
  const isBlocked = own.some(({ entry }) => entry.blockers.length > 0) || integration.blockers.length > 0;
  const revert = observed
    ? '**Revert:** it is only observed; whoever owns it has to'
    : isBlocked
      ? '**Revert:** blocked; the reason and the way out stand above'
      : `**Revert:** start the apply workflow by hand with ${codeSpan('command: apply')} and ${codeSpan(`digest: ${digest.slice(0, 16)}`)}`;
  const where = file === undefined ? 'the desired file' : codeSpan(file);
  const accepted = own.flatMap(({ entry, edits }) =>
    edits.filter(({ cause }) => cause !== 'change').map((edit) => acceptText(entry.address, edit)),
  );
  const holds = own.map(({ entry }) => ({ address: entry.address, reason: 'why', until: 'YYYY-MM-DD' }));
  return [
    `#### ${codeSpan(integration.integration)}`,
    [
      `- ${revert}`,
      `- **Accept:** write it into ${where} and merge that, or remove there what was removed in the account`,
      `- **Hold:** write the lines under ${codeSpan('hold')} into ${where} and merge that`,
    ].join('\n'),
    `<details><summary>The YAML to accept or to hold it</summary>\n\n${fencedBlock('text', [
      ...accepted.flatMap((text) => text.trimEnd().split('\n')),
      '# or, to hold it',
      ...stringify({ hold: holds }).trimEnd().split('\n'),
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
