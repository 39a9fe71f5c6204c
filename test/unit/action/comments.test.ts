import { describe, expect, it } from '@jest/globals';
import { BODY_LIMIT } from '../../../src/review/comment-body.ts';
import { parsePlanMarker } from '../../../src/review/marker.ts';
import { expectGolden } from '../../helpers/scenario/golden.ts';
import { SCENES } from './scenes.ts';

describe.each(Object.keys(SCENES))('the comment of %s', (name) => {
  const body = SCENES[name]?.() ?? '';

  it('is as its golden file says', () => expectGolden(`test/golden/comments/${name}.md`, body));

  it('fits, and can be read back', () => {
    expect(body.length).toBeLessThanOrEqual(BODY_LIMIT);
    expect(parsePlanMarker(body)).toMatchObject({ scope: 'desired' });
  });
});
