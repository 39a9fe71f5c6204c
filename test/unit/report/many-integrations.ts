import type { AssessedPlan } from '../../../src/model/assessment.ts';
import { entry, integration, newLogzioRole, plan, updatedLogzioRole } from './plan-builders.ts';

/** A plan in which every one of many integrations has something to say. */
export function manyIntegrations(number: number): AssessedPlan {
  return plan({
    integrations: Array.from({ length: number }, (_, index) =>
      integration(`integration-${String(index).padStart(3, '0')}`, [
        { ...(index % 2 === 0 ? newLogzioRole() : updatedLogzioRole()), address: `role/reader-${index}` },
        entry(`user/uploader-${index}`, index % 10 === 0 ? { action: 'delete', cause: 'change' } : {}),
      ]),
    ),
  });
}
