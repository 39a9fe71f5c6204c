/** An error that AWS answers: the code on the wire, the HTTP status and the message. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
  }
}

/** The answer of both services to a request that breaks their input model. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', 400, message);
}

export function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', 404, message);
}

export function alreadyExists(message: string): AwsError {
  return new AwsError('EntityAlreadyExists', 409, message);
}

export function deleteConflict(message: string): AwsError {
  return new AwsError('DeleteConflict', 409, message);
}

export function limitExceeded(message: string): AwsError {
  return new AwsError('LimitExceeded', 409, message);
}

export function unmodifiableEntity(message: string): AwsError {
  return new AwsError('UnmodifiableEntity', 400, message);
}

export function malformedPolicy(message: string): AwsError {
  return new AwsError('MalformedPolicyDocument', 400, message);
}

export function invalidInput(message: string): AwsError {
  return new AwsError('InvalidInput', 400, message);
}
