import {
  CreatePolicyVersionCommand,
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
} from '@aws-sdk/client-iam';
import type { Question } from './question.ts';
import { group, harmless, managedPolicy } from './specimens.ts';

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

export const UPDATE_QUESTIONS: readonly Question[] = [missing, removal, versions];
