import { describe, expect, it } from '@jest/globals';
import { renderPlans } from '../../../src/report/registry.ts';
import { assessedOf } from '../../helpers/assessed.ts';
import { integration, planInput, role, scope } from '../../helpers/resources.ts';

const OPTIONS = { command: 'plan', color: false } as const;
const own = assessedOf(planInput({ scope: scope([integration('i', [role('r')])]) }));

const plan = { directory: 'desired', plan: own, parameters: new Map<string, never>() };

describe('the report on several scopes', () => {
  it('is one JSON document, of one scope and of several', () => {
    expect(JSON.parse(renderPlans([plan], 'json', OPTIONS))).toMatchObject({ account: '111122223333' });
    expect(JSON.parse(renderPlans([plan, plan], 'json', OPTIONS))).toHaveLength(2);
  });

  it('is one report after the other as text', () => {
    expect(renderPlans([plan, plan], 'text', OPTIONS).match(/Plan: 1 to create/g)).toHaveLength(2);
  });
});
