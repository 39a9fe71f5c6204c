import { kindFacts } from '../model/address.ts';
import { addressOfResource } from '../model/resource.ts';
import type { Rule } from './rule.ts';

/**
 * An IAM user for a third party: its keys do not run out by themselves, and their holder is the user
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles).
 */
export const userCredentials: Rule = {
  about: 'declared',
  find: ({ resources }) =>
    resources
      .filter(({ resource }) => kindFacts(resource.kind).usedBy === 'credentials')
      .map(({ resource, location }) => ({
        address: addressOfResource(resource),
        message: `${addressOfResource(resource)} is an IAM user: the access keys that it has or gets do not expire`,
        hint: 'let the vendor assume a role with an external id, where it can; else rotate the keys',
        location,
      })),
};
