import type { Write } from '../../call.ts';
import { deleteInlinePolicy, putInlinePolicy } from '../../iam/inline-policies.ts';
import { keyOf, type EntityKind, type IamStore } from '../../iam/store.ts';
import { member, textMember, type JsonObject } from '../../json.ts';
import { documentText, remove, strings } from './differences.ts';
import type { ResourceHandler } from './handler.ts';

/** What a policy is written to: by property, the kind of entity. */
type Holders = Readonly<Record<string, EntityKind>>;

/**
 * Inline policies as resources of their own. `AWS::IAM::Policy` has a generated physical id, no read handler and cannot be
 * imported (https://github.com/aws/aws-cdk/issues/26420).
 */
export const policyHandler = inlinePolicyHandler('AWS::IAM::Policy', {
  Roles: 'role',
  Users: 'user',
  Groups: 'group',
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-rolepolicy.html */
export const rolePolicyHandler = inlinePolicyHandler('AWS::IAM::RolePolicy', { RoleName: 'role' });
export const userPolicyHandler = inlinePolicyHandler('AWS::IAM::UserPolicy', { UserName: 'user' });
export const groupPolicyHandler = inlinePolicyHandler('AWS::IAM::GroupPolicy', { GroupName: 'group' });

function inlinePolicyHandler(type: string, holders: Holders): ResourceHandler {
  const holdersOf = (properties: JsonObject): readonly (readonly [EntityKind, string])[] =>
    Object.entries(holders).flatMap(([property, kind]) =>
      strings(properties, property).map((name) => [kind, name] as const),
    );
  const put = (write: Write, properties: JsonObject): void => {
    const policy = {
      name: textMember(properties, 'PolicyName') ?? '',
      document: documentText(member(properties, 'PolicyDocument')),
    };
    for (const [kind, name] of holdersOf(properties)) putInlinePolicy(write, kind, name, policy);
  };
  const takeOff = (write: Write, properties: JsonObject, but: JsonObject = {}): void => {
    const kept = textMember(properties, 'PolicyName') === textMember(but, 'PolicyName') ? holdersOf(but) : [];
    for (const [kind, name] of holdersOf(properties)) {
      if (kept.some(([of, one]) => of === kind && keyOf(one) === keyOf(name))) continue;
      remove(write, () => deleteInlinePolicy(write, kind, name, textMember(properties, 'PolicyName') ?? ''));
    }
  };
  return {
    type,
    nameProperty: undefined,
    identifier: 'Id',
    identifierWritable: false,
    importable: false,
    properties: ['PolicyName', 'PolicyDocument', ...Object.keys(holders)],
    required: ['PolicyName'],
    createOnly: type === 'AWS::IAM::Policy' ? [] : ['PolicyName', ...Object.keys(holders)],
    documents: ['PolicyDocument'],
    sets: {},
    taggable: false,
    create(write, properties, name, created) {
      put(write, properties);
      created(name);
    },
    update(write, _physicalId, before, after) {
      put(write, after);
      takeOff(write, before, after);
    },
    delete(write, _physicalId, properties) {
      takeOff(write, properties);
    },
    read: () => ({}),
    attribute: (_iam: IamStore, physicalId: string, name: string) => (name === 'Id' ? physicalId : undefined),
    locate: (): string | undefined => undefined,
  };
}
