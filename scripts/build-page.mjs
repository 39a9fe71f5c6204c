// Bundles page/ into the one script and the one style of the HTML report.
import { build } from 'esbuild';
import { join } from 'node:path';

/** @returns {Promise<{ script: string, style: string, metafile: import('esbuild').Metafile }>} */
export async function buildPage(root) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: { script: 'page/main.ts', style: 'page/page.css' },
    tsconfig: join(root, 'page', 'tsconfig.json'),
    outdir: 'page',
    write: false,
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    minify: true,
    // Nothing in an HTML file may end its script before the script ends.
    supported: { 'inline-script': false },
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
  });
  const textOf = (ending) => outputFiles.find(({ path }) => path.endsWith(ending))?.text.trim() ?? '';
  return { script: textOf('script.js'), style: textOf('style.css'), metafile };
}
