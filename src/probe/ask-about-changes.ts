import type { Lab, Template } from './lab.ts';
import type { Question } from './question.ts';
import { group } from './specimens.ts';

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

export const CHANGE_QUESTIONS: readonly Question[] = [
  isChange('templateMetadataIsChange', (before) => ({ ...before, Metadata: { probe: 'edited' } })),
  isChange('resourceMetadataIsChange', (before) => withAttribute(before, 'Metadata', { probe: 'edited' })),
  isChange('deletionPolicyIsChange', (before) => withAttribute(before, 'DeletionPolicy', 'Retain')),
  isChange('dependsOnIsChange', (before) => withAttribute(before, 'DependsOn', 'One')),
];
