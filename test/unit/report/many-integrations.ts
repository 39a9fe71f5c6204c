import type { AssessedEntry, AssessedPlan } from '../../../src/model/assessment.ts';
import { entry, field, integration, newLogzioRole, plan, updatedLogzioRole } from './plan-builders.ts';

/** A plan in which every one of many integrations has something of its own to say. */
export function manyIntegrations(number: number): AssessedPlan {
  return plan({
    integrations: Array.from({ length: number }, (_, index) => {
      const role = index % 2 === 0 ? newLogzioRole() : updatedLogzioRole();
      const own = field('Tags', { member: 'cost-centre', after: `cc-${index}` });
      return integration(nameOf(index), [
        { ...role, address: `role/reader-${index}`, changes: [...role.changes, own] },
        entry(`user/uploader-${index}`, index % 10 === 0 ? { action: 'delete', cause: 'change' } : {}),
      ]);
    }),
  });
}

/** A plan that changes many integrations in one and the same way, but for their names. */
export function alikeIntegrations(
  number: number,
  own: (index: number) => Partial<AssessedEntry> = () => ({}),
): AssessedPlan {
  return plan({
    integrations: Array.from({ length: number }, (_, index) =>
      integration(nameOf(index), [
        { ...updatedLogzioRole(), address: `role/reader-${index}`, name: `reader-${index}`, ...own(index) },
      ]),
    ),
  });
}

function nameOf(index: number): string {
  return `integration-${String(index).padStart(3, '0')}`;
}
