import { describe, expect, it } from '@jest/globals';
import { allRows } from '../../../src/aws/cloudformation-pages.ts';
import { allPages } from '../../../src/aws/iam-pages.ts';

const AGAIN = { reason: 'unreachable', message: 'iam:ListRoles gives the same page again and again' };

/** Pages as an endpoint gives them that is not AWS: by the marker that asks for each. */
function reading(pages: Readonly<Record<string, object>>) {
  let asked = 0;
  return allPages('iam:ListRoles', (marker) => {
    asked += 1;
    // Without an end of its own a loop would take the test with it.
    if (asked > 50) throw new Error('the pages have no end');
    return Promise.resolve(pages[marker ?? 'first'] ?? {});
  });
}

describe('a list of IAM ends in bounded time, and never as an empty account', () => {
  it.each([
    ['the marker of the page itself', { first: on('a'), a: on('a') }],
    ['a marker of two pages before', { first: on('a'), a: on('b'), b: on('a') }],
    ['a marker that leads back to the first of many', { first: on('a'), a: on('b'), b: on('c'), c: on('a') }],
  ])('where a page gives %s', async (_what, pages) => {
    await expect(reading(pages)).rejects.toMatchObject(AGAIN);
  });

  it('where a page says that there is more and not where', async () => {
    await expect(reading({ first: { Roles: [], IsTruncated: true } })).rejects.toMatchObject({
      reason: 'unreachable',
      message: 'the answer to iam:ListRoles has no Marker: it is not from AWS',
    });
  });

  it('where a page is cut off before its members', async () => {
    await expect(reading({ first: {} })).rejects.toMatchObject({
      reason: 'unreachable',
      message: 'the answer to iam:ListRoles has no IsTruncated: it is not from AWS',
    });
  });
});

it('a list ends whose pages always name another one', async () => {
  let page = 0;
  const next = (): string => `page-${(page += 1)}`;
  const roles = allPages('iam:ListRoles', () => Promise.resolve(on(next())));
  await expect(roles).rejects.toMatchObject({
    reason: 'unreachable',
    message: 'iam:ListRoles has no end: it gave 1000 pages and names another',
  });
  const action = 'cloudformation:DescribeStacks';
  const stacks = allRows(
    action,
    () => Promise.resolve({ NextToken: next() }),
    () => [],
  );
  await expect(stacks).rejects.toMatchObject({ message: expect.stringContaining(`${action} has no end`) });
  expect(page).toBe(2_000);
});

it('a list of CloudFormation ends where a token leads back to a page before', async () => {
  const tokens: Readonly<Record<string, string>> = { first: 'a', a: 'b', b: 'a' };
  const rows = allRows(
    'cloudformation:DescribeStacks',
    ({ NextToken = 'first' }) => Promise.resolve({ NextToken: tokens[NextToken] }),
    () => [],
  );
  await expect(rows).rejects.toMatchObject({
    message: 'cloudformation:DescribeStacks gives the same page again and again',
  });
});

function on(Marker: string): object {
  return { Roles: [], IsTruncated: true, Marker };
}
