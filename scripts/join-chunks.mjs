// Joins the chunks of a split bundle that the same commands load. Node takes a millisecond to find, read and link a
// module, however small it is, and a bundle of forty programs and commands splits into a hundred of them.
import { build } from 'esbuild';
import { basename } from 'node:path';

/**
 * @param bundle of esbuild, split, with `metafile` and without `write`
 * @param loads names of what is loaded together, and the entry points that do: chunks that the same of these load are
 *   joined. A chunk that none of them loads stays as it is, and the chunks of the first, which every run loads, are one
 * @param options of esbuild, as for the bundle, without its banner
 * @returns the text of each file, by name
 */
export async function joinChunks({ outputFiles, metafile }, loads, options) {
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]));
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const groupOf = groupsOf(outputs, loads);
  const groups = new Map();
  for (const [name, group] of groupOf) groups.set(group, [...(groups.get(group) ?? []), name]);
  const entryPoints = [...[...outputs.keys()].filter((name) => !groupOf.has(name)), ...groups.keys()];
  const { outputFiles: joined } = await build({
    ...options,
    entryPoints: entryPoints.map((name) => ({ in: name, out: name.replace(/\.js$/, '') })),
    plugins: [
      { name: 'chunks, joined', setup: (plugin) => joining(plugin, { outputs, texts, groupOf, groups }) },
    ],
    splitting: false,
    metafile: false,
    // What only chunks of other files import is imported there.
    logOverride: { 'ignored-bare-import': 'silent' },
    write: false,
  });
  return new Map(joined.map(({ path, text }) => [basename(path), text]));
}

/** The joined file of each chunk that goes into one. */
function groupsOf(outputs, loads) {
  const nameOf = new Map([...outputs].map(([name, { entryPoint }]) => [entryPoint, name]));
  const [always] = Object.keys(loads);
  const loaded = Object.entries(loads).map(([load, entryPoints]) => {
    const missing = entryPoints.filter((entryPoint) => !nameOf.has(entryPoint));
    if (missing.length > 0) throw new Error(`no entry point of the bundle: ${missing.join(', ')}`);
    return {
      load,
      names: closureOf(
        outputs,
        entryPoints.map((entryPoint) => nameOf.get(entryPoint)),
      ),
    };
  });
  const chunks = [...outputs].filter(([, { entryPoint }]) => entryPoint === undefined).map(([name]) => name);
  return new Map(
    chunks.flatMap((name) => {
      const by = loaded.filter(({ names }) => names.has(name)).map(({ load }) => load);
      if (by.length === 0) return [];
      return [[name, by.includes(always) ? `shared-${always}.js` : `shared-${by.join('-')}.js`]];
    }),
  );
}

/** What is loaded with these files before they run, themselves too. */
function closureOf(outputs, names) {
  const closure = new Set(names);
  for (const name of closure)
    for (const { path, kind, external } of outputs.get(name).imports)
      if (kind === 'import-statement' && external !== true) closure.add(basename(path));
  return closure;
}

/** Within a joined file its chunks are bundled; all that is in another file is imported from that. */
function joining({ onResolve, onLoad }, { outputs, texts, groupOf, groups }) {
  const nameInGroup = namesIn(groups, outputs);
  // A statement each, so that esbuild leaves out those that are not used.
  const reexports = (name, say, from) =>
    outputs.get(name).exports.map((as) => `export{${say(as)}}from'./${from}'`);
  onResolve({ filter: /./ }, ({ path, kind, importer, namespace }) => {
    const name = basename(path);
    if (kind === 'entry-point') return { path: name, namespace: groups.has(name) ? 'group' : 'chunk' };
    const group = groupOf.get(name);
    if (namespace === 'moved') return { path, external: true, sideEffects: false };
    if (group === undefined) return { path, external: true };
    const from = namespace === 'group' ? importer : groupOf.get(importer);
    return from === group
      ? { path: name, namespace: 'chunk' }
      : { path: name, namespace: 'moved', sideEffects: false };
  });
  onLoad({ filter: /./, namespace: 'chunk' }, ({ path }) => ({ contents: texts.get(path) }));
  onLoad({ filter: /./, namespace: 'group' }, ({ path }) => ({
    contents: groups
      .get(path)
      .flatMap((name) => reexports(name, (as) => `${as} as ${nameInGroup(name, as)}`, name))
      .join('\n'),
  }));
  onLoad({ filter: /./, namespace: 'moved' }, ({ path }) => ({
    contents: reexports(path, (as) => `${nameInGroup(path, as)} as ${as}`, groupOf.get(path)).join('\n'),
  }));
}

/** What an export of a chunk is called in its joined file: as it is, unless two chunks have the name. */
function namesIn(groups, outputs) {
  const names = new Map();
  for (const members of groups.values()) {
    const taken = new Set();
    for (const member of members)
      for (const name of outputs.get(member).exports) {
        let free = name;
        while (taken.has(free)) free += '_';
        taken.add(free);
        names.set(`${member} ${name}`, free);
      }
  }
  return (member, name) => names.get(`${member} ${name}`);
}
