import type { DocumentText } from './iam-reader.ts';

/** The contents of a managed policy: the document of its default version. */
export interface PolicyContents {
  /** `v3` */
  readonly version: string;
  readonly document: DocumentText;
}

/** Reads managed policies by ARN, those of AWS too. */
export interface PolicyReader {
  /** Undefined when there is no such policy, or it may not be read: the delta then says so. */
  policy(arn: string): Promise<PolicyContents | undefined>;
}
