// A rule of oxlint: nothing is decided by a pattern of one's own for what an error or CloudFormation says. Where no code, class
// or field tells the case apart, the words stand in a table, with their source and a case in its test.
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src');

/** The words of the YAML parser, a sentence of rolekeeper that is told of several resources, and what answers as AWS does. */
const OWN = ['desired/explain-syntax.ts', 'adopt/say-adoption.ts', 'sandbox/'];

const TABLES = 'src/aws/error-texts.ts, src/cloudformation/explain-failure.ts, src/github/github-error.ts';

const METHODS = ['includes', 'startsWith', 'endsWith', 'match', 'search', 'indexOf'];

export const texts = {
  meta: {
    type: 'problem',
    docs: { description: 'what an error says is looked for in a table of texts' },
  },
  create(context) {
    const path = relative(source, context.filename).split(sep).join('/');
    if (OWN.some((own) => path.startsWith(own))) return {};
    return {
      CallExpression: (node) => {
        const { callee } = node;
        if (callee.type !== 'MemberExpression') return;
        const name = callee.property.name;
        const isAsked = METHODS.includes(name) && isSaid(callee.object);
        const isTested =
          ['test', 'exec'].includes(name) && callee.object.regex !== undefined && node.arguments.some(isSaid);
        if (!isAsked && !isTested) return;
        context.report({
          node,
          message: `what is said decides nothing: go by a code, or by a table of texts (${TABLES}; scripts/lint/texts.mjs)`,
        });
      },
    };
  },
};

/** `message`, `error.message`, `event.reason ?? ''`, `statusReason`. */
function isSaid(node) {
  if (node.type === 'LogicalExpression') return isSaid(node.left);
  if (node.type === 'ChainExpression') return isSaid(node.expression);
  return /^(?:message|reason|hint|\w+Reason)$/.test(node.name ?? node.property?.name ?? '');
}
