import { GetTemplateCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation';
import { CreateGroupCommand } from '@aws-sdk/client-iam';
import type { Lab, ProposalOptions } from './lab.ts';
import { group, role } from './specimens.ts';

/** Something that CloudFormation refuses, in words that no documentation has. */
export interface WordsQuestion {
  /** What is asked of it. */
  readonly about: string;
  /** What it says. */
  readonly words: (lab: Lab) => Promise<string>;
}

/** What a change set of one group is refused with, at once or when it is made. */
async function refusal(lab: Lab, name: string, options: ProposalOptions): Promise<string> {
  const Resources = { Group: { ...group(lab, name), DeletionPolicy: 'Delete' } };
  try {
    const proposal = await lab.propose(lab.name(name), { Resources }, options);
    await lab.discard(proposal);
    return proposal.status === 'FAILED' ? proposal.reason : 'accepted';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What is read of `ü` in a template. */
async function readBack(lab: Lab): Promise<string> {
  const stack = lab.name('characters');
  await lab.create(stack, { Metadata: { probe: 'ü' }, Resources: { Group: group(lab, 'characters') } });
  const { TemplateBody = '' } = await lab.cloudFormation.send(new GetTemplateCommand({ StackName: stack }));
  return /"probe": *"([^"]*)"/.exec(TemplateBody)?.[1] ?? TemplateBody;
}

/** What executing a change set is refused with after an update of its stack. */
async function executionAfterUpdate(lab: Lab): Promise<string> {
  const StackName = lab.name('obsolete');
  const one = { Resources: { One: group(lab, 'obsolete-1') } };
  await lab.create(StackName, one);
  const two = { Resources: { ...one.Resources, Two: group(lab, 'obsolete-2') } };
  const proposal = await lab.propose(StackName, two);
  const three = { Resources: { ...one.Resources, Three: group(lab, 'obsolete-3') } };
  await lab.cloudFormation.send(
    new UpdateStackCommand({
      StackName,
      TemplateBody: JSON.stringify(three),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  await lab.atRest(StackName);
  try {
    return await lab.execute(proposal);
  } catch (error) {
    return error instanceof Error ? error.message.replace(proposal.id, 'ID') : String(error);
  }
}

/** What the role of `pending: true` is refused with: its trust policy denies, and allows nothing. */
async function trustWithoutAllow(lab: Lab): Promise<string> {
  const AssumeRolePolicyDocument = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
  };
  try {
    await lab.create(lab.name('pending'), {
      Resources: { Role: role(lab, 'pending', { AssumeRolePolicyDocument }) },
    });
    return 'accepted';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export const WORDS_QUESTIONS: readonly WordsQuestion[] = [
  { about: 'a character beyond ASCII in a template that is read back', words: readBack },
  { about: 'a change set that is older than an update of its stack', words: executionAfterUpdate },
  {
    about: 'a drift-aware change set that creates a stack',
    words: (lab) => refusal(lab, 'drift-create', { type: 'CREATE', revertDrift: true }),
  },
  {
    about: 'a drift-aware change set that imports',
    words: async (lab) => {
      const GroupName = lab.name('drift-import');
      await lab.iam.send(new CreateGroupCommand({ GroupName }));
      const one = { ResourceType: 'AWS::IAM::Group', LogicalResourceId: 'Group' };
      const imports = [{ ...one, ResourceIdentifier: { GroupName } }];
      return refusal(lab, 'drift-import', { type: 'IMPORT', revertDrift: true, imports });
    },
  },
  {
    about: 'a drift-aware change set where nothing drifted',
    words: async (lab) => {
      await lab.create(lab.name('drift-nothing'), {
        Resources: { Group: { ...group(lab, 'drift-nothing'), DeletionPolicy: 'Delete' } },
      });
      return refusal(lab, 'drift-nothing', { revertDrift: true });
    },
  },
  { about: 'a role whose trust policy denies and allows nothing', words: trustWithoutAllow },
  {
    about: 'an update of a stack that does not exist',
    words: (lab) => refusal(lab, 'never-made', {}),
  },
];
