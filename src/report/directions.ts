/** A list of a delta, and how it is said. */
export interface Direction {
  readonly list: 'gains' | 'mayGain' | 'loses' | 'mayLose';
  readonly symbol: '+' | '-';
  /** Before what is given or taken: `gains`. */
  readonly verb: string;
  /** Before what may be done: `can newly`. */
  readonly can: string;
}

/** In the order of telling. */
export const DIRECTIONS: readonly Direction[] = [
  { list: 'gains', symbol: '+', verb: 'gains', can: 'can newly' },
  { list: 'mayGain', symbol: '+', verb: 'may gain', can: 'can perhaps newly' },
  { list: 'loses', symbol: '-', verb: 'loses', can: 'can no longer' },
  { list: 'mayLose', symbol: '-', verb: 'may lose', can: 'can perhaps no longer' },
];
