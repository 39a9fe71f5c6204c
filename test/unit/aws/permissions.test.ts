import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

/** The actions that the SDK commands named in these files need. */
function actionsIn(service: string, files: readonly string[]): readonly string[] {
  const sent = files.flatMap((file) => {
    const text = readFileSync(`src/aws/${file}`, 'utf8');
    return [...text.matchAll(/\b([A-Z][A-Za-z]+)Command\b/g)].map((match) => match[1] ?? '');
  });
  return [...new Set(sent)].map((name) => `${service}:${name}`).sort();
}

const FILES = readdirSync('src/aws');
const STS = ['identity.ts', 'assume-role.ts'];
const DOCUMENT = readFileSync('docs/permissions.md', 'utf8');
const [PLAN = '', REST = ''] = DOCUMENT.split('## Apply');
/** What CloudFormation needs, and what others are denied, is sent by nobody here. */
const [APPLY = ''] = REST.split('\n### ');

function granted(text: string, service: string): readonly string[] {
  return [...text.matchAll(new RegExp(`"(${service}:[A-Za-z]+)"`, 'g'))]
    .map((match) => match[1] ?? '')
    .sort();
}

describe('docs/permissions.md grants what the code sends, and nothing else', () => {
  it('to read IAM', () => {
    expect(granted(PLAN, 'iam')).toEqual(
      actionsIn(
        'iam',
        FILES.filter((file) => file.startsWith('iam-')),
      ),
    );
  });

  it('to read and write stacks', () => {
    const others = [...STS, 'organization-reader.ts'];
    const all = FILES.filter((file) => !file.startsWith('iam-') && !others.includes(file));
    const both = [...granted(PLAN, 'cloudformation'), ...granted(APPLY, 'cloudformation')].sort();
    expect(both).toEqual(actionsIn('cloudformation', all));
  });

  it('to know the account, and to assume the role that a scope names', () => {
    const named = [...PLAN.matchAll(/`(sts:[A-Za-z]+)`/g)].map(([, name = '']) => name);
    expect([...new Set(named)].sort()).toEqual(actionsIn('sts', STS));
  });

  it('to read the organization, for the inventory', () => {
    const text = readFileSync('docs/inventory.md', 'utf8');
    const named = [...text.matchAll(/`(organizations:[A-Za-z]+)`/g)].map(([, name = '']) => name);
    expect([...new Set(named)].sort()).toEqual(actionsIn('organizations', ['organization-reader.ts']));
  });
});
