import { describe, expect, it } from '@jest/globals';
import { spellAsWritten } from '../../../src/report/spell-as-written.ts';
import { allow, entry, field, integration, line, plan, removed } from './plan-builders.ts';

const document = {
  Statement: {
    NotAction: ['s3:GetObject', 'ec2:Run\u212a'],
    Condition: { StringEquals: { 'aws:SourceAccount': '1' } },
  },
};
const changeOf = (parts: Parameters<typeof field>[1]) =>
  spellAsWritten(
    plan({ integrations: [integration('a', [entry('role/a', { changes: [field('Policies', parts)] })])] }),
  ).integrations[0]?.entries[0]?.changes[0];

describe('spelling as written', () => {
  it('gives actions and condition keys back their capitals', () => {
    const before = allow(
      ['s3:getobject', 'ec2:runk'],
      ['*'],
      [line('StringEquals', 'aws:sourceaccount', '1')],
    );
    const change = changeOf({
      before: document,
      statements: [
        ...removed(before),
        {
          change: 'changed',
          before,
          after: before,
          elements: [
            { element: 'Action', added: ['not s3:getobject'], removed: ['s3:getobject'] },
            { element: 'Condition', added: ['StringEquals aws:sourceaccount = "1"'], removed: [] },
            { element: 'Resource', added: ['s3:getobject'], removed: [] },
          ],
        },
      ],
    });
    const spelled = {
      action: { negated: false, patterns: ['s3:GetObject', 'ec2:runk'] },
      condition: [{ operator: 'StringEquals', key: 'aws:SourceAccount', values: ['1'] }],
    };
    expect(change?.statements).toMatchObject([
      { statement: spelled },
      {
        before: spelled,
        after: spelled,
        elements: [
          { added: ['not s3:GetObject'], removed: ['s3:GetObject'] },
          { added: ['StringEquals aws:SourceAccount = "1"'] },
          { added: ['s3:getobject'] },
        ],
      },
    ]);
  });

  it('takes the declared spelling when the sides differ', () =>
    expect(
      changeOf({
        before: { Action: 'S3:GETOBJECT' },
        after: { Action: 's3:GetObject' },
        statements: removed(allow(['s3:getobject'], ['*'])),
      })?.statements,
    ).toMatchObject([{ statement: { action: { patterns: ['s3:GetObject'] } } }]));
});
