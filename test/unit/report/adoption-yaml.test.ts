import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { renderPlan } from '../../../src/report/registry.ts';
import { entry, EXTERNAL_ID, field, integration, logzioTrustDocument, plan } from './plan-builders.ts';

const instead = {
  roles: [
    {
      RoleName: 'logs',
      Description: 'a # description: with "all" sorts of signs',
      AssumeRolePolicyDocument: logzioTrustDocument(EXTERNAL_ID),
      Tags: { text: 'x'.repeat(300) },
    },
  ],
};
const blocked = plan({
  integrations: [
    integration('logs', [
      entry('role/logs', {
        action: 'adopt',
        changes: [field('Description', { before: 'a', after: 'b' })],
        blockers: [{ code: 'unacknowledged-difference', message: 'm', hint: 'h', instead }],
      }),
    ]),
  ],
});

/** The lines to copy, without what the report has before each. */
function yamlIn(report: string): string {
  const lines = report.split('\n');
  const from = lines.findIndex((line) => line.trim() === 'roles:');
  const indent = lines[from]!.search(/\S/);
  const until = lines.findIndex((line, index) => index > from && line.search(/\S/) < indent + 1);
  return lines
    .slice(from, until)
    .map((line) => line.slice(indent))
    .join('\n');
}

describe('the blocker of an adoption that differs', () => {
  it.each(['text', 'markdown'] as const)('has the YAML that adopts it unchanged, in %s', (format) => {
    const report = renderPlan(blocked, format, { command: 'plan', color: false });
    const { roles } = parse(yamlIn(report)) as typeof instead;
    const { AssumeRolePolicyDocument: trust, ...rest } = roles[0]!;
    const { AssumeRolePolicyDocument: _trust, ...wanted } = instead.roles[0]!;
    expect(rest).toEqual(wanted);
    expect(trust).toHaveProperty('Statement');
  });

  it.each(['text', 'markdown', 'json'] as const)('shows no external id in %s, and says so', (format) => {
    const report = renderPlan(blocked, format, { command: 'plan', color: false });
    expect(report).not.toContain(EXTERNAL_ID);
    if (format !== 'json') expect(report).toContain('external ids are cut here');
  });
});
