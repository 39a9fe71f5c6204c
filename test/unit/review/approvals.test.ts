import { describe, expect, it } from '@jest/globals';
import { ownWriter } from '../../../src/github/own-writer.ts';
import { type OwnWriter, type Writer, isOurs } from '../../../src/review/approvals.ts';

describe('what we wrote', () => {
  const login = 'acme-iam[bot]';
  const app = (id?: number, slug = 'acme-iam'): Writer => ({
    login,
    isBot: true,
    app: { slug, ...(id === undefined ? {} : { id }) },
  });
  const silent = { login, isBot: true };

  it.each<readonly [string, Writer, OwnWriter, boolean]>([
    ['our app wrote, as GitHub says', app(), { login }, true],
    ['our app wrote, and GitHub says no app', silent, { login }, true],
    ['a person of that name wrote', { login: 'acme-iam', isBot: false }, { login }, false],
    ['a person wrote through our app', { ...app(), login: 'alice', isBot: false }, { login }, false],
    ['another app wrote under that login', app(undefined, 'other'), { login }, false],
    ['an app of another id wrote, under our name', app(666), { login, app: 7 }, false],
    ['the app of our id wrote, under a new name', app(7, 'acme-iam-2'), { login, app: 7 }, true],
    ['an app wrote whose id GitHub does not say', silent, { login, app: 7 }, true],
    [
      'an app wrote without an id, where the settings name one',
      silent,
      { login, app: 7, isAppRequired: true },
      false,
    ],
    ['the app wrote that the settings name', app(7), { login, app: 7, isAppRequired: true }, true],
    [
      'the app wrote that the settings name, with another token',
      app(7),
      { login: 'github-actions[bot]', app: 7, isAppRequired: true },
      false,
    ],
  ])('is what %s: %j', (_what, writer, own, ours) => {
    expect(isOurs(writer, own)).toBe(ours);
  });

  it('is not what an app wrote in the name of the person whose token this is', () => {
    const own = { login: 'alice' };
    expect(isOurs({ login: 'alice', isBot: false }, own)).toBe(true);
    expect(isOurs({ login: 'alice', isBot: false, app: { slug: 'other' } }, own)).toBe(false);
  });

  it.each([
    ['github-actions[bot]', true, 15_368],
    ['github-actions[bot]', false, undefined],
    ['acme-iam[bot]', true, undefined],
  ])('is known by the id of the app of %s, on github.com: %s', async (name, isGitHubCom, id) => {
    const { app: known } = await ownWriter({ identity: () => Promise.resolve(name), isGitHubCom });
    expect(known).toBe(id);
  });
});
