import { isOverdue } from '../model/dates.ts';
import { addressOfResource } from '../model/resource.ts';
import type { Rule } from './rule.ts';

/**
 * Access whose review is due by its own file. It is said of the first resource of the file: the review is of all of them
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#remove-credentials).
 */
export const overdueReview: Rule = {
  about: 'declared',
  find: (integration, { today }) => {
    const { name, reviewBy, datesAt, resources } = integration;
    const [first] = resources;
    if (reviewBy === undefined || first === undefined || !isOverdue(integration, today)) return [];
    const address = addressOfResource(first.resource);
    const others = resources.length === 1 ? '' : ` and of ${resources.length - 1} more of its file`;
    return [
      {
        address,
        message: `the review of ${address}${others} was due on ${reviewBy}, as ${name} says`,
        hint: 'read whether the access is still needed as it is; narrow or remove it, and move "reviewBy:"',
        location: datesAt?.reviewBy ?? first.location,
      },
    ];
  },
};
