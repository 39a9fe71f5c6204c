/** A company, or a service of AWS, and the AWS accounts from which it works. */
export interface VendorAccounts {
  readonly name: string;
  /** A service of AWS itself, such as the delivery of load balancer logs. */
  readonly isAws?: true;
  /** Twelve digits each. */
  readonly accounts: readonly string[];
}
