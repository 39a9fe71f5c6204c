import type { KindSpec } from '../kinds/kind.ts';
import { plain, plainAt, type MapValue, type TextValue } from './value.ts';

/** A resource of IAM as the template makes it, under the names of CloudFormation. */
export interface Converted {
  readonly id: string;
  readonly spec: KindSpec;
  readonly name: TextValue;
  readonly properties: MapValue;
  /** Only services of AWS that the vendor's own machinery runs in may assume it. */
  readonly isPlumbing: boolean;
}

/** What stands behind the account in its ARN: `policy/path/name`. */
export function arnTail({ spec, properties, name }: Converted): string {
  return `${spec.arnType}${plainAt(properties, 'Path') ?? '/'}${plain(name)}`;
}
