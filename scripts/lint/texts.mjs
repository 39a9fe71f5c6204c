// A rule of oxlint: nothing is decided by a pattern of one's own for what an error or CloudFormation says. Where no code, class
// or field tells the case apart, the words stand in a table, with their source and a case in its test.
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src');

/**
 * The tables of texts, the words of the YAML parser, a sentence of rolekeeper that is told of several resources, and what
 * answers as AWS does.
 */
const OWN = [
  'aws/error-texts.ts',
  'cloudformation/explain-failure.ts',
  'github/github-error.ts',
  'desired/explain-syntax.ts',
  'adopt/say-adoption.ts',
  'sandbox/',
];

const TABLES = 'src/aws/error-texts.ts, src/cloudformation/explain-failure.ts, src/github/github-error.ts';

const METHODS = [
  'includes',
  'startsWith',
  'endsWith',
  'match',
  'matchAll',
  'search',
  'indexOf',
  'lastIndexOf',
  'localeCompare',
];
/** Of a list, a set or a table of whole texts. */
const LOOKUPS = ['includes', 'has', 'get', 'indexOf'];
/** What leaves a text what it is. */
const SPELLINGS = ['toLowerCase', 'toUpperCase', 'trim', 'toString', 'normalize'];

export const texts = {
  meta: {
    type: 'problem',
    docs: { description: 'what an error says is looked for in a table of texts' },
  },
  create(context) {
    const path = relative(source, context.filename).split(sep).join('/');
    if (OWN.some((own) => path.startsWith(own))) return {};
    const report = (node) =>
      context.report({
        node,
        message: `what is said decides nothing: go by a code, or by a table of texts (${TABLES}; scripts/lint/texts.mjs)`,
      });
    return {
      CallExpression: (node) => {
        const { callee } = node;
        if (callee.type !== 'MemberExpression') return;
        const name = callee.property.name;
        const isAsked = METHODS.includes(name) && isSaid(callee.object);
        const isLookedUp = LOOKUPS.includes(name) && isSaid(node.arguments[0]) && !isCode(node.arguments[0]);
        const isTested =
          ['test', 'exec'].includes(name) && isOwnPattern(callee.object) && node.arguments.some(isSaid);
        if (isAsked || isLookedUp || isTested) report(node);
      },
      BinaryExpression: (node) => {
        if (!/^[!=]==?$/.test(node.operator)) return;
        if (isComparedText(node.left, node.right) || isComparedText(node.right, node.left)) report(node);
      },
      SwitchStatement: (node) => {
        if (isSaid(node.discriminant) && !isCode(node.discriminant)) report(node);
      },
      MemberExpression: (node) => {
        if (node.computed && isSaid(node.property) && !isCode(node.property)) report(node);
      },
    };
  },
};

/** `message === 'Unknown'`. That one is undefined or empty is another question, and `blocked` is a code, not a text. */
function isComparedText(said, text) {
  if (!isSaid(said)) return false;
  return text.type === 'TemplateLiteral' || (typeof text.value === 'string' && !/^[a-z-]*$/.test(text.value));
}

/** A pattern on the spot, or a constant of the file; `TABLE.busy` is of a table. */
function isOwnPattern(node) {
  return (
    node.regex !== undefined ||
    node.type === 'Identifier' ||
    (node.type === 'NewExpression' && node.callee.name === 'RegExp') ||
    (node.type === 'CallExpression' && node.callee.name === 'RegExp')
  );
}

/** `message`, `error.message`, `error['message']`, `event.reason ?? ''`, `statusReason`, `String(error)`, `` `${error}` ``. */
function isSaid(node) {
  if (node === undefined) return false;
  switch (node.type) {
    case 'LogicalExpression':
      return isSaid(node.left);
    case 'ChainExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
      return isSaid(node.expression);
    case 'TemplateLiteral':
      return node.expressions.length === 1 && (isSaid(node.expressions[0]) || isError(node.expressions[0]));
    case 'CallExpression': {
      const { callee } = node;
      if (['String', 'awsMessageOf', 'messageOf'].includes(callee.name))
        return callee.name !== 'String' || node.arguments.some((one) => isSaid(one) || isError(one));
      if (callee.type !== 'MemberExpression' || !SPELLINGS.includes(callee.property.name)) return false;
      return isSaid(callee.object) || isError(callee.object);
    }
    case 'Identifier':
      return SAID.test(node.name);
    case 'MemberExpression':
      return SAID.test((node.computed ? node.property.value : node.property.name) ?? '');
    default:
      return false;
  }
}

/** The `reason` of a RolekeeperError is a code. */
function isCode(node) {
  return (node.name ?? node.property?.name) === 'reason';
}

const SAID = /^(?:message|reason|hint|stderr|\w+(?:Reason|Message))$/i;

function isError(node) {
  return /^(?:e|err|error|cause|thrown)$/.test(node.name ?? '');
}
