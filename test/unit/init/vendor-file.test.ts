import { describe, expect, it } from '@jest/globals';
import { parseScope } from '../../../src/desired/parse-scope.ts';
import { vendorFile, vendorQuestions } from '../../../src/init/vendor-file.ts';
import { CATALOGUE } from '../../../src/vendors/catalogue/registry.ts';

const SETTINGS = {
  file: 'desired/rolekeeper.yaml',
  name: 'rolekeeper.yaml',
  text: 'version: 1\naccount: "111122223333"\nregion: eu-west-1\n',
};
const ANSWERS = {
  principal: 'arn:aws:iam::444455556666:role/vendor',
  externalId: '9f3c1a7e5b2d4f60',
  policies: ['SecurityAudit'],
};

describe.each(CATALOGUE.map((vendor) => [vendor.id, vendor] as const))('the catalogue: %s', (id, vendor) => {
  it('becomes a valid file with nothing but the answers', () => {
    const asked = vendorQuestions(vendor).map(({ name }) => name);
    const answers = Object.fromEntries(
      Object.entries(ANSWERS).filter(([name]) => asked.some((one) => one === name)),
    );
    const { path, text } = vendorFile(vendor, answers, 'desired');
    const { scope, diagnostics } = parseScope('desired', [
      SETTINGS,
      { file: path, name: `${id}.yaml`, text },
    ]);
    expect(diagnostics).toEqual([]);
    expect(scope?.integrations).toMatchObject([{ name: id, resources: [{ resource: { kind: 'role' } }] }]);
  });

  it('is refused where an answer is missing', () => {
    expect(() => vendorFile(vendor, {}, 'desired')).toThrow('--external-id must be what the vendor shows');
  });

  it('says of every fact where it comes from, and of which day it is', () => {
    const sources = [vendor.template, vendor.accounts?.source].filter((one) => one !== undefined);
    for (const { url, date } of sources) {
      expect(url).toMatch(/^https:\/\//);
      expect(date).toMatch(/^20\d\d-\d\d-\d\d$/);
    }
    for (const account of vendor.accounts?.ids ?? []) expect(account).toMatch(/^\d{12}$/);
  });
});

it('the catalogue has fifteen vendors', () => expect(CATALOGUE.length).toBeGreaterThanOrEqual(15));

it.each([
  [{ ...ANSWERS, principal: '12' }, '--principal must be an account id'],
  [{ ...ANSWERS, externalId: '' }, '--external-id must be'],
  [{ ...ANSWERS, externalId: 'a\nroles: []' }, '--external-id must be'],
  [{ ...ANSWERS, policies: ['a b'] }, '--policies must be names'],
])('a wrong answer is refused: %j', (answers, says) => {
  const vendor = CATALOGUE.find(({ id }) => id === 'snowflake');
  if (vendor === undefined) throw new Error('no Snowflake');
  expect(() => vendorFile(vendor, answers, 'desired')).toThrow(says);
});
