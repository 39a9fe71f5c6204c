// A rule of oxlint: what differs from kind to kind is a fact of src/kinds, and no other code asks which kind it has.
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src');

export const KINDS = ['role', 'managed-policy', 'user', 'group', 'instance-profile', 'oidc-provider'];

/** The place itself, and what imports nothing of the product. */
const OWN = ['kinds/', 'sandbox/'];

/** Where a word that is also a kind may stand in quotes, and as what. A comparison of kinds is refused there, too. */
export const WORDS = {
  'cli.ts': "where commander's arguments come from",
  'commands/read-inventory.ts': 'principals: what an inventory is about',
  'inventory/build-inventory.ts': 'principals: what an inventory is about',
  'live/read-principals.ts': 'principals: what an inventory is about',
  'report/inventory/say-inventory.ts': 'principals: what an inventory is about',
  'review/base-guards.ts': 'the key "role" of the settings',
  'review/changed-guards.ts': 'the key "role" of the settings',
  'desired/parse-settings.ts': 'the key "role" of the settings',
  'model/own-roles.ts': 'the key "role" of the settings',
  'rules/full-admin.ts': 'the resource types of IAM actions in ARNs',
  'rules/data/called-resources.ts': 'types of resources, as the catalogue of actions has them',
  'rules/data/escalation-paths.ts': 'the resource types of IAM actions in ARNs',
  'rules/reading/administrators.ts': 'the resource types of IAM actions in ARNs',
  'rules/reading/holder.ts': 'the resource types of IAM actions in ARNs',
  'rules/privilege-escalation.ts': 'the resource types of IAM actions in ARNs',
  'init/handler-actions.ts': "what CloudFormation's handler of each kind calls",
  'init/least-policies.ts':
    'what each kind is called in a Sid, and the two kinds whose handlers ask for more',
  'model/address.ts': 'the list of kinds',
  'model/iam-uses.ts': "the lists of ListEntitiesForPolicy, and who a profile's or membership's user is",
  'report/say-field.ts': 'what a member of Groups or Roles is called',
};

export const kinds = {
  meta: {
    type: 'problem',
    docs: { description: 'a kind of resource is asked for its facts' },
  },
  create(context) {
    const path = relative(source, context.filename).split(sep).join('/');
    if (OWN.some((own) => path.startsWith(own))) return {};
    const isExcepted = Object.hasOwn(WORDS, path);
    const report = (node) =>
      context.report({
        node,
        message:
          'a kind is asked for its facts, in src/kinds or src/model/address.ts (scripts/lint/kinds.mjs)',
      });
    const check = (node, value) => {
      if (KINDS.includes(value) && !(isExcepted && !isCompared(node))) report(node);
    };
    const refuseTest = (node) => {
      if (isTestOfKind(node)) report(node);
    };
    return {
      Literal: (node) => check(node, node.value),
      TemplateLiteral: (node) => {
        if (node.expressions.length === 0) check(node, node.quasis[0]?.value.cooked);
      },
      CallExpression: refuseTest,
      MemberExpression: (node) => {
        if (node.computed && isNamedKind(node.property) && hasKinds(node.object)) report(node);
      },
    };
  },
};

/**
 * `kind === 'role'`, `case 'role':` of a switch over kinds, `['role', 'user'].includes(kind)`, `new Set(['role']).has(kind)`,
 * and the key of a Map.
 */
function isCompared(node) {
  const { parent } = node;
  if (parent.type === 'SwitchCase') return isNamedKind(parent.parent.discriminant);
  if (parent.type === 'BinaryExpression')
    return isNamedKind(parent.left === node ? parent.right : parent.left);
  if (parent.type === 'CallExpression') return isNamedKind(parent.callee.object);
  return parent.type === 'ArrayExpression' && (isKeyOfMap(parent, node) || isSearched(parent));
}

function isKeyOfMap(pair, node) {
  const list = pair.parent;
  return pair.elements[0] === node && list.type === 'ArrayExpression' && list.parent.callee?.name === 'Map';
}

/** A list, or the set of one, that is asked for a kind. */
function isSearched(list) {
  const holder = list.parent.type === 'NewExpression' ? list.parent : list;
  const { parent } = holder;
  if (parent.type !== 'MemberExpression' || parent.object !== holder) return false;
  return parent.parent.arguments?.some(isNamedKind) === true;
}

/** `address.startsWith('role/')`, `/^role\//.test(address)`, `/^(?:role|user)$/.test(kind)`. */
function isTestOfKind({ callee, arguments: given }) {
  if (callee.type !== 'MemberExpression') return false;
  const { object, property } = callee;
  if (['test', 'exec'].includes(property.name))
    return object.regex !== undefined && hasKindWord(object.regex.pattern) && given.some(isNamedAddress);
  if (!['startsWith', 'includes', 'match', 'search', 'split'].includes(property.name)) return false;
  return isNamedAddress(object) && given.some((one) => hasKindWord(textOf(one)));
}

function textOf(node) {
  return (
    node.regex?.pattern ??
    (typeof node.value === 'string' ? node.value : node.quasis?.[0]?.value.cooked) ??
    ''
  );
}

const KIND_WORD = new RegExp(`(?:^|[^\\w-])(?:${KINDS.join('|')})(?:$|[^\\w-])`);

function hasKindWord(text) {
  return KIND_WORD.test(text);
}

/** `{ role: …, user: … }[kind]` */
function hasKinds(node) {
  return (
    node.type === 'ObjectExpression' &&
    node.properties.some(({ key }) => KINDS.includes(key?.name ?? key?.value))
  );
}

function isNamedAddress(node) {
  return isNamed(node, /(?:kind|address)$/i);
}

function isNamedKind(node) {
  return isNamed(node, /kind$/i);
}

/** `kind`, `entry.kind`, `entry['kind']`, `entry?.kind`, `kind as string`, `` `${kind}` ``, `String(kind)`. */
function isNamed(node, name) {
  switch (node?.type) {
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'ChainExpression':
      return isNamed(node.expression, name);
    case 'TemplateLiteral':
      return node.expressions.length === 1 && isNamed(node.expressions[0], name);
    case 'CallExpression':
      if (node.callee.name === 'String') return node.arguments.some((one) => isNamed(one, name));
      return (
        /^to(?:String|LowerCase)$/.test(node.callee.property?.name ?? '') && isNamed(node.callee.object, name)
      );
    case 'Identifier':
      return name.test(node.name);
    case 'MemberExpression':
      return name.test((node.computed ? node.property.value : node.property.name) ?? '');
    default:
      return false;
  }
}
