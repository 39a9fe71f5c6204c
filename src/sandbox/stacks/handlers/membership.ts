import type { Write } from '../../call.ts';
import { addUserToGroup, removeUserFromGroup } from '../../iam/memberships.ts';
import { keyOf, type IamStore } from '../../iam/store.ts';
import { textMember, type JsonObject } from '../../json.ts';
import { remove, strings } from './differences.ts';
import type { ResourceHandler } from './handler.ts';

function pairsOf(properties: JsonObject): readonly (readonly [user: string, group: string])[] {
  const group = textMember(properties, 'GroupName') ?? '';
  return strings(properties, 'Users').map((user) => [user, group] as const);
}

function isIn(pairs: ReturnType<typeof pairsOf>, [user, group]: readonly [string, string]): boolean {
  return pairs.some((pair) => keyOf(pair[0]) === keyOf(user) && keyOf(pair[1]) === keyOf(group));
}

function takeOff(write: Write, pairs: ReturnType<typeof pairsOf>): void {
  for (const [user, group] of pairs) remove(write, () => removeUserFromGroup(write, user, group));
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-usertogroupaddition.html */
export const membershipHandler: ResourceHandler = {
  type: 'AWS::IAM::UserToGroupAddition',
  nameProperty: undefined,
  identifier: 'Id',
  identifierWritable: false,
  importable: false,
  properties: ['GroupName', 'Users'],
  required: ['GroupName', 'Users'],
  createOnly: [],
  documents: [],
  sets: { Users: undefined },
  taggable: false,
  create(write, properties, name, created) {
    for (const [user, group] of pairsOf(properties)) addUserToGroup(write, user, group);
    created(name);
  },
  update(write, _physicalId, before, after) {
    for (const [user, group] of pairsOf(after)) addUserToGroup(write, user, group);
    takeOff(
      write,
      pairsOf(before).filter((pair) => !isIn(pairsOf(after), pair)),
    );
  },
  delete(write, _physicalId, properties) {
    takeOff(write, pairsOf(properties));
  },
  read: () => ({}),
  attribute: (_iam: IamStore, physicalId: string, name: string) => (name === 'Id' ? physicalId : undefined),
  locate: (): string | undefined => undefined,
};
