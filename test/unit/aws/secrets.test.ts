import { describe, expect, it } from '@jest/globals';
import { RolekeeperError } from '../../../src/model/failure.ts';

describe('the text of an error of AWS', () => {
  it.each([
    ['an access key', 'The key AKIAIOSFODNN7EXAMPLE is not active', 'The key AKIA… is not active'],
    [
      'a URL with credentials',
      'cannot reach http://bob:hunter2@proxy:3128/',
      'cannot reach http://…@proxy:3128/',
    ],
    [
      'an external id',
      'invalid: {"StringEquals":{"sts:ExternalId":"vendor:ext:4k2vq8m1t7"}}',
      'invalid: {"StringEquals":{"sts:ExternalId":…}}',
    ],
  ])('has no secret in it: %s', (_name, said, shown) => {
    const error = new RolekeeperError('internal', said, { hint: said });
    expect([error.message, error.hint]).toEqual([shown, shown]);
  });
});
