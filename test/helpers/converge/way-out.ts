import type { ApplyResult } from '../../../src/model/apply-result.ts';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import type { Account } from '../scenario/account.ts';

const VERSIONS: Readonly<Record<string, string>> = { iam: '2010-05-08', cloudformation: '2010-05-15' };

/** The CLI's names do not tell which letters are capitals. */
const SPELLED: Readonly<Record<string, string>> = { mfa: 'MFA', ssh: 'SSH' };

/** What rolekeeper tells the user to run, by integration. */
export function waysOut(
  { outcomes }: ApplyResult,
  plan: AssessedPlan,
): ReadonlyMap<string, readonly string[]> {
  const hints = [
    ...outcomes.flatMap((one) =>
      one.outcome === 'failed' ? [[one.integration, one.hint ?? ''] as const] : [],
    ),
    ...plan.integrations.flatMap(({ integration, blockers, entries }) =>
      [...blockers, ...entries.flatMap((entry) => entry.blockers)].map(
        ({ hint }) => [integration, hint] as const,
      ),
    ),
  ];
  const found = new Map<string, readonly string[]>();
  for (const [integration, hint] of hints) {
    const commands = commandsIn(hint);
    if (commands.length === 0) continue;
    found.set(integration, [...new Set([...(found.get(integration) ?? []), ...commands])]);
  }
  return found;
}

/** The `aws` commands in a hint, each to where its sentence goes on. */
export function commandsIn(hint: string): readonly string[] {
  const command =
    /\baws (?:iam|cloudformation) (?:'[^']*'|\\'|[^\s;:,()'"&]|:(?=\S)|,(?=\S)|(?<=[ =])"[^"]*"| (?!&&|\())+/g;
  return [...hint.matchAll(command)].map(([text]) => text.trim());
}

/** Does what the command would do. @throws when the account refuses it */
export async function carryOutByHand(command: string, account: Account): Promise<void> {
  const [, service = '', operation = '', ...words] = wordsOf(command);
  const options: [string, string[]][] = [];
  for (const word of words) {
    const bound = /^--([a-z-]+)(?:=(.*))?$/s.exec(word);
    if (bound?.[1] === undefined) options.at(-1)?.[1].push(word);
    else options.push([bound[1], bound[2] === undefined ? [] : [bound[2]]]);
  }
  const parameters = Object.fromEntries(
    options.flatMap(([option, values]) => Object.entries(parametersOf(pascal(option), values))),
  );
  const Action = pascal(operation);
  await account.call({ Action, Version: VERSIONS[service] ?? '', ...parameters });
  const { StackName } = parameters;
  if (StackName === undefined) return;
  for (let tick = 0; tick < 12; tick += 1) {
    const call = { Action: 'DescribeStacks', Version: VERSIONS['cloudformation'] ?? '', StackName };
    await account.call(call).catch(() => undefined);
  }
}

/** A list goes as `Name.member.1`, be it words or JSON; no value at all is a flag. */
function parametersOf(name: string, values: readonly string[]): Record<string, string> {
  const [value = 'true'] = values;
  if (name === 'ResourcesToSkip' || values.length > 1) return membersOf(name, values);
  if (!value.startsWith('[')) return { [name]: value };
  return membersOf(name, JSON.parse(value) as readonly (string | Record<string, string>)[]);
}

function membersOf(
  name: string,
  items: readonly (string | Record<string, string>)[],
): Record<string, string> {
  const pairs = items.flatMap((item, index): [string, string][] => {
    const member = `${name}.member.${index + 1}`;
    if (typeof item === 'string') return [[member, item]];
    return Object.entries(item).map(([key, value]) => [`${member}.${key}`, value]);
  });
  return Object.fromEntries(pairs);
}

/** The words of a POSIX shell, where only single quotes are used. */
function wordsOf(command: string): readonly string[] {
  const words = command.match(/(?:'[^']*'|\\'|[^\s'\\])+/g) ?? [];
  return words.map((word) =>
    word.replace(/'([^']*)'|\\(')/g, (_, quoted?: string, bare?: string) => bare ?? quoted ?? ''),
  );
}

function pascal(words: string): string {
  return words
    .split('-')
    .map((word) => SPELLED[word] ?? word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
