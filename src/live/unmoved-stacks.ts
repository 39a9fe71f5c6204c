import { RolekeeperError } from '../model/failure.ts';
import type { Settings } from '../model/integration.ts';
import type { StackReader, StackRow } from '../model/stack-reader.ts';
import { rowsOf } from './read-stacks.ts';
import { hasMoved } from './stack-operations.ts';

/** Readings before a run gives up on stacks that do not stand still; another apply takes longer than one reading. */
const MOST_READINGS = 3;

/**
 * Reads the rows of stacks, and then what is to be compared with them. A stack that another run changes in between has one
 * side from before and one from after, and its work would be called drift: of the doubtful ones the rows are asked for once
 * more, and where one has moved, all is read again.
 *
 * @param names the integrations that the reading is about
 * @param doubtful those in which another run may have done what was found
 * @throws RolekeeperError `stack-busy` when they move at each reading
 */
export async function whileUnmoved<T>(
  reader: Pick<StackReader, 'stack' | 'stacks'>,
  { stackPrefix }: Pick<Settings, 'stackPrefix'>,
  names: readonly string[] | 'all',
  read: (rows: readonly StackRow[]) => Promise<T>,
  doubtful: (read: T) => readonly string[],
): Promise<T> {
  let moved: readonly string[] = [];
  for (let count = 0; count < MOST_READINGS; count += 1) {
    const rows = await rowsOf(reader, stackPrefix, names);
    const found = await read(rows);
    const asked = doubtful(found);
    if (asked.length === 0) return found;
    const now = await rowsOf(reader, stackPrefix, asked);
    moved = movedBetween(
      rows,
      now,
      asked.map((name) => stackPrefix + name),
    );
    if (moved.length === 0) return found;
  }
  throw new RolekeeperError('stack-busy', `${moved.join(', ')} changed each time that the account was read`, {
    hint: 'another run is at work on it: run again when that has ended',
  });
}

/** The stacks, of these names, that are not as they were. */
function movedBetween(
  before: readonly StackRow[],
  after: readonly StackRow[],
  names: readonly string[],
): readonly string[] {
  const [then, now] = [before, after].map((rows) => new Map(rows.map((row) => [row.stackName, row])));
  return names.filter((name) => {
    const [row, again] = [then?.get(name), now?.get(name)];
    return row === undefined || again === undefined ? row !== again : hasMoved(row, again);
  });
}
