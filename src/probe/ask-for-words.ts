import { CreateGroupCommand } from '@aws-sdk/client-iam';
import type { Lab, ProposalOptions } from './lab.ts';
import { group } from './specimens.ts';

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

export const WORDS_QUESTIONS: readonly WordsQuestion[] = [
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
  {
    about: 'an update of a stack that does not exist',
    words: (lab) => refusal(lab, 'never-made', {}),
  },
];
