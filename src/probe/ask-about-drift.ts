import {
  CreatePolicyVersionCommand,
  DeleteGroupCommand,
  PutGroupPolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import type { Proposal } from './lab.ts';
import type { Question } from './question.ts';
import { group, harmless, managedPolicy, role, trust } from './specimens.ts';

/** Whether drift-aware change sets see a policy that a declared list of policies does not have. */
const extras: Question = {
  asks: 'driftSeesExtras',
  answer: async (lab) => {
    const stack = lab.name('extras');
    const Resources = {
      Some: group(lab, 'some', { Policies: [{ PolicyName: 'declared', PolicyDocument: harmless() }] }),
      None: group(lab, 'none', { Policies: [] }),
    };
    await lab.create(stack, { Resources });
    for (const name of ['some', 'none']) {
      await lab.iam.send(
        new PutGroupPolicyCommand({
          GroupName: lab.name(name),
          PolicyName: 'extra',
          PolicyDocument: JSON.stringify(harmless('Extra')),
        }),
      );
    }
    const seen = changed(await lab.propose(stack, { Resources }, { revertDrift: true }));
    if (seen.has('None')) return 'declared-lists';
    return seen.has('Some') ? 'non-empty-lists' : 'never';
  },
};

const managedPolicyDocument: Question = {
  asks: 'driftSeesManagedPolicyDocument',
  answer: async (lab) => {
    const stack = lab.name('document');
    const Resources = { Policy: managedPolicy(lab, 'document') };
    await lab.create(stack, { Resources });
    await lab.iam.send(
      new CreatePolicyVersionCommand({
        PolicyArn: lab.policyArn('document'),
        PolicyDocument: JSON.stringify(harmless('Edited')),
        SetAsDefault: true,
      }),
    );
    return changed(await lab.propose(stack, { Resources }, { revertDrift: true })).has('Policy');
  },
};

/** IAM writes an account id as the ARN of its root: is that drift? */
const comparison: Question = {
  asks: 'driftComparison',
  answer: async (lab) => {
    const stack = lab.name('spelling');
    const Resources = {
      Role: role(lab, 'spelling', { AssumeRolePolicyDocument: trust({ AWS: lab.account }) }),
    };
    await lab.create(stack, { Resources });
    return changed(await lab.propose(stack, { Resources }, { revertDrift: true })).has('Role')
      ? 'literal'
      : 'normalised';
  },
};

const deleted: Question = {
  asks: 'revertDriftDeleted',
  answer: async (lab) => {
    const stack = lab.name('deleted');
    const Resources = { Group: group(lab, 'deleted'), Kept: group(lab, 'kept') };
    await lab.create(stack, { Resources });
    await lab.iam.send(new DeleteGroupCommand({ GroupName: lab.name('deleted') }));
    const proposal = await lab.propose(stack, { Resources }, { revertDrift: true });
    const change = proposal.changes.find((one) => one.LogicalResourceId === 'Group');
    if (change === undefined) return 'ignore';
    return change.Action === 'Add' ? 'recreate' : 'fail';
  },
};

const nothing: Question = {
  asks: 'emptyRevertDrift',
  answer: async (lab) => {
    const stack = lab.name('in-sync');
    const Resources = { Group: group(lab, 'in-sync') };
    await lab.create(stack, { Resources });
    const { status } = await lab.propose(stack, { Resources }, { revertDrift: true });
    return status === 'FAILED' ? 'failed' : 'complete';
  },
};

/** Told by an edit that every kind of comparison must see. The documents of managed policies have a question of their own. */
const unsupported: Question = {
  asks: 'driftUnsupportedTypes',
  answer: async (lab) => {
    const stack = lab.name('supported');
    const Resources = { Role: role(lab, 'supported', { Description: 'declared' }) };
    await lab.create(stack, { Resources });
    await lab.iam.send(
      new UpdateRoleCommand({ RoleName: lab.name('supported'), Description: 'edited by the probe' }),
    );
    return changed(await lab.propose(stack, { Resources }, { revertDrift: true })).has('Role')
      ? []
      : ['AWS::IAM::Role'];
  },
};

export const DRIFT_QUESTIONS: readonly Question[] = [
  extras,
  managedPolicyDocument,
  comparison,
  deleted,
  nothing,
  unsupported,
];

/** Logical ids of the resources that the change set would write. */
function changed({ changes }: Proposal): ReadonlySet<string> {
  return new Set(
    changes.flatMap(({ Action, LogicalResourceId }) =>
      Action === 'Modify' && LogicalResourceId !== undefined ? [LogicalResourceId] : [],
    ),
  );
}
