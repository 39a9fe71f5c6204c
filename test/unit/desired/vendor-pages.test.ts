import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { lineOf, parseFiles } from './parse.ts';

/** One snippet of a vendor's page, pasted as it is: what is said when it is indented under its key, and when not. */
interface Page {
  readonly file: string;
  readonly kind: 'trust' | 'inline' | 'file';
  readonly indented: readonly string[];
  readonly unindented: readonly string[];
}

const pages = JSON.parse(readFileSync('test/cases/vendor-pages.json', 'utf8')) as readonly Page[];

const TRUST = [
  '    AssumeRolePolicyDocument:',
  '      Version: "2012-10-17"',
  '      Statement: { Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: "sts:AssumeRole" }',
];
const HEAD = ['integration: x', 'description: pasted from the page', 'roles:', '  - RoleName: r'];

function paste(page: Page, indent: string): string {
  const text = readFileSync(`test/corpus/vendor-pages/${page.file}`, 'utf8').trimEnd();
  const pasted = text.split('\n').map((line) => `${indent}${line}`);
  switch (page.kind) {
    case 'file':
      return `${text}\n`;
    case 'trust':
      return [...HEAD, '    AssumeRolePolicyDocument:', ...pasted, ''].join('\n');
    case 'inline': {
      const inline = ['    Policies:', '      - PolicyName: p', '        PolicyDocument:', ...pasted];
      return [...HEAD, ...TRUST, ...inline, ''].join('\n');
    }
  }
}

describe("the policies of the vendors' pages", () => {
  it.each(pages.map((page) => [page.file, page] as const))('%s, indented under its key', (_, page) => {
    expect(parseFiles({ 'x.yaml': paste(page, ' '.repeat(10)) }).diagnostics.map(lineOf)).toEqual(
      page.indented,
    );
  });

  it.each(pages.filter((page) => page.kind !== 'file').map((page) => [page.file, page] as const))(
    '%s, pasted as it stands on the page',
    (_, page) => {
      expect(parseFiles({ 'x.yaml': paste(page, '') }).diagnostics.map(lineOf)).toEqual(page.unindented);
    },
  );

  it.each(pages.filter((page) => page.kind !== 'file').map((page) => [page.file, page] as const))(
    '%s has no error once its placeholders are replaced',
    (_, page) => {
      const filled = paste(page, ' '.repeat(10))
        .replaceAll(/<account-id>|111111111111/g, '377488441568')
        .replaceAll(/<[A-Za-z_]*bucket_name>|BUCKET_NAME/gi, 'acme-data')
        .replaceAll('ROLENAME', 'onemata-reader');
      const { scope, diagnostics } = parseFiles({ 'x.yaml': filled });
      expect(diagnostics.filter((one) => one.severity === 'error')).toEqual([]);
      expect(scope?.integrations).toHaveLength(1);
    },
  );
});
