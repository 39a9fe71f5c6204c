import type { WorthAPage } from '../model/bounded-iam-reader.ts';
import { RolekeeperError } from '../model/failure.ts';
import { present } from './call.ts';

/** What every paged answer of IAM has. */
export interface IamPage {
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

/**
 * What is wanted of all pages of a call, in order. Nothing else of a page stays: the SDK's objects of a large account are
 * half as large again as our rows.
 *
 * @param most gives up after so many pages, or where one more is not worth it
 * @param keep what is wanted of a page
 * @returns undefined when there are more pages than that
 */
export async function pagesWithin<Page extends IamPage, Kept>(
  action: string,
  most: number | WorthAPage,
  read: (marker: string | undefined) => Promise<Page>,
  keep: (page: Page) => Kept,
): Promise<readonly Kept[] | undefined> {
  const pages: Kept[] = [];
  const seen = new Set<string>();
  let marker: string | undefined;
  do {
    const isWorthIt = typeof most === 'number' ? pages.length < most : await most(pages.length);
    if (!isWorthIt) return undefined;
    const page = await read(marker);
    // Without this a page that is not from IAM would be an empty account. IAM need not say that there is no more.
    if (!hasMembers(page)) present(page.IsTruncated, action, 'IsTruncated');
    pages.push(keep(page));
    const next = page.IsTruncated === true ? present(page.Marker, action, 'Marker') : undefined;
    marker = next === undefined ? undefined : unseen(next, seen, action);
  } while (marker !== undefined);
  return pages;
}

/** More rows than IAM and CloudFormation let an account have, where the pages are not nearly empty. */
const MOST_PAGES = 1_000;

/**
 * The marker of a page that was not read before: one that comes again, at once or after others, leads to no end, and
 * neither does one that is new each time.
 *
 * @throws RolekeeperError `unreachable`
 */
export function unseen(marker: string, seen: Set<string>, action: string): string {
  if (seen.has(marker)) {
    throw new RolekeeperError('unreachable', `${action} gives the same page again and again`, {
      hint: 'run again; if it happens again, what answers is not AWS',
    });
  }
  seen.add(marker);
  if (seen.size < MOST_PAGES) return marker;
  throw new RolekeeperError(
    'unreachable',
    `${action} has no end: it gave ${MOST_PAGES} pages and names another`,
    {
      hint: 'what answers is not AWS: check AWS_ENDPOINT_URL',
    },
  );
}

function hasMembers(page: IamPage): boolean {
  return Object.entries(page).some(([name, value]) => name !== '$metadata' && value !== undefined);
}

/** All pages of a call, in order. */
export async function allPages<Page extends IamPage>(
  action: string,
  read: (marker: string | undefined) => Promise<Page>,
): Promise<readonly Page[]> {
  return (await pagesWithin(action, Number.POSITIVE_INFINITY, read, (page) => page)) ?? [];
}

/** The rows of all pages of a call, in order. */
export async function allIamRows<Page extends IamPage, Row>(
  action: string,
  read: (marker: string | undefined) => Promise<Page>,
  rowsOf: (page: Page) => readonly Row[],
): Promise<readonly Row[]> {
  return ((await pagesWithin(action, Number.POSITIVE_INFINITY, read, rowsOf)) ?? []).flat();
}
