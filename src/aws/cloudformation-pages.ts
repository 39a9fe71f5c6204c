import { unseen } from './iam-pages.ts';

interface TokenPage {
  readonly NextToken?: string | undefined;
}

/**
 * The pages of a CloudFormation call one after the other, so that a caller may stop early.
 *
 * @throws RolekeeperError `unreachable` when the same page comes again and again
 */
export async function* cloudFormationPages<Page extends TokenPage>(
  action: string,
  read: (token: { NextToken?: string }) => Promise<Page>,
): AsyncGenerator<Page, void> {
  const seen = new Set<string>();
  let token: string | undefined;
  for (;;) {
    const page = await read(token === undefined ? {} : { NextToken: token });
    yield page;
    if (page.NextToken === undefined) return;
    token = unseen(page.NextToken, seen, action);
  }
}

/** All rows of all pages, in order. */
export async function allRows<Page extends TokenPage, Row>(
  action: string,
  read: (token: { NextToken?: string }) => Promise<Page>,
  rowsOf: (page: Page) => readonly Row[],
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const page of cloudFormationPages(action, read)) rows.push(...rowsOf(page));
  return rows;
}
