// Draws the golden comments of test/golden/comments/ as GitHub shows them, into docs/images/: at the width of a desktop and
// of a phone, in the light theme and in the dark one. `node scripts/picture-comments.mjs [NAME…]`
// Needs Chromium (`apt-get install chromium`, or any of the names below); without one it says so and ends 0.
import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { pageOf, THEMES } from './pictures/github-look.mjs';
import { smallPng } from './pictures/small-png.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'test/golden/comments');
const target = join(root, 'docs/images');
const WIDTHS = [1200, 400];
/** Of a long comment the beginning says how it looks. */
const TALLEST = 2_400;
const BROWSERS = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

const run = promisify(execFile);

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(rehypeSanitize)
  .use(rehypeStringify);

async function shoot(browser, page, width, file, profile) {
  const options = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-lcd-text', '--hide-scrollbars'];
  const picture = [
    '--force-device-scale-factor=1',
    `--window-size=${width},${TALLEST}`,
    `--screenshot=${file}`,
  ];
  const url = pathToFileURL(page).href;
  await run(browser, [...options, ...picture, `--user-data-dir=${profile}`, url], { timeout: 60_000 });
}

async function drawAll(browser, scenes, folder) {
  for (const scene of scenes) {
    const html = String(await processor.process(await readFile(join(source, `${scene}.md`), 'utf8')));
    const shots = WIDTHS.flatMap((width) => Object.keys(THEMES).map((theme) => ({ width, theme })));
    await Promise.all(
      shots.map(async ({ width, theme }) => {
        const name = `${scene}-${theme}-${width}`;
        const [page, raw] = [join(folder, `${name}.html`), join(folder, `${name}.png`)];
        await writeFile(page, pageOf(html, theme, width));
        await shoot(browser, page, width, raw, join(folder, name));
        const small = smallPng(await readFile(raw), 8);
        await writeFile(join(target, `${name}.png`), small);
        console.log(`docs/images/${name}.png ${Math.round(small.length / 1024)} KiB`);
      }),
    );
  }
}

const browser = BROWSERS.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
if (browser === undefined) {
  console.log(`skipped: not installed: ${BROWSERS.join(', ')}`);
  process.exit(0);
}
const wanted = process.argv.slice(2);
const known = (await readdir(source))
  .filter((file) => file.endsWith('.md'))
  .map((file) => basename(file, '.md'));
const folder = await mkdtemp(join(tmpdir(), 'pictures-'));
try {
  await mkdir(target, { recursive: true });
  const scenes = known.filter((name) => wanted.length === 0 || wanted.includes(name)).sort();
  await drawAll(browser, scenes, folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}
