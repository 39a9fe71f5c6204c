import type { Write } from '../../call.ts';
import { attachPolicy, detachPolicy } from '../../iam/attachments.ts';
import { createPolicy, deletePolicy } from '../../iam/managed-policies.ts';
import { attachedTo, boundaryOf } from '../../iam/policy-uses.ts';
import { createPolicyVersion, defaultDocument, deletePolicyVersion } from '../../iam/policy-versions.ts';
import type { EntityKind } from '../../iam/store.ts';
import { member, sameJson, textMember, type JsonObject, parseJson } from '../../json.ts';
import { documentText, remove, strings } from './differences.ts';
import type { ResourceHandler } from './handler.ts';

const SIDES: readonly (readonly [string, EntityKind])[] = [
  ['Roles', 'role'],
  ['Users', 'user'],
  ['Groups', 'group'],
];

function writeAttachedSides(write: Write, arn: string, before: JsonObject, after: JsonObject): void {
  for (const [property, kind] of SIDES) {
    const [old, wanted] = [strings(before, property), strings(after, property)];
    for (const name of wanted.filter((one) => !old.includes(one))) attachPolicy(write, kind, name, arn);
    for (const name of old.filter((one) => !wanted.includes(one))) {
      remove(write, () => detachPolicy(write, kind, name, arn));
    }
  }
}

/** The handler makes room for a new version by deleting the oldest one that is not in force. */
function makeRoom(write: Write, arn: string): void {
  const { world } = write;
  const policy = world.iam.policy(arn);
  if (policy.versions.length < 5 || world.switches.policyVersions === 'fail') return;
  const oldest = policy.versions.find((version) => version.id !== policy.defaultVersionId);
  if (oldest !== undefined) deletePolicyVersion(write, arn, oldest.id);
}

export const managedPolicyHandler: ResourceHandler = {
  type: 'AWS::IAM::ManagedPolicy',
  nameProperty: 'ManagedPolicyName',
  identifier: 'PolicyArn',
  identifierWritable: false,
  importable: true,
  properties: ['Description', 'Groups', 'ManagedPolicyName', 'Path', 'PolicyDocument', 'Roles', 'Users'],
  required: ['PolicyDocument'],
  createOnly: ['ManagedPolicyName', 'Path', 'Description'],
  documents: ['PolicyDocument'],
  sets: { Roles: undefined, Users: undefined, Groups: undefined },
  taggable: false,

  create(write, properties, name, created) {
    const policy = createPolicy(write, {
      name,
      path: textMember(properties, 'Path'),
      description: textMember(properties, 'Description'),
      document: documentText(member(properties, 'PolicyDocument')),
    });
    const arn = write.world.iam.policyArn(policy);
    created(arn);
    writeAttachedSides(write, arn, {}, properties);
  },

  update(write, arn, before, after) {
    const policy = write.world.iam.policy(arn);
    const document = member(after, 'PolicyDocument');
    // A document that is in force already needs no version: going back after a failure must not need room for one.
    const inForce = sameJson(parseJson(defaultDocument(policy)), document);
    if (!inForce && !sameJson(member(before, 'PolicyDocument'), document)) {
      makeRoom(write, arn);
      createPolicyVersion(write, arn, documentText(document), true);
    }
    writeAttachedSides(write, arn, before, after);
  },

  delete(write, arn, properties) {
    const { iam } = write.world;
    const policy = iam.policy(arn);
    const declared = SIDES.flatMap(([property, kind]) =>
      strings(properties, property).map((name) => `${kind}/${name}`),
    );
    const attached = attachedTo(iam, arn);
    const foreign = attached.some(([kind, entity]) => !declared.includes(`${kind}/${entity.name}`));
    if (!foreign && boundaryOf(iam, arn).length === 0) {
      for (const [kind, entity] of attached) detachPolicy(write, kind, entity.name, arn);
      for (const version of policy.versions) {
        if (version.id !== policy.defaultVersionId) deletePolicyVersion(write, arn, version.id);
      }
    }
    deletePolicy(write, arn);
  },

  read(iam, arn) {
    const policy = iam.findPolicy(arn);
    if (policy === undefined) return undefined;
    const names = (kind: EntityKind) =>
      attachedTo(iam, arn)
        .filter(([one]) => one === kind)
        .map(([, entity]) => entity.name);
    return {
      ManagedPolicyName: policy.name,
      Path: policy.path,
      PolicyDocument: parseJson(defaultDocument(policy)),
      Roles: names('role'),
      Users: names('user'),
      Groups: names('group'),
      ...(policy.description === undefined ? {} : { Description: policy.description }),
    };
  },

  attribute(iam, arn, attribute) {
    const policy = iam.findPolicy(arn);
    if (policy === undefined) return undefined;
    const values: Record<string, string> = {
      PolicyArn: arn,
      PolicyId: policy.id,
      DefaultVersionId: policy.defaultVersionId,
      CreateDate: policy.createDate,
      UpdateDate: policy.updateDate,
    };
    return values[attribute];
  },

  locate(iam, properties) {
    const arn = textMember(properties, 'PolicyArn');
    if (arn !== undefined) return iam.findPolicy(arn) === undefined ? undefined : arn;
    const name = textMember(properties, 'ManagedPolicyName');
    const policy = name === undefined ? undefined : iam.policies.get(name.toLowerCase());
    return policy === undefined ? undefined : iam.policyArn(policy);
  },
};
