import type { Blocker } from '../model/assessment.ts';
import { LONGEST_BODY } from '../cloudformation/template.ts';

/** The longest template that an apply would send for one integration. */
export interface TemplateSize {
  readonly bytes: number;
  /** Declared resources. */
  readonly resources: number;
}

/** A blocker where a template is longer than CloudFormation takes. */
export function templateBlockers(stackName: string, size: TemplateSize | undefined): readonly Blocker[] {
  if (size === undefined || size.bytes <= LONGEST_BODY) return [];
  const files = Math.max(2, Math.ceil(size.bytes / LONGEST_BODY));
  return [
    {
      code: 'template-too-large',
      message:
        `the template of ${stackName} has ${size.bytes} bytes, for ${size.resources} resources; ` +
        `CloudFormation takes ${LONGEST_BODY} at most`,
      hint:
        `split the integration into ${files} or more files, by purpose; what is managed already moves in ` +
        'two pull requests: first "release:" it here, then declare it in the other file, which adopts it',
    },
  ];
}
