/** An account of the organisation that the credentials are of. */
export interface OrganizationAccount {
  /** Twelve digits. */
  readonly id: string;
  readonly name?: string;
}

/** Reads AWS Organizations. It changes nothing. */
export interface OrganizationReader {
  /**
   * Every account of the organisation, or the management account alone where the others may not be listed; none of an
   * account without an organisation.
   *
   * @throws RolekeeperError when not even the organisation can be told
   */
  accounts(): Promise<{ readonly accounts: readonly OrganizationAccount[]; readonly incomplete?: string }>;
}
