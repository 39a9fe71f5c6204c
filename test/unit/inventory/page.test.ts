import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { renderPage, type PageAssets } from '../../../src/report/page/render-page.ts';
import { HOSTILE, hostilePage } from './hostile-page.ts';

const { buildPage } = (await import(pathToFileURL(resolve('scripts/build-page.mjs')).href)) as {
  readonly buildPage: (root: string) => Promise<PageAssets>;
};

let assets: PageAssets;

beforeAll(async () => {
  assets = await buildPage(resolve('.'));
});

describe('the file', () => {
  test('allows its own script and style by hash, and nothing else', () => {
    const html = renderPage(hostilePage(1), assets);
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
    const html = renderPage(hostilePage(HOSTILE.length), assets)
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
