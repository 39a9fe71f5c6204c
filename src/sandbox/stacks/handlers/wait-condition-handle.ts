import type { ResourceHandler } from './handler.ts';

/** A resource that is nothing: the usual placeholder for a stack that would be empty. */
export const waitConditionHandle: ResourceHandler = {
  type: 'AWS::CloudFormation::WaitConditionHandle',
  nameProperty: undefined,
  identifier: 'Id',
  identifierWritable: false,
  importable: false,
  properties: [],
  required: [],
  createOnly: [],
  documents: [],
  sets: {},
  taggable: false,
  create(_, __, name, created) {
    created(`https://cloudformation-waitcondition-sandbox.s3.amazonaws.com/${name}`);
  },
  update() {},
  delete() {},
  read: () => ({}),
  attribute: () => undefined,
  locate: () => undefined,
};
