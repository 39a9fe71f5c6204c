import type { AccountDetails, IamReader } from './iam-reader.ts';

/** An IamReader that can give up on an account that turns out to be big. */
export interface BoundedIamReader extends IamReader {
  /** As `accountDetails`; undefined when the account has more pages than that. */
  accountDetailsWithin(pages: number): Promise<AccountDetails | undefined>;
}
