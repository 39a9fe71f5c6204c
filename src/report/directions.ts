/** A list of a delta, and how it is said. */
export interface Direction {
  readonly list: 'gains' | 'mayGain' | 'loses' | 'mayLose';
  readonly symbol: '+' | '-';
  /** Before what is given or taken: `gains`. */
  readonly verb: string;
  /** Before what may be done: `can newly`. */
  readonly can: string;
}

const BY_LIST: Readonly<Record<Direction['list'], Direction>> = {
  gains: { list: 'gains', symbol: '+', verb: 'gains', can: 'can newly' },
  mayGain: { list: 'mayGain', symbol: '+', verb: 'may gain', can: 'may newly' },
  loses: { list: 'loses', symbol: '-', verb: 'loses', can: 'can no longer' },
  mayLose: { list: 'mayLose', symbol: '-', verb: 'may lose', can: 'may no longer be able to' },
};

/** In the order of telling. */
export const DIRECTIONS: readonly Direction[] = Object.values(BY_LIST);

/** That of what opens or closes, certainly or not. */
export function directionOf(opens: boolean, certain: boolean): Direction {
  if (opens) return certain ? BY_LIST.gains : BY_LIST.mayGain;
  return certain ? BY_LIST.loses : BY_LIST.mayLose;
}
