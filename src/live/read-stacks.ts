import pLimit from 'p-limit';
import type { Applied, AppliedStack } from '../model/applied.ts';
import { begun } from '../model/begun.ts';
import type { Settings } from '../model/integration.ts';
import type { StackReader, StackRow } from '../model/stack-reader.ts';

/** CloudFormation answers slowly; a run with a limit of requests spreads these, too. */
const TEMPLATES_AT_A_TIME = 20;

/** What a read of the stacks of a scope needs. */
export type AppliedReader = Pick<StackReader, 'stack' | 'stacks' | 'template' | 'logicalIds'>;

/** What a stack has applied, out of its template; undefined text when there is none. */
export type ParseApplied = (
  stack: StackRow,
  templateText: string | undefined,
  prefix: string,
) => AppliedStack;

/**
 * What these stacks have applied, out of their last templates.
 *
 * @param parse `parseApplied` of src/cloudformation
 * @param knownOf what is known of a stack that is in this state; its template is then not read
 * @throws RolekeeperError when anything of it could not be read
 */
export async function appliedIn(
  rows: readonly StackRow[],
  reader: AppliedReader,
  settings: Pick<Settings, 'stackPrefix'>,
  parse: ParseApplied,
  knownOf: (row: StackRow) => AppliedStack | undefined = () => undefined,
): Promise<Applied> {
  const prefix = settings.stackPrefix;
  const limit = pLimit(TEMPLATES_AT_A_TIME);
  const stacks = await Promise.all(
    rows.map((row) =>
      limit(
        async () => knownOf(row) ?? reallyApplied(reader, parse(row, await templateOf(reader, row), prefix)),
      ),
    ),
  );
  return { known: true, stacks };
}

/** The templates that {@link appliedIn} asks for, asked for at once; by the id of the stack. */
export function templatesAhead(
  rows: readonly StackRow[],
  reader: Pick<AppliedReader, 'template'>,
): ReadonlyMap<string, Promise<string | undefined>> {
  const limit = pLimit(TEMPLATES_AT_A_TIME);
  return new Map(rows.map((row) => [row.stackId, begun(limit(() => templateOf(reader, row)))]));
}

/** The stacks of these integrations; one alone is asked for by its name. */
export async function rowsOf(
  reader: Pick<StackReader, 'stack' | 'stacks'>,
  prefix: string,
  names: readonly string[] | 'all',
): Promise<readonly StackRow[]> {
  if (names === 'all') return reader.stacks(prefix);
  const [name] = names;
  if (name !== undefined && names.length === 1) {
    const row = await reader.stack(prefix + name);
    return row === undefined ? [] : [row];
  }
  const wanted = new Set(names.map((one) => prefix + one));
  return (await reader.stacks(prefix)).filter((row) => wanted.has(row.stackName));
}

/**
 * Of a stack whose first import failed, the template of that import is all there is, and the stack has nothing of it.
 */
async function reallyApplied(reader: AppliedReader, stack: AppliedStack): Promise<AppliedStack> {
  if (stack.status !== 'IMPORT_ROLLBACK_COMPLETE') return stack;
  const has = new Set(await reader.logicalIds(stack.stackId));
  return {
    ...stack,
    resources: stack.resources.filter((item) => has.has(item.logicalId)),
    placeholders: stack.placeholders.filter((logicalId) => has.has(logicalId)),
  };
}

/** A stack in REVIEW_IN_PROGRESS has no template: nothing was ever executed on it. */
async function templateOf(
  reader: Pick<AppliedReader, 'template'>,
  row: StackRow,
): Promise<string | undefined> {
  return row.status === 'REVIEW_IN_PROGRESS' ? undefined : reader.template(row.stackId);
}
