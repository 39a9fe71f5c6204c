import type { Kind } from '../model/address.ts';
import type { Json } from '../model/json.ts';
import type { FieldChange, PlanEntry } from '../model/plan.ts';
import { kindSpec, physicalIdOf } from '../kinds/registry.ts';

/** What a command is about. */
export interface RepairTarget {
  readonly kind: Kind;
  readonly name: string;
  /** Absent when nothing is live under the name. */
  readonly arn?: string;
}

/**
 * The commands of the `aws` CLI that carry out what no change set can, one for each change that is left. A resource
 * that is missing as a whole has none: it is for CloudFormation to make.
 */
export function repairCommands(entry: PlanEntry, arn: string): readonly string[] {
  if (entry.action !== 'update') return [];
  const subject = { kind: entry.kind, name: entry.name, arn };
  const open = entry.changes.filter((change) => change.held === undefined);
  // What is in the way goes first: an instance profile takes one role.
  return [
    ...open.filter((change) => change.after === undefined),
    ...open.filter((change) => change.after !== undefined),
  ].flatMap((change) => {
    const call = callFor(change, subject);
    return call === undefined ? [] : [commandOf(call)];
  });
}

/** The command that removes a resource, once nothing uses it any more. */
export function deletionCommand({ kind, name, arn }: RepairTarget): string {
  const { noun, option } = kindSpec(kind).cli;
  return commandOf([`delete-${noun}`, { [option]: physicalIdOf(kind, name, arn ?? name) }]);
}

/** An operation of IAM and its parameters, by the CLI's names; a file stands in place of a value that is not shown. */
type Call = readonly [
  operation: string,
  options: Readonly<Record<string, Json>>,
  file?: readonly [string, string],
];

function callFor({ field, member = '', after }: FieldChange, subject: RepairTarget): Call | undefined {
  const { kind, name, arn = name } = subject;
  const { noun, option, members, update } = kindSpec(kind).cli;
  const on = { [option]: physicalIdOf(kind, name, arn) };
  const present = after !== undefined;
  switch (field) {
    case 'ManagedPolicyArns':
      return [`${present ? 'attach' : 'detach'}-${noun}-policy`, { ...on, 'policy-arn': member }];
    case 'PermissionsBoundary':
      return present
        ? [`put-${noun}-permissions-boundary`, { ...on, 'permissions-boundary': after }]
        : [`delete-${noun}-permissions-boundary`, on];
    case 'Policies':
      return present
        ? [`put-${noun}-policy`, { ...on, 'policy-name': member, 'policy-document': documentText(after) }]
        : [`delete-${noun}-policy`, { ...on, 'policy-name': member }];
    case 'Tags':
      return present
        ? [`tag-${noun}`, { ...on, tags: [{ Key: member, Value: after }] }]
        : [`untag-${noun}`, { ...on, 'tag-keys': [member] }];
    case 'AssumeRolePolicyDocument':
      if (holdsExternalId(after)) {
        return ['update-assume-role-policy', on, ['policy-document', `trust-of-${name}.json`]];
      }
      return ['update-assume-role-policy', { ...on, 'policy-document': documentText(after ?? null) }];
    case 'PolicyDocument':
      return [
        'create-policy-version',
        { ...on, 'policy-document': documentText(after ?? null), 'set-as-default': true },
      ];
    default: {
      const one = members?.[field];
      if (one !== undefined) return [present ? one.add : one.remove, { ...on, [one.option]: member }];
      const changed = update?.[field];
      return changed && [`update-${noun}`, { ...on, [changed.option]: after ?? changed.empty }];
    }
  }
}

/** Reports mask external ids, also in a command: run as it is shown, it would write the mask. */
function holdsExternalId(document: Json | undefined): boolean {
  return /"sts:externalid"/i.test(JSON.stringify(document ?? null));
}

/** What to know of the files that some commands name; empty where none does. */
export function sayFiles(commands: readonly string[]): string {
  const files = commands.flatMap(
    (command) => /file:\/\/(trust-of-[\w+=,.@-]+\.json)/.exec(command)?.[1] ?? [],
  );
  if (files.length === 0) return '';
  return `; write ${files.join(' and ')} first, each with the trust policy of its role as the file in desired/ has it: the external id in it is not shown here`;
}

function documentText(document: Json): string {
  return JSON.stringify(document);
}

/**
 * One line for a POSIX shell. The CLI reads a file where a value begins with `file://`, and takes one that begins with a
 * hyphen for an option
 * (https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-file.html); values are therefore bound by `=`,
 * and where that does not help, all parameters go as JSON.
 */
function commandOf([operation, options, file]: Call): string {
  const isFile = Object.values(options).some(
    (value) => typeof value === 'string' && /^file(b)?:\/\//.test(value),
  );
  if (isFile) {
    const input = Object.fromEntries(Object.entries(options).map(([key, value]) => [memberName(key), value]));
    return `aws iam ${operation} --cli-input-json ${quoted(JSON.stringify(input))}`;
  }
  const words = Object.entries(options).map(([key, value]) => {
    if (value === true) return `--${key}`;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return text.startsWith('-') ? `--${key}=${quoted(text)}` : `--${key} ${quoted(text)}`;
  });
  const document = file === undefined ? [] : [`--${file[0]} file://${file[1]}`];
  return ['aws iam', operation, ...words, ...document].join(' ');
}

/** `role-name` → `RoleName` */
function memberName(option: string): string {
  return option
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** A word of a POSIX shell: as it is when nothing in it means anything, else in single quotes. */
function quoted(text: string): string {
  return /^[A-Za-z0-9_+=,.@:/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
