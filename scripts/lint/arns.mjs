// A rule of oxlint: an ARN is put together and taken apart in src/model/arn.ts alone. A pattern of one's own forgets a
// partition or a colon.
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src');

/** The place itself, and what imports nothing of the product. */
const OWN = ['model/arn.ts', 'sandbox/', 'probe/'];

const METHODS = ['startsWith', 'includes', 'split', 'slice', 'match', 'indexOf', 'replace', 'replaceAll'];

export const arns = {
  meta: {
    type: 'problem',
    docs: { description: 'ARNs are read by src/model/arn.ts' },
  },
  create(context) {
    const path = relative(source, context.filename).split(sep).join('/');
    if (OWN.some((own) => path.startsWith(own))) return {};
    const report = (node) =>
      context.report({
        node,
        message: 'an ARN is made and read by a function of src/model/arn.ts (scripts/lint/arns.mjs)',
      });
    return {
      Literal: (node) => {
        if (node.regex !== undefined && isArnPattern(node.regex.pattern)) report(node);
      },
      TemplateLiteral: (node) => {
        if (isMade(node)) report(node);
      },
      BinaryExpression: (node) => {
        if (node.operator === '+' && isBeginning(node.left)) report(node);
      },
      NewExpression: (node) => {
        if (node.callee.name === 'RegExp' && node.arguments.some(hasArn)) report(node);
      },
      CallExpression: (node) => {
        const { callee } = node;
        if (callee.name === 'RegExp' && node.arguments.some(hasArn)) return report(node);
        if (isConcatenated(node) || isJoined(node)) return report(node);
        if (callee.type !== 'MemberExpression' || !METHODS.includes(callee.property.name)) return undefined;
        const isSplit = callee.property.name === 'split' && node.arguments[0]?.value === ':';
        const isOfArn = /arn$/i.test(callee.object.name ?? callee.object.property?.name ?? '');
        return node.arguments.some(isPrefix) || (isSplit && isOfArn) ? report(node) : undefined;
      },
    };
  },
};

function isArnPattern(pattern) {
  return /\barn(?:\\)?:/.test(pattern);
}

/** Whether a text, in one piece or in several, has the beginning of an ARN. */
function hasArn(node) {
  if (node.type === 'Literal') return typeof node.value === 'string' && isArnPattern(node.value);
  if (node.type === 'TaggedTemplateExpression') return hasArn(node.quasi);
  if (node.type === 'BinaryExpression') return hasArn(node.left) || hasArn(node.right);
  return node.type === 'TemplateLiteral' && node.quasis.some(({ value }) => isArnPattern(value.raw));
}

/** `` `arn:${partition}:iam::…` ``, `` `arn:aws:iam::${account}:root` ``, `` `AWS:arn:aws:iam::${account}:root` ``. */
function isMade({ expressions, quasis }) {
  return expressions.length > 0 && quasis.slice(0, -1).some(({ value }) => isBegun(value.cooked ?? ''));
}

/** `'arn:aws:iam::' + account`: a text that ends within an ARN. */
function isBeginning(node) {
  if (node.type === 'BinaryExpression') return isBeginning(node.right);
  if (node.type === 'TemplateLiteral') return isBegun(node.quasis.at(-1)?.value.cooked ?? '');
  return node.type === 'Literal' && typeof node.value === 'string' && isBegun(node.value);
}

/** `arn:`, `arn:aws:iam::`: what follows it is a part of the ARN, not of the sentence. */
function isBegun(text) {
  return /(?:^|[^a-z])arn:[^\s"',]*$/i.test(text);
}

/** `'arn:aws:iam::'.concat(account)` */
function isConcatenated({ callee }) {
  return (
    callee.type === 'MemberExpression' && callee.property.name === 'concat' && isBeginning(callee.object)
  );
}

/** `['arn', partition, 'iam', …].join(':')` */
function isJoined({ callee }) {
  return (
    callee.type === 'MemberExpression' &&
    callee.property.name === 'join' &&
    callee.object.type === 'ArrayExpression' &&
    /^arn(?::|$)/.test(callee.object.elements[0]?.value ?? '')
  );
}

/** `'arn:'`, and `` `arn:${partition}:…` ``. */
function isPrefix(node) {
  if (node.type === 'Literal') return typeof node.value === 'string' && node.value.startsWith('arn:');
  return node.type === 'TemplateLiteral' && (node.quasis[0]?.value.raw.startsWith('arn:') ?? false);
}
