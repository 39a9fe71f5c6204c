import { nameInArn } from '../model/arn.ts';
import type { Resource } from '../model/resource.ts';
import type { RuleException } from '../model/finding.ts';
import type { Ignore } from '../model/integration.ts';
import { type Json, type JsonObject, isJsonObject } from '../model/json.ts';
import type { LiveResource } from '../model/live.ts';
import { KIND_SPECS, kindSpec } from '../kinds/registry.ts';
import { literals, plainText } from './literal.ts';
import { parametersOf, type AdoptContext } from './parameters.ts';
import { spellText, type Spelling } from './spell.ts';
import { policiesByArn, writtenResource } from './written-resource.ts';
import { yamlText, type PlacedComment } from './yaml-text.ts';

/** One file to be: resources of one purpose, as they are live. */
export interface Draft {
  /** The integration, and the name of its file without `.yaml`. */
  readonly name: string;
  readonly description: string;
  readonly vendor?: { readonly name: string; readonly docs?: string };
  readonly resources: readonly LiveResource[];
  readonly exceptions: readonly RuleException[];
  readonly ignore: readonly Ignore[];
}

/** The text of the file. */
export function draftText(draft: Draft, context: AdoptContext): string {
  const { name, description, vendor, resources, exceptions, ignore } = draft;
  const parameters = parametersOf(
    resources.map(({ resource }) => resource),
    context,
  );
  const spelling: Spelling = { context, parameters, literals: literals() };
  const lists = writtenLists(resources, spelling);
  const described = spellText(description, spelling);
  const by =
    vendor === undefined ? {} : { vendor: { ...vendor, name: plainText(vendor.name, spelling.literals) } };
  const values: JsonObject = Object.fromEntries([
    ...parameters.map(({ name: key, value }) => [key, value] as const),
    ...spelling.literals.characters,
  ]);
  const file: JsonObject = {
    integration: name,
    description: described,
    ...by,
    ...(Object.keys(values).length === 0 ? {} : { parameters: values }),
    ...lists,
    ...(ignore.length === 0 ? {} : { ignore: ignore.map((one): JsonObject => ({ ...one })) }),
    ...(exceptions.length === 0 ? {} : { exceptions: exceptions.map((one): JsonObject => ({ ...one })) }),
  };
  return yamlText(file, [
    { path: [], text: `Adopted on ${context.day}, as it was in the account.` },
    ...parameters.flatMap(({ name: key, comment }) =>
      comment === undefined ? [] : [{ path: ['parameters', key], text: comment }],
    ),
    ...characterComment(spelling),
    ...resources.flatMap((one) => resourceComments(one, lists)),
  ]);
}

function writtenLists(
  resources: readonly LiveResource[],
  spelling: Spelling,
): Readonly<Record<string, readonly Json[]>> {
  const siblings = policiesByArn(resources);
  const order = ['roles', 'users', 'groups', 'managedPolicies', 'instanceProfiles'];
  const lists = [...order, ...KIND_SPECS.map(({ list }) => list).filter((list) => !order.includes(list))];
  return Object.fromEntries(
    lists.flatMap((list) => {
      const members = resources.filter(({ resource }) => kindSpec(resource.kind).list === list);
      return members.length === 0
        ? []
        : [[list, members.map(({ resource }) => writtenResource(resource, siblings, spelling))]];
    }),
  );
}

function characterComment({ literals: { characters } }: Spelling): readonly PlacedComment[] {
  const [first] = characters.keys();
  return first === undefined
    ? []
    : [
        {
          path: ['parameters', first],
          text: 'One character: the text around it is that of the account, and is not replaced.',
        },
      ];
}

/** What a reader of the file should know of a resource and cannot see in it. */
function resourceComments(
  { resource, arn, olderVersions = [] }: LiveResource,
  lists: Readonly<Record<string, readonly Json[]>>,
): readonly PlacedComment[] {
  const { list, nameProperty, namePrefix = '' } = kindSpec(resource.kind);
  const index = (lists[list] ?? []).findIndex(
    (one) => isJsonObject(one) && one[nameProperty] === `${namePrefix}${resource.name}`,
  );
  const path = [list, index];
  const versions = olderVersions.length;
  return [
    ...(versions === 0
      ? []
      : [
          {
            path,
            text: `IAM keeps ${versions} older version${versions === 1 ? '' : 's'} of it (${olderVersions.join(', ')}), which grant nothing.`,
          },
        ]),
    ...(hasDeletedPrincipal(resource)
      ? [
          {
            path,
            text: `Its trust policy names a principal that no longer exists: IAM shows the unique id of that principal, by which nothing can assume ${nameInArn(arn)}.`,
          },
        ]
      : []),
  ];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
function hasDeletedPrincipal({ properties }: Resource): boolean {
  return /"A(?:ROA|IDA)[A-Z0-9]{12,}"/.test(JSON.stringify(properties['AssumeRolePolicyDocument'] ?? null));
}
