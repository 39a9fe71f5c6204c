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
export type CatalogueVendor = RoleVendor | FileVendor;

interface KnownVendor {
  readonly id: string;
  readonly name: string;
  /** The template that the vendor publishes itself. */
  readonly template?: Source;
  /** The vendor's accounts. More than one: which of them depends on the customer, and is asked for. */
  readonly accounts?: {
    readonly ids: readonly string[];
    /** The partition that the accounts are of; in any other the vendor works from others, and is asked for them. */
    readonly partition: 'aws';
    readonly source: Source;
  };
  /** What the vendor needs back, and where, as the end of the sentence that the hand-over begins with. */
  readonly handBack: string;
}

/** A role that a principal of the vendor assumes with an external id. */
export interface RoleVendor extends KnownVendor {
  readonly form: 'trusted-role';
  /** What the vendor does with the access. */
  readonly description: string;
  /** Where the vendor shows what it has to be told: the principal and the external id. */
  readonly where: string;
  /** The vendor names its principal and external id once the role is there: until then the role is pending. */
  readonly namesItselfLater?: true;
  /** Which of the vendor's own roles assumes it, as a pattern of its name with path; any of its account else. */
  readonly principals?: string;
  readonly permissions: VendorPermissions;
}

export type VendorPermissions =
  /** It depends on what the vendor is used for, or is not public: the vendor's own document has to be read. */
  | { readonly by: 'asking'; readonly document?: Source }
  /** Policies of AWS, by name with path. */
  | {
      readonly by: 'policies';
      readonly names: readonly string[];
      readonly source: Source;
      readonly exceptions?: readonly { readonly rule: string; readonly reason: string }[];
    }
  /** What it may do in one bucket, whose name is asked for. */
  | {
      readonly by: 'bucket';
      readonly onBucket: readonly string[];
      readonly onObjects: readonly string[];
      readonly source: Source;
    };

/** A file that comes with rolekeeper, with parameters of the customer's own. */
export interface FileVendor extends KnownVendor {
  readonly form: 'file';
  /** From the root of the package. */
  readonly file: string;
  /** The vendor's page that the file is complete against. */
  readonly source: Source;
  readonly parameters: readonly VendorParameter[];
}

export interface VendorParameter {
  readonly name: string;
  /** In the vendor's own words where to find it. */
  readonly question: string;
  /** What it is unless the answer says otherwise. */
  readonly known?: string;
}
