import type { Differences } from './convert-template.ts';

/** What the command prints of how the file differs from the stack that CloudFormation would make. */
export function sayDifferences({ taken, notes, serviceRoles, others, rules, outputs }: Differences): string {
  const proof = (id: string): string => `--answer '${id}=…' says another`;
  return [
    section(
      'Not asked, and taken',
      taken.map(
        ({ id, answer, from }) =>
          `${id} = ${JSON.stringify(answer)} (${from === 'default' ? "the template's default" : 'a proposal'}; ${proof(id)})`,
      ),
    ),
    section('Other than CloudFormation makes it', sayNotes(notes)),
    section(
      "Left out: only the vendor's own machinery uses them (--service-roles takes them, too)",
      serviceRoles,
    ),
    section(
      'The template also makes, and this file does not',
      others.map(([type, count]) => `${count} × ${type}`),
    ),
    section('Rules of the template', sayNotes(rules)),
    section('Outputs of the stack, which the vendor may want back', outputs),
  ].join('');
}

/** Notes with one remedy stand together, and the remedy behind them once. */
function sayNotes(notes: Differences['notes']): readonly string[] {
  return [...new Set(notes.map(({ remedy }) => remedy))].flatMap((remedy) => {
    const own = notes.filter((note) => note.remedy === remedy);
    return own.map(({ location, reason }, index) => {
      const line = `${location.line}:${location.column} ${reason}`;
      return index === own.length - 1 ? `${line}\n      ${remedy}` : line;
    });
  });
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `\n${title}:\n${lines.map((line) => `  - ${line}\n`).join('')}`;
}
