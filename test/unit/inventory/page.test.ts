import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { PageModel } from '../../../src/report/page/page-model.ts';
import { renderPage, type PageAssets } from '../../../src/report/page/render-page.ts';

const { buildPage } = (await import(pathToFileURL(resolve('scripts/build-page.mjs')).href)) as {
  readonly buildPage: (root: string) => Promise<PageAssets>;
};

const HOSTILE = [
  '</script><script>window.hacked=1</script>',
  '<img src=x onerror=window.hacked=1>',
  '"><svg/onload=window.hacked=1>',
  'javascript:window.hacked=1',
  '{{constructor.constructor("window.hacked=1")()}}',
  'a\u2028b\u2029c\u202ed',
  '<!-- <script>',
];

function model(rows: number): PageModel {
  return {
    title: `Inventory ${HOSTILE[0] ?? ''}`,
    outcome: HOSTILE[1] ?? '',
    facts: HOSTILE,
    unchecked: HOSTILE,
    footer: HOSTILE,
    picture: { left: 'Outside', middle: 'Principal', right: 'Reach' },
    columns: [
      { key: 'name', label: 'Principal' },
      { key: 'who', label: 'Who' },
    ],
    rows: Array.from({ length: rows }, (_, index) => {
      const name = `role/${HOSTILE[index] ?? String(index)}`;
      return {
        name,
        grade: index % 9 === 0 ? 'critical' : index % 2 === 0 ? 'low' : 'medium',
        left: [HOSTILE[index % HOSTILE.length] ?? '', `account ${index % 60}`],
        right: [index % 3 === 0 ? 'everything' : '__proto__'],
        cells: { name: [name], who: [HOSTILE[index % HOSTILE.length] ?? ''] },
        sections: [
          { title: HOSTILE[0] ?? '', lines: HOSTILE },
          { title: 'Trust policy', text: 0 },
        ],
      };
    }),
    texts: [HOSTILE.join('\n')],
  };
}

let assets: PageAssets;

beforeAll(async () => {
  assets = await buildPage(resolve('.'));
});

describe('the file', () => {
  test('allows its own script and style by hash, and nothing else', () => {
    const html = renderPage(model(1), assets);
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src 'sha256-${createHash('sha256').update(assets.script).digest('base64')}'`,
      `style-src 'sha256-${createHash('sha256').update(assets.style).digest('base64')}'`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  test('has no markup out of the data', () => {
    const html = renderPage(model(HOSTILE.length), assets)
      .replace(assets.script, '')
      .replace(assets.style, '');
    expect(html).not.toContain('<img');
    expect(html).not.toContain('<svg');
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<\/script/g)).toHaveLength(2);
    expect(html).not.toMatch(/[\u2028\u2029\u202e]/);
  });

  test('the assets end neither their script nor their style', () => {
    expect(assets.script).not.toMatch(/<\/script|<!--/i);
    expect(assets.style).not.toMatch(/<\/style/i);
  });
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

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
const inBrowser = CHROMIUM === undefined ? describe.skip : describe;

inBrowser(CHROMIUM === undefined ? 'in a browser (skipped: no Chromium)' : 'in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rolekeeper-page-'));
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const requests: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
    page = await browser.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'page.html'), renderPage(model(2_000), assets));
    await page.goto(pathToFileURL(join(folder, 'page.html')).href);
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
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
