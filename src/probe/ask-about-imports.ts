import {
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteGroupCommand,
  GetGroupCommand,
  GetRoleCommand,
} from '@aws-sdk/client-iam';
import type { Lab } from './lab.ts';
import type { Question } from './question.ts';
import { group, harmless, managedPolicy, role, trust } from './specimens.ts';

const writes: Question = {
  asks: 'importWritesProperties',
  answer: async (lab) => {
    const RoleName = lab.name('imported');
    await lab.iam.send(
      new CreateRoleCommand({
        RoleName,
        Description: 'as it was',
        AssumeRolePolicyDocument: JSON.stringify(trust()),
      }),
    );
    const stack = lab.name('import');
    const imported = { ...role(lab, 'imported', { Description: 'as imported' }), DeletionPolicy: 'Delete' };
    const proposal = await lab.propose(
      stack,
      { Resources: { Role: imported } },
      {
        type: 'IMPORT',
        imports: [
          { ResourceType: 'AWS::IAM::Role', LogicalResourceId: 'Role', ResourceIdentifier: { RoleName } },
        ],
      },
    );
    if (proposal.status === 'FAILED') throw new Error(proposal.reason);
    await lab.execute(proposal);
    const { Role } = await lab.iam.send(new GetRoleCommand({ RoleName }));
    return Role?.Description === 'as imported';
  },
};

/** One of two resources is deleted before the import of both is executed. */
const rollback: Question = {
  asks: 'importRollback',
  answer: async (lab) => {
    const names = ['first', 'second'];
    for (const name of names) await lab.iam.send(new CreateGroupCommand({ GroupName: lab.name(name) }));
    const block = (name: string) => ({ ...group(lab, name), DeletionPolicy: 'Delete' });
    const Resources = { First: block('first'), Second: { ...block('second'), DependsOn: 'First' } };
    const proposal = await lab.propose(
      lab.name('import-rollback'),
      { Resources },
      {
        type: 'IMPORT',
        imports: names.map((name) => ({
          ResourceType: 'AWS::IAM::Group',
          LogicalResourceId: name === 'first' ? 'First' : 'Second',
          ResourceIdentifier: { GroupName: lab.name(name) },
        })),
      },
    );
    if (proposal.status === 'FAILED') throw new Error(proposal.reason);
    await lab.iam.send(new DeleteGroupCommand({ GroupName: lab.name('second') }));
    const status = await lab.execute(proposal);
    if (status === 'IMPORT_COMPLETE') throw new Error('the import of a group that is gone succeeded');
    return (await exists(lab, 'first')) ? 'release' : 'delete';
  },
};

async function exists(lab: Lab, name: string): Promise<boolean> {
  try {
    await lab.iam.send(new GetGroupCommand({ GroupName: lab.name(name) }));
    return true;
  } catch {
    return false;
  }
}

/** Which names that are taken are refused before anything is executed. */
const conflicts: Question = {
  asks: 'nameConflictValidation',
  answer: async (lab) => {
    await lab.iam.send(new CreateGroupCommand({ GroupName: lab.name('taken') }));
    await lab.iam.send(
      new CreatePolicyCommand({
        PolicyName: lab.name('taken'),
        PolicyDocument: JSON.stringify(harmless()),
      }),
    );
    const refused = async (stack: string, resource: ReturnType<typeof group>): Promise<boolean> => {
      const template = { Resources: { Taken: resource } };
      const proposal = await lab.propose(lab.name(stack), template, { type: 'CREATE' });
      await lab.discard(proposal);
      return proposal.status === 'FAILED';
    };
    if (await refused('taken-policy', managedPolicy(lab, 'taken'))) return 'all';
    return (await refused('taken-group', group(lab, 'taken'))) ? 'writable-ids' : 'off';
  },
};

/** A group is imported beside one whose dependencies are written otherwise. */
const dependencies: Question = {
  asks: 'importComparesDependsOn',
  answer: async (lab) => {
    const stack = lab.name('import-order');
    const [One, Two] = [group(lab, 'order-1'), group(lab, 'order-2')];
    const three = (DependsOn: readonly string[]) => ({ ...group(lab, 'order-3'), DependsOn });
    await lab.create(stack, { Resources: { One, Two, Three: three(['One', 'Two']) } });
    const GroupName = lab.name('order-4');
    await lab.iam.send(new CreateGroupCommand({ GroupName }));
    const Four = { ...group(lab, 'order-4'), DeletionPolicy: 'Delete' };
    const isRefused = async (order: readonly string[]): Promise<boolean> => {
      const proposal = await lab.propose(
        stack,
        { Resources: { One, Two, Three: three(order), Four } },
        {
          type: 'IMPORT',
          imports: [
            {
              ResourceType: 'AWS::IAM::Group',
              LogicalResourceId: 'Four',
              ResourceIdentifier: { GroupName },
            },
          ],
        },
      );
      await lab.discard(proposal);
      return proposal.status === 'FAILED';
    };
    if (await isRefused(['Two', 'One'])) return 'order';
    return (await isRefused(['One'])) ? 'members' : 'nothing';
  },
};

export const IMPORT_QUESTIONS: readonly Question[] = [writes, rollback, conflicts, dependencies];
