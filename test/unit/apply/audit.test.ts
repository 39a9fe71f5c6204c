import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { auditOf } from '../../../src/commands/process-environment.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { integration, role, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

let account: Account;

beforeEach(async () => {
  account = await openAccount();
});

afterEach(() => account.sandbox.close());

const subject = scope([integration('i', [role('r')])]);
const audit = { commit: 'abc123', pullRequest: 12, run: 'https://github.com/o/r/actions/runs/7' };

describe('the audit record', () => {
  it('stands in the template and in the description of the change set', async () => {
    const { plan } = { plan: await planScope(subject) };
    await applyScope(subject, undefined, { audit });
    const [stack] = account.sandbox.world.cloudFormation.stacks;
    const template = JSON.parse(stack?.deployment?.template ?? '') as {
      Metadata: { rolekeeper: { audit: unknown } };
    };
    const digest = plan.integrations[0]?.digest.slice(0, 16);
    expect(template.Metadata.rolekeeper.audit).toEqual({ ...audit, plan: digest });
    expect(stack?.changeSets[0]?.description).toBe(
      `rolekeeper: create, plan ${digest}, commit abc123, pull request 12, run https://github.com/o/r/actions/runs/7`,
    );
  });

  it('makes no stack look changed: another commit has nothing to do', async () => {
    await applyScope(subject, undefined, { audit });
    const requests = account.sandbox.world.requests.length;
    const { outcomes } = await applyScope(subject, undefined, { audit: { commit: 'def456' } });
    expect(outcomes).toEqual([{ outcome: 'unchanged', integration: 'i' }]);
    const sent = account.sandbox.world.requests.slice(requests).map((request) => request.action);
    expect(sent.filter((action) => !/^(Get|List|Describe)/.test(action))).toEqual([]);
  });

  it('comes from what GitHub says of the run', () => {
    const env = {
      GITHUB_SHA: 'abc123',
      GITHUB_REF: 'refs/pull/12/merge',
      GITHUB_RUN_ID: '7',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'o/r',
    };
    expect(auditOf(env)).toEqual(audit);
    expect(auditOf({ ...env, GITHUB_REF: 'refs/heads/main' })).toEqual({
      commit: audit.commit,
      run: audit.run,
    });
    expect(auditOf({})).toEqual({});
  });
});
