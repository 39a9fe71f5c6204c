import { RolekeeperError } from '../model/failure.ts';
import type { Scope } from '../model/integration.ts';
import { externalIdMasker } from '../report/external-id.ts';

/** What AWS and CloudFormation repeat in their errors is what they refuse: with the external ids of the files in it. */
export function maskedFailure(
  error: unknown,
  { integrations, settings }: Pick<Scope, 'integrations' | 'settings'>,
): unknown {
  const masked = externalIdMasker(integrations, settings.hideExternalIds === true ? 'fingerprint' : 'ends');
  return maskedBy(error, (text) => masked({ text }).text);
}

function maskedBy(error: unknown, masked: (text: string) => string): unknown {
  if (error instanceof AggregateError) {
    const errors: readonly unknown[] = error.errors;
    return new AggregateError(
      errors.map((one) => maskedBy(one, masked)),
      masked(error.message),
      { cause: error },
    );
  }
  if (!(error instanceof Error)) return error;
  const stack = error.stack === undefined ? undefined : masked(error.stack);
  if (stack === error.stack && masked(error.message) === error.message && !isHinted(error, masked))
    return error;
  const copy =
    error instanceof RolekeeperError
      ? new RolekeeperError(error.reason, masked(error.message), {
          hint: error.hint === undefined ? undefined : masked(error.hint),
          location: error.location,
          detail: error.detail,
          cause: error,
        })
      : new Error(masked(error.message), { cause: error });
  return stack === undefined ? copy : Object.assign(copy, { stack });
}

function isHinted(error: Error, masked: (text: string) => string): boolean {
  return error instanceof RolekeeperError && error.hint !== undefined && masked(error.hint) !== error.hint;
}
