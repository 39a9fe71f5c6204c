import { kindFacts } from '../model/address.ts';
import type { FieldSpec, KindSpec } from '../kinds/kind.ts';
import { KIND_SPECS } from '../kinds/registry.ts';
import type { Shape } from '../kinds/shape.ts';
import { repairStrategies, type RepairRoad } from './repair-strategy.ts';

const INTRODUCTION = `# Fields

What rolekeeper reads, compares and repairs, kind by kind. This page is written by \`node scripts/emit-fields.mjs\` out of
the tables that the program works with.

- **read from**: the call that lists it for the whole account. Few resources wanted of a big account are read one by
  one, with the same result.
- **compared**: how two values are told to be the same.
- **repair**: what apply does about an edit in the account. A drift-aware change set (\`REVERT_DRIFT\`) is tried first,
  unless something of the integration is held or ignored, or nothing but additional tags came up, which it leaves alone;
  what is named here is for where CloudFormation does not see the edit.

| repair | means |
|---|---|
| new text | one change set with a document that differs by a \`Sid\`, which means nothing |
| stand-in | one change set with a harmless value of the same name in its place, and one with what is declared |
| reattach | one change set without it, and one with it |
| command | no change set can: apply ends as \`not-converged\` and names the \`aws\` command |
| blocked | IAM does not change it once the resource exists: two pull requests, one that removes and one that declares it anew |

A resource that was deleted by hand leaves the template in one change set and comes back in the next. Content that only
the account has never gets into a template; of what is extra, only its name does. What is held or ignored keeps its
applied value in the template, so that CloudFormation does not write it; but one call of IAM writes \`Description\` and
\`MaxSessionDuration\` of a role, and a change of one writes the other.
`;

const REPORT_ONLY = `## Shown, and never compared

None of this keeps apply from converging.

| kind | what | read from | shown |
|---|---|---|---|
| group | members that no file declares | GetAccountAuthorizationDetails | where the whole account is read |
| role | instance profiles that no file declares and that hold it | ListInstanceProfiles | where the whole account is read |
| managed policy | older versions; only the default version grants anything | GetAccountAuthorizationDetails | where the whole account is read |
| user | access keys, console password, MFA devices | ListAccessKeys, GetLoginProfile, ListMFADevices | always, of the users that a file declares; where the user is to be deleted, they block that |

What of this could not be read is said to be so. It is no reason to fail, and it is never taken for nothing.

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
