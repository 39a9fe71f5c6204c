import {
  CreateGroupCommand,
  CreatePolicyVersionCommand,
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  ListGroupPoliciesCommand,
  ListRoleTagsCommand,
  MalformedPolicyDocumentException,
  PutGroupPolicyCommand,
} from '@aws-sdk/client-iam';
import type { Question } from './question.ts';
import { group, harmless, managedPolicy, role } from './specimens.ts';

const missing: Question = {
  asks: 'updateOfMissing',
  answer: async (lab) => {
    const stack = lab.name('update-missing');
    await lab.create(stack, { Resources: { Group: group(lab, 'update-missing') } });
    await lab.iam.send(new DeleteGroupCommand({ GroupName: lab.name('update-missing') }));
    const Policies = [{ PolicyName: 'new', PolicyDocument: harmless() }];
    const proposal = await lab.propose(stack, {
      Resources: { Group: group(lab, 'update-missing', { Policies }) },
    });
    if (proposal.status === 'FAILED') throw new Error(proposal.reason);
    return (await lab.execute(proposal)) === 'UPDATE_COMPLETE' ? 'recreate' : 'fail';
  },
};

const removal: Question = {
  asks: 'removalOfMissing',
  answer: async (lab) => {
    const stack = lab.name('remove-missing');
    const Policies = [{ PolicyName: 'gone', PolicyDocument: harmless() }];
    await lab.create(stack, { Resources: { Group: group(lab, 'remove-missing', { Policies }) } });
    await lab.iam.send(
      new DeleteGroupPolicyCommand({ GroupName: lab.name('remove-missing'), PolicyName: 'gone' }),
    );
    const proposal = await lab.propose(stack, {
      Resources: { Group: group(lab, 'remove-missing', { Policies: [] }) },
    });
    if (proposal.status === 'FAILED') throw new Error(proposal.reason);
    return (await lab.execute(proposal)) === 'UPDATE_COMPLETE' ? 'ignore' : 'fail';
  },
};

/** IAM keeps five versions of a managed policy. */
const versions: Question = {
  asks: 'policyVersions',
  answer: async (lab) => {
    const stack = lab.name('versions');
    await lab.create(stack, { Resources: { Policy: managedPolicy(lab, 'versions') } });
    for (const sid of ['Two', 'Three', 'Four', 'Five']) {
      await lab.iam.send(
        new CreatePolicyVersionCommand({
          PolicyArn: lab.policyArn('versions'),
          PolicyDocument: JSON.stringify(harmless(sid)),
          SetAsDefault: true,
        }),
      );
    }
    const proposal = await lab.propose(stack, {
      Resources: { Policy: managedPolicy(lab, 'versions', 'Six') },
    });
    if (proposal.status === 'FAILED') throw new Error(proposal.reason);
    return (await lab.execute(proposal)) === 'UPDATE_COMPLETE' ? 'prune' : 'fail';
  },
};

/** One of two policies is deleted by hand before the other one is updated. */
const rewriting: Question = {
  asks: 'inlinePolicyWrites',
  answer: async (lab) => {
    const [stack, GroupName] = [lab.name('rewriting'), lab.name('rewriting')];
    const resources = (sid: string) => {
      const Policies = [
        { PolicyName: 'edited', PolicyDocument: harmless(sid) },
        { PolicyName: 'same', PolicyDocument: harmless() },
      ];
      return { Resources: { Group: group(lab, 'rewriting', { Policies }) } };
    };
    await lab.create(stack, resources('Before'));
    await lab.iam.send(new DeleteGroupPolicyCommand({ GroupName, PolicyName: 'same' }));
    const proposal = await lab.propose(stack, resources('After'));
    if (proposal.status === 'FAILED') throw new Error(proposal.reason);
    await lab.execute(proposal);
    const { PolicyNames = [] } = await lab.iam.send(new ListGroupPoliciesCommand({ GroupName }));
    return PolicyNames.includes('same') ? 'all' : 'changed';
  },
};

/** IAM takes keys that differ only in case for one: what is taken away last is gone. */
const tags: Question = {
  asks: 'tagOrder',
  answer: async (lab) => {
    const stack = lab.name('tags');
    const resources = (Key: string) => ({
      Resources: { Role: role(lab, 'tags', { Tags: [{ Key, Value: 'probe' }] }) },
    });
    await lab.create(stack, resources('Owner'));
    const proposal = await lab.propose(stack, resources('OWNER'));
    if (proposal.status === 'FAILED') throw new Error(proposal.reason);
    await lab.execute(proposal);
    const { Tags = [] } = await lab.iam.send(new ListRoleTagsCommand({ RoleName: lab.name('tags') }));
    return Tags.length === 0 ? 'tag-first' : 'untag-first';
  },
};

const policyVersion: Question = {
  asks: 'inlinePolicyVersion',
  answer: async (lab) => {
    const GroupName = lab.name('version');
    await lab.iam.send(new CreateGroupCommand({ GroupName }));
    const { Version: _, ...document } = harmless();
    try {
      await lab.iam.send(
        new PutGroupPolicyCommand({
          GroupName,
          PolicyName: 'without-version',
          PolicyDocument: JSON.stringify(document),
        }),
      );
      return 'optional';
    } catch (error) {
      if (error instanceof MalformedPolicyDocumentException) return 'required';
      throw error;
    }
  },
};

export const UPDATE_QUESTIONS: readonly Question[] = [
  missing,
  removal,
  versions,
  rewriting,
  tags,
  policyVersion,
];
