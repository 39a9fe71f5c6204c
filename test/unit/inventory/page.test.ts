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

  test('a heading sorts, and says so to a screen reader', async () => {
    await page.locator('thead button', { hasText: 'Danger' }).click();
    expect(await page.locator('thead th').first().getAttribute('aria-sort')).toBe('ascending');
    await page.locator('thead button', { hasText: 'Danger' }).click();
    expect(await page.locator('tbody .badge').first().textContent()).toBe('low');
  });
});
