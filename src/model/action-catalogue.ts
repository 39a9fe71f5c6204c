/** AWS's access levels, the most dangerous first; `Unknown` is the level of an action that the catalogue lacks. */
export const ACCESS_LEVELS = [
  'Permissions management',
  'Write',
  'Tagging',
  'Read',
  'List',
  'Unknown',
] as const;

export type AccessLevel = (typeof ACCESS_LEVELS)[number];

/** The actions of one service. */
export interface CatalogueService {
  /** ARN format by resource type: `arn:${Partition}:s3:::${BucketName}`. */
  readonly resources: Readonly<Record<string, string>>;
  /** By level and name: the resource types of an action, with `*` after those it cannot do without. */
  readonly actions: Readonly<Partial<Record<AccessLevel, Readonly<Record<string, readonly string[]>>>>>;
}

/** Every IAM action that is known, by service prefix, and the condition keys. A snapshot: AWS adds actions every week. */
export interface ActionCatalogue {
  /** The package and version that it was made of. */
  readonly source: string;
  /** Condition keys by prefix (`aws`, `s3`), without it; `*` stands for what the user chooses: `ResourceTag/*`. */
  readonly conditionKeys?: Readonly<Record<string, readonly string[]>>;
  /** Of the keys of services, in lower case, those that may have several values in a request. */
  readonly multivaluedKeys?: readonly string[];
  readonly services: Readonly<Record<string, CatalogueService>>;
}
