import { addressOfResource } from '../model/resource.ts';
import type { DraftFile } from './blamed.ts';
import type { Refusal } from './refusal.ts';

/** What an adoption came to, for a terminal. Escaping is left to what prints it. */
export function sayAdoption(
  files: readonly DraftFile[],
  refused: readonly Refusal[],
  directory: string,
): readonly string[] {
  const count = files.reduce((sum, { draft }) => sum + draft.resources.length, 0);
  return [
    ...files.flatMap(sayFile),
    ...sayRefused(refused),
    ...(files.some(({ draft }) => draft.ignore.length > 0)
      ? [
          'Tags of rolekeeper.yaml that a resource lacks are not added: its file ignores "Tags". Remove that entry to add them.',
        ]
      : []),
    ...(count === 0
      ? ['Nothing was written.']
      : [
          `The plan of ${files.length === 1 ? 'this file' : `these ${files.length} files`} adopts ${count === 1 ? '1 resource' : `${count} resources`} and changes nothing in the account.`,
          `Next: read ${directory}/, commit it, and open a pull request; after the merge rolekeeper apply imports ${count === 1 ? 'it' : 'them'}.`,
        ]),
  ];
}

function sayFile({ draft, file }: DraftFile): readonly string[] {
  const { resources, exceptions } = draft;
  return [
    `wrote ${file}: ${resources.map(({ resource }) => addressOfResource(resource)).join(', ')}`,
    ...exceptions.map(
      ({ rule, address, until }) =>
        `  accepted until ${until ?? 'it is removed'}: ${rule} of ${address}; decide whether it stays`,
    ),
  ];
}

/** By reason: a hundred roles of AWS are one line. */
export function sayRefused(refused: readonly Refusal[], what = 'Not adopted'): readonly string[] {
  if (refused.length === 0) return [];
  const byReason = new Map<string, Refusal[]>();
  for (const one of refused) {
    const text = withoutAddress(one);
    byReason.set(text, [...(byReason.get(text) ?? []), one]);
  }
  return [
    `${what}: ${refused.length}`,
    ...[...byReason].flatMap(([reason, those]) => [
      `  ${those.map(({ address }) => address).join(', ')}: ${reason}`,
      ...(those[0]?.hint === undefined ? [] : [`    ${those[0].hint}`]),
    ]),
  ];
}

function withoutAddress({ address, reason }: Refusal): string {
  return reason.startsWith(`${address} `) ? `it ${reason.slice(address.length + 1)}` : reason;
}
