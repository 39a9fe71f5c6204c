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
  'rules/data/escalation-paths.ts': 'the resource types of IAM actions in ARNs',
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
    const check = (node, value) => {
      if (!KINDS.includes(value) || (isExcepted && !isCompared(node))) return;
      context.report({
        node,
        message:
          'a kind is asked for its facts, in src/kinds or src/model/address.ts (scripts/lint/kinds.mjs)',
      });
    };
    return {
      Literal: (node) => check(node, node.value),
      TemplateLiteral: (node) => {
        if (node.expressions.length === 0) check(node, node.quasis[0]?.value.cooked);
      },
    };
  },
};

/** `kind === 'role'`, and `case 'role':` of a switch over kinds. */
function isCompared(node) {
  const { parent } = node;
  if (parent.type === 'SwitchCase') return isNamedKind(parent.parent.discriminant);
  if (parent.type !== 'BinaryExpression') return false;
  return isNamedKind(parent.left === node ? parent.right : parent.left);
}

function isNamedKind(node) {
  return /kind$/i.test(node.name ?? node.property?.name ?? '');
}
