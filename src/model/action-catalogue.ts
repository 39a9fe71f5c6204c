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
  /** Its condition keys, with `*` for what a user fills in: `ec2:ResourceTag/*`. Absent where there is none. */
  readonly keys?: readonly string[];
}

/** Every IAM action that is known, by service prefix. A snapshot: AWS adds actions every week. */
export interface ActionCatalogue {
  /** The package and version that it was made of. */
  readonly source: string;
  /** The condition keys that every service has, written like those of a service; absent where they are not known. */
  readonly globalKeys?: readonly string[];
  readonly services: Readonly<Record<string, CatalogueService>>;
}
