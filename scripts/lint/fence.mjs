// A plugin of oxlint. Its rule `layers`: src/ keeps to the table in layers.mjs. What the table does not list is refused.
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { arns } from './arns.mjs';
import { kinds } from './kinds.mjs';
import { texts } from './texts.mjs';
import { GLOBALS, LAYERS, LAZY, MEMBERS, PLAIN_PACKAGES } from './layers.mjs';

const source = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src');

const layers = {
  meta: {
    type: 'problem',
    docs: { description: 'imports and effects as scripts/lint/layers.mjs lists them' },
  },
  create(context) {
    const path = relative(source, context.filename).split(sep).join('/');
    const report = (node, message) =>
      context.report({ node, message: `${message} (scripts/lint/layers.mjs)` });
    const folder = path.split('/')[0];
    const layer = LAYERS[folder];
    if (layer === undefined) {
      return { Program: (node) => report(node, `${folder} is in no layer`) };
    }
    const inFolder = path.slice(folder.length + 1);
    const reaches = [...(layer.reaches?.['*'] ?? []), ...(layer.reaches?.[inFolder] ?? [])];

    /** @param names what is imported, or undefined for the whole module */
    const checkModule = (node, target, names, isLazy = false) => {
      if (typeof target !== 'string') return report(node, 'a module is named by a string');
      if (target.startsWith('.')) return checkFile(node, target, isLazy);
      const plain = Object.hasOwn(PLAIN_PACKAGES, target) ? PLAIN_PACKAGES[target] : [];
      const isPlain = plain === true || (names?.length > 0 && names.every((name) => plain.includes(name)));
      if (!isPlain && !reaches.includes(target)) report(node, `${path} may not use ${target}`);
    };

    const checkFile = (node, target, isLazy) => {
      const file = relative(source, join(dirname(context.filename), target))
        .split(sep)
        .join('/');
      const other = file.split('/')[0];
      if (other !== folder && !layer.imports.includes(other) && !reaches.includes(other)) {
        report(
          node,
          `${folder} may not import from ${other}, only from ${layer.imports.join(', ') || 'itself'}`,
        );
      }
      if (LAZY.files.includes(file) && !(isLazy && path === LAZY.by)) {
        report(node, `${file} is loaded by import() alone, in ${LAZY.by}`);
      }
    };

    const checkGlobal = (identifier) => {
      const { name } = identifier;
      if (isType(identifier)) return;
      if (name === 'Date' && !reaches.includes('Date') && !isPureDate(identifier)) {
        report(identifier, `${path} has no clock: pass the time in`);
      }
      if (GLOBALS.includes(name) && !reaches.includes(name))
        report(identifier, `${path} may not use ${name}`);
      const members = Object.hasOwn(MEMBERS, name) ? MEMBERS[name] : undefined;
      if (members === undefined) return;
      const member = memberOf(identifier);
      const isHarmless = member === undefined ? isInstanceTest(identifier) : !members.includes(member);
      if (!isHarmless && !reaches.includes(`${name}.${member}`)) {
        report(identifier, `${path} may not use ${name}.${member ?? members.join(', ')}`);
      }
    };

    const checkScope = (scope) => {
      for (const { identifier } of scope.through) checkGlobal(identifier);
      // A name that the linter knows as a global is a variable without a definition.
      for (const { defs, references } of scope.variables) {
        if (defs.length === 0) for (const { identifier } of references) checkGlobal(identifier);
      }
    };

    return {
      Program: () => checkScope(context.sourceCode.scopeManager.globalScope),
      ImportDeclaration: (node) => checkModule(node, node.source.value, importedNames(node)),
      ExportNamedDeclaration: (node) => {
        if (node.source) checkModule(node, node.source.value, exportedNames(node));
      },
      ExportAllDeclaration: (node) => checkModule(node, node.source.value),
      ImportExpression: (node) => checkModule(node, node.source.value, undefined, true),
      TSImportType: (node) => checkModule(node, node.source.value),
      TSExternalModuleReference: (node) => checkModule(node, node.expression.value),
      MetaProperty: (node) => {
        if (node.meta.name === 'import' && !reaches.includes('import.meta'))
          report(node, `${path} may not use import.meta`);
      },
    };
  },
};

/** The names of an import, or undefined when the whole module comes in. */
function importedNames({ specifiers }) {
  const isNamed = specifiers.every(({ type }) => type === 'ImportSpecifier');
  return isNamed ? specifiers.map(({ imported }) => imported.name ?? imported.value) : undefined;
}

function exportedNames({ specifiers }) {
  return specifiers.map(({ local }) => local.name ?? local.value);
}

/** `new Date(time)`, `Date.parse`, `Date.UTC`, `instanceof Date`: what does not read the clock. */
function isPureDate(identifier) {
  const { parent } = identifier;
  if (parent.type === 'NewExpression' && parent.callee === identifier) {
    return parent.arguments.length > 0 && parent.arguments[0].type !== 'SpreadElement';
  }
  return isInstanceTest(identifier) || ['parse', 'UTC'].includes(memberOf(identifier));
}

/** The member that is read of a global; undefined where the global goes elsewhere whole or the member is computed. */
function memberOf(identifier) {
  const { parent } = identifier;
  if (parent.type !== 'MemberExpression' || parent.object !== identifier) return undefined;
  return parent.computed ? parent.property.value : parent.property.name;
}

function isInstanceTest({ parent }) {
  return parent.type === 'BinaryExpression' && parent.operator === 'instanceof';
}

/** A type is gone at run time: `Date` as one, and `typeof fetch`. */
function isType({ parent }) {
  return ['TSTypeReference', 'TSQualifiedName', 'TSTypeQuery', 'TSInterfaceHeritage'].includes(parent.type);
}

export default { meta: { name: 'rolekeeper' }, rules: { arns, kinds, layers, texts } };
