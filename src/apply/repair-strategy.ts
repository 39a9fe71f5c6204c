import type { FieldSpec } from '../kinds/kind.ts';

/** The edit in the account of one field, or one member of it. */
export type Tampering = 'edited' | 'extra' | 'missing';

/**
 * How one kind of drift of one field is repaired, besides a drift-aware change set, which always is tried first:
 *
 * - `new-text`: one change set with a document that differs by a Sid
 * - `stand-in`: one change set with a harmless value in its place, and one with what is desired
 * - `reattach`: one change set without it, and one with it
 * - `command`: no change set can; apply ends as `not-converged` and names the command
 * - `blocked`: IAM does not change it once the resource exists
 */
export type RepairRoad = 'new-text' | 'stand-in' | 'reattach' | 'command' | 'blocked';

/** The repairs of a field, by what was done to it; what cannot be done to it is not there. */
export function repairStrategies(field: FieldSpec): Readonly<Partial<Record<Tampering, RepairRoad>>> {
  if (field.createOnly === true) return { edited: 'blocked' };
  switch (field.shape) {
    case 'trust-policy':
    case 'identity-policy':
      return { edited: 'new-text' };
    case 'inline-policies':
      return { edited: 'new-text', extra: 'stand-in', missing: 'new-text' };
    case 'arns':
    case 'texts':
      return { extra: 'stand-in', missing: 'reattach' };
    case 'names':
      return field.takesOne === true
        ? { extra: 'command', missing: 'command' }
        : { extra: 'stand-in', missing: 'reattach' };
    case 'tags':
      return { edited: 'stand-in', extra: 'stand-in', missing: 'stand-in' };
    case 'number':
      return { edited: 'stand-in' };
    case 'text':
    case 'arn':
      return field.default === undefined
        ? { edited: 'stand-in', extra: 'stand-in', missing: 'stand-in' }
        : { edited: 'stand-in' };
  }
}
