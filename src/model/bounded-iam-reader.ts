import type { AccountDetails, IamReader } from './iam-reader.ts';

/** Whether one more page is worth its call after so many; it may wait until that is known. */
export type WorthAPage = (pages: number) => boolean | Promise<boolean>;

/** An IamReader that can give up on an account that turns out to be big. */
export interface BoundedIamReader extends IamReader {
  /** As `accountDetails`; undefined when the account has more pages than that, or than are worth it. */
  accountDetailsWithin(pages: number | WorthAPage): Promise<AccountDetails | undefined>;
}
