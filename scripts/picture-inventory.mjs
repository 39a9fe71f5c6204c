// Draws the golden HTML inventory of test/golden/inventory/ into docs/images/, light and dark, as a browser shows it.
// Needs Chromium (`apt-get install chromium`); without one it says so and ends 0.
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildPage } from './build-page.mjs';
import { openBrowser } from './pictures/open-browser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const browser = await openBrowser();
if (browser === undefined) {
  console.log('skipped: no Chromium');
  process.exit(0);
}

// The golden file has stand-ins for what the build makes.
const golden = await readFile(join(root, 'test/golden/inventory/account.html'), 'utf8');
const { script, style } = await buildPage(root);
const hashOf = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
const html = golden
  .replace(hashOf('void 0'), hashOf(script))
  .replace(hashOf('main{}'), hashOf(style))
  .replace('<script>void 0</script>', () => `<script>${script}</script>`)
  .replace('<style>main{}</style>', () => `<style>${style}</style>`);

const folder = await mkdtemp(join(tmpdir(), 'rolekeeper-picture-'));
try {
  await writeFile(join(folder, 'inventory.html'), html);
  for (const colorScheme of ['light', 'dark']) {
    const page = await browser.newPage({ viewport: { width: 1360, height: 1000 }, colorScheme });
    await page.goto(pathToFileURL(join(folder, 'inventory.html')).href);
    await page.waitForSelector('tbody tr');
    await page.screenshot({ path: join(root, `docs/images/inventory-${colorScheme}.png`) });
    await page.close();
  }
} finally {
  await browser.close();
  await rm(folder, { recursive: true });
}
