import { expect, it } from '@jest/globals';
import { coAuthorsIn } from '../../../src/github/contributors.ts';

it('co-authors of a commit are those whom GitHub knows by the address in its trailers', () => {
  const message = `Take a suggestion over

Co-authored-by: Bob <1234+bob@users.noreply.github.com>
co-authored-by: carol-x <carol-x@users.noreply.github.com>
Co-authored-by: Dave <dave@example.com>
not a trailer: Co-authored-by: eve <eve@users.noreply.github.com>`;
  expect(coAuthorsIn(message)).toEqual(['bob', 'carol-x']);
});
