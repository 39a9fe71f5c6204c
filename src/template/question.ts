import type { Location } from '../model/diagnostic.ts';

/** Something that the template does not say, and that decides what it makes. */
export interface Question {
  /** `ExternalId`, `AWS::StackName`, `SpotRole.RoleName`: what `--answer` names it by. */
  readonly id: string;
  /** In the vendor's own words, where there are any. */
  readonly asks: string;
  readonly proposal?: string;
  /** It decides who may assume a role: an answer is typed, and no proposal is taken for it. */
  readonly isProof: boolean;
  /** What is wrong with an answer, as a predicate: `must be …`. */
  readonly check: (answer: string) => string | undefined;
  readonly location: Location;
}

/** An answer that was not typed: the template's default, or a proposal. */
export interface Taken {
  readonly id: string;
  readonly answer: string;
  readonly from: 'default' | 'proposal';
}
