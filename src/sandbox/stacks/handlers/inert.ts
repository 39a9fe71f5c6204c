import type { ResourceHandler } from './handler.ts';

/**
 * Types of which the sandbox has nothing but that they are there: what vendors' stacks make beside IAM. They can be
 * created, changed and deleted, have a physical id and an ARN, and do nothing.
 */
const TYPES = [
  'AWS::CUR::ReportDefinition',
  'AWS::CloudFormation::CustomResource',
  'AWS::CloudFormation::Stack',
  'AWS::CloudFormation::StackSet',
  'AWS::CloudFormation::WaitCondition',
  'AWS::CloudTrail::Trail',
  'AWS::CloudWatch::MetricStream',
  'AWS::DynamoDB::Table',
  'AWS::EC2::EIP',
  'AWS::EC2::InternetGateway',
  'AWS::EC2::NatGateway',
  'AWS::EC2::Route',
  'AWS::EC2::RouteTable',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::SecurityGroupEgress',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::EC2::Subnet',
  'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::EC2::VPC',
  'AWS::EC2::VPCEndpoint',
  'AWS::EC2::VPCGatewayAttachment',
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
  'AWS::SSM::Parameter',
  'AWS::SecretsManager::Secret',
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
