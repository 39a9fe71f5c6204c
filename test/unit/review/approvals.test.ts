import { describe, expect, it } from '@jest/globals';
import { isOurs } from '../../../src/review/approvals.ts';

describe('what we wrote', () => {
  const own = 'acme-iam[bot]';

  it.each([
    ['our app wrote, as GitHub says', { login: own, isBot: true, app: 'acme-iam' }, true],
    ['our app wrote, and GitHub says no app', { login: own, isBot: true }, true],
    ['a person of that name wrote', { login: 'acme-iam', isBot: false }, false],
    ['a person wrote through our app', { login: 'alice', isBot: false, app: 'acme-iam' }, false],
    ['another app wrote under that login', { login: own, isBot: true, app: 'other' }, false],
  ])('is what %s: %j', (_what, writer, ours) => {
    expect(isOurs(writer, own)).toBe(ours);
  });

  it('is not what an app wrote in the name of the person whose token this is', () => {
    expect(isOurs({ login: 'alice', isBot: false }, 'alice')).toBe(true);
    expect(isOurs({ login: 'alice', isBot: false, app: 'other' }, 'alice')).toBe(false);
  });
});
