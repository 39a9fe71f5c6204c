// Writes every sentence that the sources can say into one file per surface in test/golden/sentences/, to be read through from
// top to bottom: `node scripts/emit-sentences.mjs [FOLDER]`. A value in a sentence is `{}`.
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'oxc-parser';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Where each surface gets its sentences from. What several of them say stands with the first. */
const SURFACES = {
  'comment.txt': ['src/report', 'src/review', 'src/commands/action/text'],
  'issue.txt': ['src/commands/action/drift.ts', 'src/commands/action/status.ts', 'src/commands/action'],
  'cli.txt': ['src/commands', 'src/doctor', 'src/init', 'src/adopt', 'src/template', 'src/inventory'],
  'errors.txt': [
    'src/desired',
    'src/policy',
    'src/kinds',
    'src/rules',
    'src/assess',
    'src/plan',
    'src/apply',
    'src/cloudformation',
    'src/live',
    'src/aws',
    'src/github',
    'src/access',
    'src/model',
  ],
};

const told = new Set();
const target = process.argv[2] ?? join(root, 'test/golden/sentences');
await mkdir(target, { recursive: true });
for (const [name, places] of Object.entries(SURFACES)) {
  const lines = [];
  for (const file of (await Promise.all(places.map(filesIn))).flat()) {
    if (told.has(file)) continue;
    told.add(file);
    const sentences = sentencesIn(file, await readFile(join(root, file), 'utf8'));
    if (sentences.length > 0) lines.push(file, ...sentences.map((text) => `  ${text}`), '');
  }
  await writeFile(join(target, name), `${lines.join('\n').trimEnd()}\n`);
}

async function filesIn(place) {
  if (place.endsWith('.ts')) return [place];
  const entries = await readdir(join(root, place), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

/** Text literals and templates that read like a sentence, in the order of the source. */
function sentencesIn(file, text) {
  const found = [];
  const add = (start, value) => {
    const said = value.replaceAll(/\s+/g, ' ').trim();
    if (isSentence(said)) found.push([start, said]);
  };
  const parts = new Set();
  const visitor = new Visitor({
    BinaryExpression(node) {
      if (node.operator !== '+' || parts.has(node)) return;
      const pieces = piecesOf(node, parts);
      if (pieces.some((piece) => piece !== '{}')) add(node.start, pieces.join(''));
    },
    TemplateLiteral(node) {
      if (!parts.has(node)) add(node.start, textOf(node));
    },
    Literal(node) {
      if (!parts.has(node) && typeof node.value === 'string') add(node.start, node.value);
    },
    ImportDeclaration(node) {
      parts.add(node.source);
    },
  });
  visitor.visit(parseSync(file, text).program);
  return [...new Set(found.sort(([a], [b]) => a - b).map(([, said]) => said))];
}

function piecesOf(node, parts) {
  parts.add(node);
  if (node.type === 'BinaryExpression' && node.operator === '+') {
    return [...piecesOf(node.left, parts), ...piecesOf(node.right, parts)];
  }
  if (node.type === 'TemplateLiteral') return [textOf(node)];
  return node.type === 'Literal' ? [String(node.value)] : ['{}'];
}

function textOf({ quasis }) {
  return quasis.map(({ value }) => value.cooked).join('{}');
}

/** Three words, or two around a value; no code, no pattern, no address. */
function isSentence(text) {
  const words = text.replaceAll('{}', ' ').match(/[A-Za-z][a-z']+/g) ?? [];
  return (
    /[a-z] |\} [a-z]|[a-z]: /.test(text) &&
    words.length >= 3 &&
    !/^[\w.-]+$|^https?:\S+$|^arn:|=>|;$|^(?:[a-z0-9-]+:[A-Za-z0-9]+ ?)+$/.test(text)
  );
}
