import type { Lab, Template } from './lab.ts';
import type { Question } from './question.ts';
import { group, harmless } from './specimens.ts';

/** Whether a difference in one place alone makes a change set. Nothing is executed but the creation of the stack. */
function isChange(asks: string, edit: (before: Template) => Template): Question {
  return {
    asks,
    answer: async (lab) => {
      const stack = lab.name(asks);
      const before = specimen(lab, asks);
      await lab.create(stack, before);
      const { status } = await lab.propose(stack, edit(before));
      return status !== 'FAILED';
    },
  };
}

function specimen(lab: Lab, name: string): Template {
  return { Resources: { One: group(lab, `${name}-1`), Two: group(lab, `${name}-2`) } };
}

function withAttribute(template: Template, attribute: string, value: unknown): Template {
  const { Two: two } = template.Resources;
  if (two === undefined) return template;
  return { ...template, Resources: { ...template.Resources, Two: { ...two, [attribute]: value } } };
}

/** Asked beside another change, so that there is a change set in any case. */
const scopeOfMetadata: Question = {
  asks: 'metadataWidensScope',
  answer: async (lab) => {
    const stack = lab.name('scope');
    const before = { Resources: { Group: group(lab, 'scope') } };
    await lab.create(stack, before);
    const Policies = [{ PolicyName: 'new', PolicyDocument: harmless() }];
    const after = { ...group(lab, 'scope', { Policies }), Metadata: { probe: 'edited' } };
    const { changes } = await lab.propose(stack, { Resources: { Group: after } });
    return changes.some(({ Scope = [] }) => Scope.includes('UpdatePolicy'));
  },
};

const removals: Question = {
  asks: 'unsaidPolicyAction',
  answer: async (lab) => {
    const stack = lab.name('removal');
    const block = (name: string, DeletionPolicy: string) => ({ ...group(lab, name), DeletionPolicy });
    const Kept = group(lab, 'removal-kept');
    const Gone = block('removal-delete', 'Delete');
    const Left = block('removal-retain', 'RetainExceptOnCreate');
    await lab.create(stack, { Resources: { Kept, Gone, Left } });
    const { changes } = await lab.propose(stack, { Resources: { Kept } });
    const says = (id: string) =>
      changes.find((one) => one.LogicalResourceId === id)?.PolicyAction !== undefined;
    if (says('Gone')) return says('Left') ? 'never' : 'retain';
    return 'always';
  },
};

export const CHANGE_QUESTIONS: readonly Question[] = [
  isChange('templateMetadataIsChange', (before) => ({ ...before, Metadata: { probe: 'edited' } })),
  isChange('resourceMetadataIsChange', (before) => withAttribute(before, 'Metadata', { probe: 'edited' })),
  isChange('deletionPolicyIsChange', (before) => withAttribute(before, 'DeletionPolicy', 'Retain')),
  scopeOfMetadata,
  removals,
  isChange('dependsOnIsChange', (before) => withAttribute(before, 'DependsOn', 'One')),
];
