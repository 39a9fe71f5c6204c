import type { IAMClient } from '@aws-sdk/client-iam';
import { RolekeeperError } from '../model/failure.ts';
import type { PolicyContents, PolicyReader } from '../model/policy-reader.ts';
import { awsCodeOf, orUndefined, present } from './call.ts';
import type { Connection } from './clients.ts';
import { iamReadClient } from './iam-read-client.ts';

/** Reads the contents of managed policies, each once: those of AWS change rarely, and not within a run. */
export function createPolicyReader(connection: Connection<IAMClient>): PolicyReader {
  const client = iamReadClient(connection);
  const known = new Map<string, Promise<PolicyContents | undefined>>();
  const read = async (arn: string): Promise<PolicyContents> => {
    const policy = present((await client.policy(arn)).Policy, 'iam:GetPolicy', 'Policy');
    const version = present(policy.DefaultVersionId, 'iam:GetPolicy', 'DefaultVersionId');
    const answer = await client.policyVersion(arn, version);
    const current = present(answer.PolicyVersion, 'iam:GetPolicyVersion', 'PolicyVersion');
    return { version, document: present(current.Document, 'iam:GetPolicyVersion', 'Document') };
  };
  return {
    policy: (arn) => {
      const reading = known.get(arn) ?? orUndefined(read(arn), isOutOfReach);
      known.set(arn, reading);
      return reading;
    },
  };
}

/** Contents that may not be seen, or of a policy that is not there, are not read; anything else is a failure. */
function isOutOfReach(error: unknown): boolean {
  const isDenied = error instanceof RolekeeperError && error.reason === 'access-denied';
  return isDenied || awsCodeOf(error) === 'NoSuchEntity';
}
