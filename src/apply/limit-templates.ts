import type { IntegrationPlan } from '../model/plan.ts';
import type { JsonObject } from '../model/json.ts';
import { blockOf } from '../cloudformation/block.ts';
import { logicalIdOf } from '../cloudformation/logical-id.ts';
import { LONGEST_BODY, templateText } from '../cloudformation/template.ts';
import { changeSteps } from './change-steps.ts';
import { importSteps } from './import-steps.ts';
import type { ReadPlan } from './ports.ts';
import { sidesOf, templateOf, type Sides } from './sides.ts';

/** The plan with a blocker on each integration whose template is longer than CloudFormation takes. */
export function blockLongTemplates(read: ReadPlan): ReadPlan {
  const integrations = read.plan.integrations.map((plan) => {
    const sides = plan.observed ? undefined : sidesOf(plan.integration, read);
    if (sides === undefined || plan.entries.every((entry) => entry.action === 'none')) return plan;
    const bytes = Math.max(
      ...templatesOf(sides).map((template) => Buffer.byteLength(templateText(template))),
    );
    return bytes <= LONGEST_BODY ? plan : withBlocker(plan, bytes, sides);
  });
  return { ...read, plan: { ...read.plan, integrations } };
}

/** Every template on the way, and the one at its end. */
function templatesOf(sides: Sides): readonly JsonObject[] {
  const { desired, settings } = sides;
  const blocks = desired.map(
    (resource) => [logicalIdOf(resource), blockOf(resource, desired, settings)] as const,
  );
  const steps = [...importSteps(sides), ...changeSteps(sides)];
  return [
    templateOf(sides, Object.fromEntries(blocks)),
    ...steps.flatMap((step) => (step.step === 'change-set' ? [step.template] : [])),
  ];
}

function withBlocker(plan: IntegrationPlan, bytes: number, { desired }: Sides): IntegrationPlan {
  const most = Math.ceil(bytes / LONGEST_BODY);
  return {
    ...plan,
    blockers: [
      ...plan.blockers,
      {
        code: 'template-too-large',
        message:
          `the template of ${plan.stackName} has ${bytes} bytes, for ${desired.length} resources; ` +
          `CloudFormation takes ${LONGEST_BODY} at most`,
        hint:
          `split the integration into ${most === 1 ? 2 : most} or more files, by purpose; what is managed already moves in ` +
          'two pull requests: first "release:" it here, then declare it in the other file, which adopts it',
      },
    ],
  };
}
