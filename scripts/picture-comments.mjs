// Draws the golden comments of real size of test/golden/comments/ as GitHub shows them, into docs/images/: the first screen at
// the width of a desktop and of a phone, in the light theme and in the dark one. `node scripts/picture-comments.mjs [NAME…]`
// Needs Chromium (`apt-get install chromium`); without one it says so and ends 0.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { drawDiagrams, withDiagrams } from './pictures/draw-diagrams.mjs';
import { pageOf, THEMES } from './pictures/github-look.mjs';
import { openBrowser } from './pictures/open-browser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'test/golden/comments');
const target = join(root, 'docs/images');
const SCENES = [
  'administrator-by-hand',
  'databricks-wider',
  'datadog-new',
  'external-id-dropped',
  'four-at-once',
  'github-whole-owner',
  'narrowed-to-two-actions',
  'one-policy-in-150',
  'prowler-new',
  'vendor-leaves',
];
/** What a reviewer sees without scrolling. */
const SCREEN = 900;

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(rehypeSanitize)
  .use(rehypeStringify);

async function shoot(browser, scene, width, theme) {
  const html = String(await processor.process(await readFile(join(source, `${scene}.md`), 'utf8')));
  const page = await browser.newPage({ viewport: { width, height: SCREEN }, colorScheme: theme });
  await page.setContent(withDiagrams(pageOf(html, theme, width)));
  await drawDiagrams(page, theme);
  const [height, overflow] = await page.evaluate(() => [
    document.documentElement.scrollHeight,
    document.documentElement.scrollWidth - innerWidth,
  ]);
  const path = join(target, `${scene}-${theme}-${width}.png`);
  await page.screenshot({ path, clip: { x: 0, y: 0, width, height: Math.min(height, SCREEN) } });
  console.log(`${path.slice(root.length)}${overflow > 0 ? `: scrolls sideways by ${overflow}` : ''}`);
  await page.close();
}

const browser = await openBrowser();
if (browser === undefined) {
  console.log('skipped: no Chromium');
  process.exit(0);
}
try {
  await mkdir(target, { recursive: true });
  const wanted = process.argv.slice(2);
  for (const scene of SCENES.filter((name) => wanted.length === 0 || wanted.includes(name)))
    for (const width of [1200, 400])
      for (const theme of Object.keys(THEMES)) await shoot(browser, scene, width, theme);
} finally {
  await browser.close();
}
