import * as cloudFormation from '@aws-sdk/client-cloudformation';
import * as iam from '@aws-sdk/client-iam';
import * as sts from '@aws-sdk/client-sts';
import type { AwsError } from '../../../src/sandbox/aws-error.ts';

export type ServiceName = 'iam' | 'cloudFormation' | 'sts';

type ErrorClass = new (options: {
  readonly name: string;
  readonly $fault: 'client' | 'server';
  readonly message: string;
  readonly $metadata: object;
}) => Error;

interface ServiceErrors {
  readonly base: ErrorClass;
  /** The SDK's exports: a class for each error that its model knows. */
  readonly classes: Readonly<Record<string, unknown>>;
  /** The name of the SDK's class, by AWS's code. */
  readonly names: ReadonlyMap<string, string>;
}

const services: Readonly<Record<ServiceName, ServiceErrors>> = {
  iam: { base: iam.IAMServiceException, classes: { ...iam }, names: namesIn(iam) },
  cloudFormation: {
    base: cloudFormation.CloudFormationServiceException,
    classes: { ...cloudFormation },
    names: namesIn(cloudFormation),
  },
  sts: { base: sts.STSServiceException, classes: { ...sts }, names: namesIn(sts) },
};

/** The exception that the SDK throws for an error of AWS: it has class names of its own for the codes that it knows. */
export function exceptionOf(service: ServiceName, error: AwsError, metadata: object): Error {
  const { base, classes, names } = services[service];
  const name = names.get(error.code) ?? error.code;
  const Exception = (classes[name] ?? base) as ErrorClass;
  return new Exception({
    name,
    $fault: error.status < 500 ? 'client' : 'server',
    message: error.message,
    $metadata: metadata,
  });
}

/** Schemas of errors: `[-3, namespace, name, traits, …]`; the trait says which code is meant where it is not the name. */
function namesIn(sdk: object): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const schema of Object.values(sdk) as readonly unknown[]) {
    if (!Array.isArray(schema) || schema[0] !== -3) continue;
    const [name, traits] = schema.slice(2, 4) as [string, { awsQueryError?: [string, number] } | number];
    const query = typeof traits === 'object' ? traits.awsQueryError : undefined;
    names.set(query?.[0] ?? name, name);
  }
  return names;
}
