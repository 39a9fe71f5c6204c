import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import type * as Playwright from 'playwright-core';
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

const folder = mkdtempSync(join(tmpdir(), 'rolekeeper-browser-'));

/** One browser with one page for all: to start either costs more than all that is asked of it. */
let browser: Playwright.Browser;
let page: Playwright.Page;

async function open(html: string): Promise<void> {
  const file = join(folder, 'page.html');
  writeFileSync(file, html);
  await page.goto(pathToFileURL(file).href);
}

/** A page of this machine needs no sandbox, no process for drawing, and none for each site. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--in-process-gpu',
  '--disable-site-isolation-trials',
  '--renderer-process-limit=1',
];

if (CHROMIUM !== undefined) {
  beforeAll(async () => {
    // An import takes its second in every worker: all suites are one bundle.
    const { chromium } = createRequire(import.meta.url)('playwright-core') as typeof Playwright;
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
    page = await browser.newPage();
  });
  afterAll(() => browser.close());
}

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The texts whose contrast is under 4.5 (https://www.w3.org/TR/WCAG22/#contrast-minimum), run in the page. */
const FAINT_TEXTS = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const over = (colors) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const color of colors) {
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
    }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (color) => {
    const [r, g, b] = color.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const backgrounds = (element) =>
    element === null ? [] : [...backgrounds(element.parentElement), getComputedStyle(element).backgroundColor];
  const faint = new Set();
  for (const element of document.querySelectorAll('main *:not(svg *)')) {
    const isText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
    if (!isText || element.matches(':disabled, summary::marker')) continue;
    const ground = backgrounds(element);
    const [one, other] = [light(over(ground)), light(over([...ground, getComputedStyle(element).color]))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < 4.5) faint.add(element.tagName + '.' + element.className + ' ' + contrast.toFixed(2));
  }
  return [...faint];
})()`;

inBrowser(`a page in a browser${why}`, () => {
  const complaints: string[] = [];
  const requests: string[] = [];

  beforeAll(async () => {
    const html = renderPage(hostilePage(2_000), await buildPage(resolve('.')));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    await open(html);
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

  test('a knot that is pressed keeps the focus, and what is focused is outlined', async () => {
    const knot = page.locator('.knot[aria-label^="show everything only"]');
    await knot.press('Enter');
    const focused = 'document.activeElement.getAttribute("aria-label")';
    expect(await page.evaluate(focused)).toBe('show everything only, 667 rows');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    await page.getByText('show all').press('Enter');
    expect(await page.evaluate(focused)).toBe('search the table');
  });

  test('the picture can be skipped, and every part has its role and name', async () => {
    await page.locator('a.skip').press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('table');
    for (const width of [1200, 400]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.getByRole('row').count()).toBeGreaterThanOrEqual(50);
      expect(await page.getByRole('rowheader').count()).toBe(50);
      expect(await page.getByRole('group', { name: 'the table below has the same' }).count()).toBe(1);
      expect(await page.getByRole('button', { name: /^show / }).count()).toBeGreaterThan(20);
      // Nothing is wider than the screen but the picture, which scrolls in its frame.
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    }
    await page.setViewportSize({ width: 1280, height: 720 });
  });

  test.each(['light', 'dark'] as const)('every text can be read in the %s theme', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    const faint = await page.evaluate(FAINT_TEXTS);
    expect(faint).toEqual([]);
  });

  test('on paper there are all rows, without what only a screen needs', async () => {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    expect(await page.locator('tbody button.name').count()).toBe(2_000);
    expect(await page.locator('input').isVisible()).toBe(false);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
    expect(await page.locator('tbody button.name').count()).toBe(50);
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
  beforeAll(async () => {
    await open(`<meta charset="utf-8"><div id="out"></div><script src="${script}"></script>`);
    // As GitHub does; what the page loads besides would be a way out.
    await page.evaluate('mermaid.initialize({ startOnLoad: false, securityLevel: "strict" })');
  });

  it('is the same whatever the names in it are', async () => {
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    for (const at of [0, 3, 6, 9, LABELS.length - 3]) await drawsTheSame(LABELS.slice(at, at + 3));
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(requests).toEqual([]);
  });

  async function drawsTheSame(labels: readonly string[]): Promise<void> {
    const outside = {
      ways: labels.map((name) => ({
        party: { party: 'vendor', name, account: '464622532012', origin: 'settings' } as const,
        principal: '*',
        proof: { proof: 'none' } as const,
        becomes: 'new' as const,
      })),
      reach: labels.map((name) => ({ level: 'data', actions: [name], more: 0, becomes: 'new' }) as const),
    };
    const role = entry(`role/${labels[0]}`, { action: 'create', outside });
    const text = outsidePicture(plan({ integrations: [integration('a', [role])] }), [], 0);
    const diagram = /```mermaid\n([^]*?)\n```/.exec(text)?.[1] ?? '';
    await page.evaluate(
      `mermaid.render('drawn', ${JSON.stringify(diagram)}).then(({ svg }) => { document.getElementById('out').innerHTML = svg; })`,
    );
    const out = page.locator('#out');
    expect(await out.locator('g.node').count()).toBe(labels.length + 2);
    expect(await out.locator('path.flowchart-link').count()).toBe(labels.length + 1);
    expect(await out.locator('a, i, img, script, iframe, strong, em').count()).toBe(0);
    const shown = ((await out.textContent()) ?? '').replace(/\s/g, '');
    expect(shown).not.toMatch(/Unsupportedmarkdown|Syntaxerror/);
    for (const name of labels) {
      const label = mermaidText(name).replace(/#(\d\d);/g, (_, code) => String.fromCharCode(Number(code)));
      expect(shown).toContain(label.replace(/\s/g, ''));
    }
  }
});
