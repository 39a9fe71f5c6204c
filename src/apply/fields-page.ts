import { kindFacts } from '../model/address.ts';
import type { FieldSpec, KindSpec } from '../kinds/kind.ts';
import { KIND_SPECS } from '../kinds/registry.ts';
import type { Shape } from '../kinds/shape.ts';
import { repairStrategies, type RepairRoad } from './repair-strategy.ts';

const INTRODUCTION = `# Fields

This page lists what rolekeeper reads, compares and repairs, by kind. \`node scripts/emit-fields.mjs\` writes it from
the tables that the program uses.

- **read from**: the call that lists the property for the whole account. A few resources of a large account are read one by
  one, with the same result.
- **compared**: when two values count as the same.
- **repair**: how apply reverts an edit in the account if CloudFormation does not see the edit. A drift-aware change set
  (\`REVERT_DRIFT\`) is tried first. It is not used if something of the integration is held or ignored, or if the only
  edits are additional tags, which it does not remove.

| repair | means |
|---|---|
| new text | one change set with a document that differs by a \`Sid\`, which changes no access |
| stand-in | one change set with a harmless value of the same name, and one with the declared value |
| reattach | one change set without it, and one with it |
| command | no change set can do it: apply ends with \`not-converged\` and names the \`aws\` command |
| blocked | IAM cannot change it once the resource exists. It takes two pull requests: one removes the resource, and one declares it again |

A resource that was deleted by hand is removed from the template in one change set and added again in the next. A template gets no
content that only the account has; of an extra member, it gets the name only. A field that is held or ignored keeps its
applied value in the template, so that CloudFormation does not write it. There is one exception: a single call of IAM writes
\`Description\` and \`MaxSessionDuration\` of a role, so a change of one writes the other.
`;

const REPORT_ONLY = `## Shown, and not compared

A difference in these does not make apply fail.

| kind | what | read from | shown |
|---|---|---|---|
| group | members that no file declares | GetAccountAuthorizationDetails | where the whole account is read |
| role | instance profiles that have the role and that no file declares | ListInstanceProfiles | where the whole account is read |
| managed policy | older versions; only the default version grants anything | GetAccountAuthorizationDetails | where the whole account is read |
| user | access keys, console password, MFA devices | ListAccessKeys, GetLoginProfile, ListMFADevices | for users that a file declares; they block the deletion of such a user |

If one of these could not be read, the report says so. The run does not fail for it.

Service control policies, resource policies, key policies and running sessions are not read.
`;

const COMPARED: Readonly<Record<Shape, string>> = {
  text: 'as text',
  number: 'as a number',
  'trust-policy': 'by what it permits',
  'identity-policy': 'by what it permits',
  'inline-policies': 'policy by policy, by what each permits',
  arn: 'as text, the name in it without regard to case',
  arns: 'as a set, the names in it without regard to case',
  texts: 'as a set',
  names: 'as a set, without regard to case',
  tags: 'key by key',
};

const ROADS: Readonly<Record<RepairRoad, string>> = {
  'new-text': 'new text',
  'stand-in': 'stand-in',
  reattach: 'reattach',
  command: 'command',
  blocked: 'blocked',
};

/** The text of docs/fields.md. */
export function fieldsPage(): string {
  return [INTRODUCTION, ...KIND_SPECS.map(kindSection), REPORT_ONLY].join('\n');
}

function kindSection(spec: KindSpec): string {
  const rows = [
    `| \`${spec.nameProperty}\` | ${spec.fields.at(0)?.source ?? ''} | is the resource's name, ${sayNames(spec)} | – |`,
    ...spec.fields.map((field) => fieldRow(field)),
  ];
  return [
    `## ${spec.kind.replace('-', ' ')}`,
    '',
    `\`${spec.cloudFormationType}\`, declared under \`${spec.list}\`.`,
    '',
    '| CloudFormation property | read from | compared | repair |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function sayNames({ kind, namePrefix = '' }: KindSpec): string {
  return kindFacts(kind).names === 'exact' ? `without \`${namePrefix}\`` : 'without regard to case';
}

function fieldRow(field: FieldSpec): string {
  const roads = Object.entries(repairStrategies(field)).map(([what, road]) => `${what}: ${ROADS[road]}`);
  const fallback =
    field.default === undefined || Array.isArray(field.default)
      ? ''
      : `; not declared means \`${JSON.stringify(field.default)}\``;
  return `| \`${field.property}\` | ${field.source} | ${COMPARED[field.shape]}${fallback} | ${roads.join(', ')} |`;
}
