import type { Diagnostic } from '../model/diagnostic.ts';
import { errorAt } from './diagnose.ts';
import type { SourceText } from './source-text.ts';

/** Lines that other tools leave in a file, and that no YAML has. */
const FOREIGN_LINES = [
  {
    pattern: /^<{7} /,
    code: 'merge-conflict',
    message: 'a merge conflict that was not resolved begins here',
    hint: 'keep one of its two sides, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>',
  },
  {
    pattern: /^\s*```/,
    code: 'code-fence',
    message: '"```" is Markdown of the page that this was copied from',
    hint: 'remove the line',
  },
] as const;

/** Merge conflicts and Markdown fences; whatever else the parser says of such a file follows from them. */
export function findForeignLines({ file, text }: SourceText): readonly Diagnostic[] {
  return text.split('\n').flatMap((line, index) =>
    FOREIGN_LINES.filter(({ pattern }) => pattern.test(line)).map(({ code, message, hint }) => {
      const location = { file, line: index + 1, column: line.search(/\S/) + 1 };
      return errorAt(location, code, message, hint);
    }),
  );
}
