import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { mermaidText } from '../../../src/report/mermaid-label.ts';
import { outsidePicture } from '../../../src/report/outside-picture.ts';
import { renderPage, type PageAssets } from '../../../src/report/page/render-page.ts';
import { HOSTILE, hostilePage } from '../inventory/hostile-page.ts';
import { entry, integration, plan } from './plan-builders.ts';

const { buildPage } = (await import(pathToFileURL(resolve('scripts/build-page.mjs')).href)) as {
  readonly buildPage: (root: string) => Promise<PageAssets>;
};

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
const inBrowser = CHROMIUM === undefined ? describe.skip : describe;
const why = CHROMIUM === undefined ? ' (skipped: no Chromium)' : '';

/** One for both: to start it costs more than all that is asked of it. */
let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), 'rolekeeper-browser-'));

async function open(html: string, prepare: (page: Page) => void = () => undefined): Promise<Page> {
  const file = join(folder, 'page.html');
  writeFileSync(file, html);
  const page = await browser.newPage();
  prepare(page);
  await page.goto(pathToFileURL(file).href);
  return page;
}

if (CHROMIUM !== undefined) {
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());
}

afterAll(() => {
  rmSync(folder, { recursive: true });
});

inBrowser(`a page in a browser${why}`, () => {
  let page: Page;
  const complaints: string[] = [];
  const requests: string[] = [];

  beforeAll(async () => {
    const html = renderPage(hostilePage(2_000), await buildPage(resolve('.')));
    page = await open(html, (opened) => {
      opened.on('console', (message) => complaints.push(message.text()));
      opened.on('pageerror', (error) => complaints.push(error.message));
      opened.on('request', (request) => requests.push(request.url()));
    });
  });

  test('hostile data stays text: nothing of it runs, is loaded, or becomes an element', async () => {
    await page.locator('button.name').first().click();
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('main script').count()).toBe(0);
    expect(await page.locator('button.name').first().textContent()).toBe(`role/${HOSTILE[0] ?? ''}`);
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
  });

  test('2,000 rows are a picture of a few knots and a table of one page', async () => {
    expect(await page.locator('.knot').count()).toBeLessThan(60);
    expect(await page.locator('tbody button.name').count()).toBe(50);
    expect(await page.locator('caption').textContent()).toBe('2000 of 2000 rows');
  });

  test('search, danger and picture filter the table; the picture works by keyboard', async () => {
    await page.getByLabel('search the table').fill('role/1999');
    expect(await page.locator('caption').textContent()).toBe('1 of 2000 rows');
    await page.getByText('show all').click();
    await page.locator('button.tile.critical').press('Enter');
    expect(await page.locator('caption').textContent()).toBe('223 of 2000 rows');
    await page.getByText('show all').click();
    await page.locator('.knot[aria-label^="show everything only"]').press('Enter');
    expect(await page.locator('caption').textContent()).toBe('667 of 2000 rows');
    await page.getByText('show all').click();
    expect(await page.locator('caption').textContent()).toBe('2000 of 2000 rows');
  });

  test('a heading sorts, and says so to a screen reader', async () => {
    await page.locator('thead button', { hasText: 'Danger' }).click();
    expect(await page.locator('thead th').first().getAttribute('aria-sort')).toBe('ascending');
    await page.locator('thead button', { hasText: 'Danger' }).click();
    expect(await page.locator('tbody .badge').first().textContent()).toBe('low');
  });
});

/** Labels that Mermaid would take for its own language, or run. */
const LABELS = [
  'x"] --> y["',
  'end',
  'a\nclick r0 href "javascript:hacked()"',
  '`**bold** __strong__ [link](https://evil.example)`',
  '%%{init: {"securityLevel": "loose"}}%%',
  '<img src=x onerror="window.hacked=1">',
  '1. list',
  '- list',
  'https://evil.example',
  'mail@evil.example',
  '#quot; #lt;script#gt;window.hacked=1#lt;/script#gt;',
  'fa:fa-ban $$x^2$$',
  ']):::new',
];

const script = createRequire(resolve('package.json')).resolve('mermaid/dist/mermaid.min.js');

inBrowser(`a diagram, as Mermaid draws it${why}`, () => {
  let page: Page;

  beforeAll(async () => {
    page = await open(`<meta charset="utf-8"><div id="out"></div><script src="${script}"></script>`);
    // As GitHub does; what the page loads besides would be a way out.
    await page.evaluate('mermaid.initialize({ startOnLoad: false, securityLevel: "strict" })');
  });

  it('is the same whatever the names in it are', async () => {
    const outside = {
      ways: LABELS.map((name) => ({
        party: { party: 'vendor', name, account: '464622532012', origin: 'settings' } as const,
        principal: '*',
        proof: { proof: 'none' } as const,
        becomes: 'new' as const,
      })),
      reach: [{ level: 'data', actions: LABELS.slice(0, 3), more: 0, becomes: 'new' }] as const,
    };
    const role = entry(`role/${LABELS[0]}`, { action: 'create', outside });
    const text = outsidePicture(plan({ integrations: [integration('a', [role])] }));
    const diagram = /```mermaid\n([^]*?)\n```/.exec(text)?.[1] ?? '';
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.evaluate(
      `mermaid.render('drawn', ${JSON.stringify(diagram)}).then(({ svg }) => { document.getElementById('out').innerHTML = svg; })`,
    );
    const out = page.locator('#out');
    expect(await out.locator('g.node').count()).toBe(LABELS.length + 2);
    expect(await out.locator('path.flowchart-link').count()).toBe(LABELS.length + 1);
    expect(await out.locator('a, i, img, script, iframe, strong, em').count()).toBe(0);
    const shown = ((await out.textContent()) ?? '').replace(/\s/g, '');
    expect(shown).not.toMatch(/Unsupportedmarkdown|Syntaxerror/);
    for (const name of LABELS) {
      const label = mermaidText(name).replace(/#(\d\d);/g, (_, code) => String.fromCharCode(Number(code)));
      expect(shown).toContain(label.replace(/\s/g, ''));
    }
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(requests).toEqual([]);
  });
});
