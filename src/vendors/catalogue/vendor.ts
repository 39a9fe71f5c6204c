/** Where a fact comes from, and of which day it is. */
export interface Source {
  readonly url: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
}

/**
 * What is known of how a vendor gets into an account. What is not known is left out, and asked for: nothing here is a
 * guess.
 */
export interface CatalogueVendor {
  readonly id: string;
  readonly name: string;
  /** What the vendor does with the access. */
  readonly description: string;
  /** The template that the vendor publishes itself. */
  readonly template?: Source;
  /** The vendor's accounts. More than one: which of them depends on the customer, and is asked for. */
  readonly accounts?: { readonly ids: readonly string[]; readonly source: Source };
  /** Where the vendor shows what it has to be told: the principal and the external id. */
  readonly where: string;
  /** Policies of AWS that the vendor asks for, by name; empty where its own document has to be read. */
  readonly managedPolicies: readonly string[];
  /** What the vendor needs back, and where. */
  readonly handBack: string;
}
