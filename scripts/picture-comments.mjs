// Draws the golden comments of test/golden/comments/ as GitHub shows them, into docs/images/, at the width of a desktop
// and of a phone: node scripts/picture-comments.mjs [NAME…]
// Needs chromium-headless-shell (or chromium) and, for GitHub's own looks, the file github-markdown-light.css of the
// package github-markdown-css: GITHUB_MARKDOWN_CSS names it. Without a browser it says so and ends 0.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'test/golden/comments');
const target = join(root, 'docs/images');
const widths = [1200, 400];
/** Of a long comment the beginning says how it looks. */
const tallest = 2400;

const browser = ['chromium-headless-shell', 'chromium', 'google-chrome'].find(
  (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
);
if (browser === undefined) {
  console.log('skipped: no chromium-headless-shell, chromium or google-chrome');
  process.exit(0);
}

const css =
  process.env['GITHUB_MARKDOWN_CSS'] === undefined
    ? 'body{font:16px/1.5 system-ui,sans-serif}table{border-collapse:collapse}td,th{border:1px solid #d1d9e0;padding:6px 13px}pre,code{font-family:monospace;background:#f6f8fa}pre{padding:16px;overflow:auto}'
    : await readFile(process.env['GITHUB_MARKDOWN_CSS'], 'utf8');

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(rehypeSanitize)
  .use(rehypeStringify);

/** The alerts are GitHub's own and no part of GFM. */
function withAlerts(html) {
  const titles = { CAUTION: 'Caution', NOTE: 'Note', TIP: 'Tip' };
  return html.replace(
    /<blockquote>\s*(?:<p>\[!(CAUTION|NOTE|TIP)\]\s*|<p>\[!(CAUTION|NOTE|TIP)\]<\/p>\s*)([^]*?)<\/blockquote>/g,
    (_all, one, other, rest) => {
      const kind = one ?? other;
      const inner = rest.startsWith('<') ? rest : `<p>${rest}`;
      return `<div class="markdown-alert markdown-alert-${kind.toLowerCase()}"><p class="markdown-alert-title">${titles[kind]}</p>${inner}</div>`;
    },
  );
}

/** GitHub colours the lines of a diff. */
function withDiffColors(html) {
  return html.replace(/<pre><code class="language-diff">([^]*?)<\/code><\/pre>/g, (_all, body) => {
    const colors = { '+': ['#116329', '#dafbe1'], '-': ['#82071e', '#ffebe9'], '!': ['#953800', '#ffd8b5'] };
    const lines = body.split('\n').map((line) => {
      const [color, background] = colors[line[0]] ?? ['inherit', 'inherit'];
      return `<span style="color:${color};background:${background}">${line}</span>`;
    });
    return `<pre><code>${lines.join('\n')}</code></pre>`;
  });
}

async function pageOf(file) {
  const html = String(await processor.process(await readFile(file, 'utf8')));
  return `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>${css}
    body{margin:0;background:#fff}.box{margin:16px;border:1px solid #d1d9e0;border-radius:6px;overflow:hidden}
    .who{background:#f6f8fa;border-bottom:1px solid #d1d9e0;padding:8px 16px;font:14px system-ui,sans-serif;color:#59636e}
    .markdown-body{padding:16px;font-size:14px}</style>
    <div class="box"><div class="who"><b>github-actions</b> <span>bot</span> commented</div>
    <article class="markdown-body">${withDiffColors(withAlerts(html))}</article></div>`;
}

function shoot(page, width, file, folder) {
  const options = ['--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--force-device-scale-factor=1'];
  const common = [...options, `--user-data-dir=${join(folder, 'profile')}`];
  const url = pathToFileURL(page).href;
  const limits = { timeout: 30_000, stdio: ['ignore', 'pipe', 'ignore'] };
  // The height of the page decides the height of the picture.
  const dom = execFileSync(
    browser,
    [...common, `--window-size=${width},100`, '--virtual-time-budget=500', '--dump-dom', url],
    { ...limits, maxBuffer: 64 * 1024 * 1024, encoding: 'utf8' },
  );
  const height = Math.min(Number(/data-height="(\d+)"/.exec(dom)?.[1] ?? 800), tallest);
  execFileSync(browser, [...common, `--window-size=${width},${height}`, `--screenshot=${file}`, url], limits);
}

const wanted = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'pictures-'));
try {
  await mkdir(target, { recursive: true });
  for (const name of (await readdir(source)).filter((file) => file.endsWith('.md')).sort()) {
    const scene = basename(name, '.md');
    if (wanted.length > 0 && !wanted.includes(scene)) continue;
    const page = join(folder, `${scene}.html`);
    const measure =
      '<script>document.documentElement.dataset.height=document.documentElement.scrollHeight</script>';
    await writeFile(page, (await pageOf(join(source, name))) + measure);
    for (const width of widths) {
      shoot(page, width, join(target, `${scene}-${width}.png`), folder);
      console.log(`docs/images/${scene}-${width}.png`);
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
