import { expect, it } from '@jest/globals';
import type { JsonObject } from '../../../src/model/json.ts';
import { judgeTemplates } from '../../helpers/converge/judge-templates.ts';
import type { SentTemplate } from '../../helpers/converge/tell-story.ts';

function sent(type: string, Properties: JsonObject, metadata: JsonObject = {}): SentTemplate {
  const body = { Metadata: { rolekeeper: metadata }, Resources: { Role: { Properties } } };
  return { stackName: 's', type, body: JSON.stringify(body) };
}

const LIVE = { Description: 'by hand' };

it.each<readonly [string, readonly SentTemplate[], number]>([
  ['what only the account had', [sent('UPDATE', LIVE)], 1],
  ['a document of it', [sent('UPDATE', { Policies: [{ Action: 's3:WrittenByHand' }] })], 1],
  ['a duration of it', [sent('UPDATE', { MaxSessionDuration: 43_200 })], 1],
  ['what a stand-in stands for', [sent('UPDATE', {}, { transient: { Role: { Properties: LIVE } } })], 1],
  ['an import', [sent('IMPORT', LIVE)], 0],
  ['what was imported before', [sent('IMPORT', LIVE), sent('UPDATE', LIVE)], 0],
  ['what was imported elsewhere', [sent('IMPORT', { Path: 'by hand' }), sent('UPDATE', LIVE)], 1],
  ['what is imported only later', [sent('UPDATE', LIVE), sent('IMPORT', LIVE)], 1],
  ['a name', [sent('UPDATE', { Tags: [{ Key: 'by-hand', Value: '' }] })], 0],
])('the judge of templates tells %s', (_, templates, wrongs) => {
  expect(judgeTemplates(templates)).toHaveLength(wrongs);
});
