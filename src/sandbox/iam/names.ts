import { validationError } from '../aws-error.ts';

function failed(field: string, value: string, constraint: string) {
  return validationError(
    `1 validation error detected: Value '${value}' at '${field}' failed to satisfy constraint: ${constraint}`,
  );
}

/** Refuses a name that IAM does not allow. Roles and users: 64 characters, the others 128. */
export function checkName(field: string, value: string, longest: 64 | 128): void {
  if (value.length === 0) throw failed(field, value, 'Member must have length greater than or equal to 1');
  if (value.length > longest) {
    throw failed(field, value, `Member must have length less than or equal to ${String(longest)}`);
  }
  if (!/^[\w+=,.@-]+$/.test(value)) {
    throw validationError(
      `The specified value for ${field} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  }
}

export function checkPath(value: string, pattern: RegExp = /^(\/|\/[\x21-\x7E]+\/)$/): void {
  if (value.length > 512 || !pattern.test(value)) {
    throw validationError(
      'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
    );
  }
}

export function checkPolicyPath(value: string): void {
  checkPath(value, /^((\/[A-Za-z0-9.,+@=_-]+)*)\/$/);
}

/** A role's description. Many usual characters (dashes, curly quotes) are not allowed. */
export function checkDescription(value: string): void {
  checkLength('description', value, 1000);
  if (!/^[\t\n\r\x20-\x7E\xA1-\xFF]*$/.test(value)) {
    const pattern = String.raw`[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*`;
    throw failed('description', value, `Member must satisfy regular expression pattern: ${pattern}`);
  }
}

export function checkLength(field: string, value: string, longest: number): void {
  if (value.length > longest) {
    throw failed(field, value, `Member must have length less than or equal to ${String(longest)}`);
  }
}

export function checkSessionDuration(seconds: number): void {
  const value = String(seconds);
  if (seconds < 3600) {
    throw failed('maxSessionDuration', value, 'Member must have value greater than or equal to 3600');
  }
  if (seconds > 43_200) {
    throw failed('maxSessionDuration', value, 'Member must have value less than or equal to 43200');
  }
}
