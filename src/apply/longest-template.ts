import type { JsonObject } from '../model/json.ts';
import { blockOf } from '../cloudformation/block.ts';
import { logicalIdOf } from '../cloudformation/logical-id.ts';
import { templateText } from '../cloudformation/template.ts';
import { changeSteps } from './change-steps.ts';
import { importSteps } from './import-steps.ts';
import type { ReadPlan } from './ports.ts';
import { integrationStateOf, templateOf, type IntegrationState } from './integration-state.ts';

/** Of each integration with something to do: the bytes of the longest template on the way, by name. */
export function longestTemplates(
  read: ReadPlan,
): ReadonlyMap<string, { readonly bytes: number; readonly resources: number }> {
  return new Map(
    read.plan.integrations.flatMap((plan) => {
      const sides = plan.observed ? undefined : integrationStateOf(plan.integration, read);
      if (sides === undefined || plan.entries.every((entry) => entry.action === 'none')) return [];
      const sizes = templatesOf(sides).map((template) => Buffer.byteLength(templateText(template)));
      return [[plan.integration, { bytes: Math.max(...sizes), resources: sides.desired.length }] as const];
    }),
  );
}

/** Every template on the way, and the one at its end. */
function templatesOf(sides: IntegrationState): readonly JsonObject[] {
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
