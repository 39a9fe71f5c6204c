import type { ResourceHandler } from './handler.ts';

/**
 * Types of which the sandbox has nothing but that they are there: what vendors' stacks make beside IAM. They can be
 * created, changed and deleted, have a physical id and an ARN, and do nothing.
 */
const TYPES = [
  'AWS::CloudFormation::CustomResource',
  'AWS::CloudFormation::Stack',
  'AWS::CloudFormation::StackSet',
  'AWS::EC2::SecurityGroup',
  'AWS::Events::Rule',
  'AWS::KMS::Key',
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::Logs::LogStream',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
];

/** A handler of such a type; undefined of any other. Custom resources have names of their own. */
export function inertHandler(type: string): ResourceHandler | undefined {
  return TYPES.includes(type) || /^Custom::[A-Za-z0-9_@-]{1,60}$/.test(type) ? inert(type) : undefined;
}

function inert(type: string): ResourceHandler {
  const service = type.split('::')[1]?.toLowerCase() ?? 'custom';
  return {
    type,
    nameProperty: undefined,
    identifier: 'Id',
    identifierWritable: false,
    importable: false,
    properties: [],
    anyProperties: true,
    required: [],
    createOnly: [],
    documents: [],
    sets: {},
    taggable: false,
    create(_, __, name, created) {
      created(name);
    },
    update() {},
    delete() {},
    read: () => ({}),
    attribute: (_, physicalId, name) =>
      name === 'Arn' ? `arn:aws:${service}:::${physicalId}` : `${physicalId}-${name}`,
    locate: () => undefined,
  };
}
