import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reviewFiles } from '../../../src/commands/review-plan.ts';
import { parseScope, type ScopeFile } from '../../../src/desired/parse-scope.ts';
import { vendorQuestions, type VendorAnswers } from '../../../src/init/vendor-answers.ts';
import { vendorFile } from '../../../src/init/vendor-file.ts';
import type { ApplyResult } from '../../../src/model/apply-result.ts';
import type { Scope } from '../../../src/model/integration.ts';
import type { Sandbox } from '../../../src/sandbox/server.ts';
import { CATALOGUE } from '../../../src/vendors/catalogue/registry.ts';
import type { CatalogueVendor } from '../../../src/vendors/catalogue/vendor.ts';
import { applyScope, TODAY } from '../../helpers/rehearsal.ts';
import { useAccount } from '../../helpers/scenario/account.ts';
import { createWatchedSandbox } from '../../helpers/watched-sandbox.ts';

const SETTINGS: ScopeFile = {
  file: 'desired/rolekeeper.yaml',
  name: 'rolekeeper.yaml',
  text: 'version: 1\naccount: "111122223333"\nregion: eu-west-1\n',
};
const PLACE = { desired: 'desired', partition: 'aws' };

const published = (vendor: CatalogueVendor): string | undefined =>
  vendor.form === 'file' ? readFileSync(vendor.file, 'utf8') : undefined;

/** What a person types, by the name of the question; of parameters what their names say. */
function typed(name: string, vendor: CatalogueVendor): string {
  if (name === 'principal') return vendor.accounts?.ids[0] ?? 'arn:aws:iam::444455556666:role/vendor';
  if (name === 'policies') return 'SecurityAudit';
  if (/account/i.test(name)) return vendor.accounts?.ids[0] ?? '444455556666';
  if (/external/i.test(name)) return '9f3c1a7e5b2d4f60';
  if (/kms/i.test(name)) return '7d1c5f0a-3b2e-4c58-9f61-0e8a4b6d2c97';
  return `acme-${name.toLowerCase()}`;
}

/** Nothing but the answers to what is asked. */
function answersTo(vendor: CatalogueVendor): VendorAnswers {
  const own = ['principal', 'externalId', 'policies'];
  const asked = vendorQuestions(vendor, 'aws').map(({ name }) => name);
  const given = asked
    .filter((name) => own.includes(name))
    .map((name) => [name, name === 'policies' ? [typed(name, vendor)] : typed(name, vendor)] as const);
  const parameters = asked
    .filter((name) => !own.includes(name))
    .map((name) => [name, typed(name, vendor)] as const);
  return { ...Object.fromEntries(given), parameters: Object.fromEntries(parameters) };
}

function fileOf(vendor: CatalogueVendor, answers: VendorAnswers = answersTo(vendor)): ScopeFile {
  const { path, text } = vendorFile(vendor, answers, PLACE, published(vendor));
  return { file: path, name: path.slice('desired/'.length), text };
}

/** The files that come of nothing but the answers. */
const FILES = new Map(CATALOGUE.map((vendor) => [vendor.id, fileOf(vendor)]));
const answered = ({ id }: CatalogueVendor): ScopeFile => FILES.get(id) ?? SETTINGS;

function scopeOf(files: readonly ScopeFile[]): Scope {
  const { scope, diagnostics } = parseScope({ directory: 'desired', files: [SETTINGS, ...files] });
  if (scope === undefined || diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  return scope;
}

/** Variants of one integration cannot stand side by side: each group is a folder and an account. */
function groups(): readonly (readonly CatalogueVendor[])[] {
  const all: CatalogueVendor[][] = [];
  for (const vendor of CATALOGUE) {
    const { name } = answered(vendor);
    const free = all.find((group) => group.every((other) => answered(other).name !== name));
    if (free === undefined) all.push([vendor]);
    else free.push(vendor);
  }
  return all;
}

describe('every vendor of the catalogue, with nothing but the answers', () => {
  const outcomes = new Map<string, ApplyResult['outcomes'][number]>();
  let sandboxes: readonly Sandbox[] = [];

  beforeAll(async () => {
    const all: Sandbox[] = [];
    for (const group of groups()) {
      const sandbox = createWatchedSandbox();
      all.push(sandbox);
      useAccount(sandbox.url);
      const { outcomes: done } = await applyScope(scopeOf(group.map(answered)));
      for (const vendor of group) {
        const integration = answered(vendor).name.replace('.yaml', '');
        const outcome = done.find((one) => one.integration === integration);
        if (outcome !== undefined) outcomes.set(vendor.id, outcome);
      }
    }
    sandboxes = all;
  });
  afterAll(async () => {
    for (const sandbox of sandboxes) await sandbox.close();
  });

  it.each(CATALOGUE.map((vendor) => [vendor.id, vendor] as const))(
    '%s is valid, is clean but for what its file argues, and is applied',
    async (id, vendor) => {
      const scope = scopeOf([answered(vendor)]);
      const { findings, diagnostics } = await reviewFiles([scope], TODAY);
      expect({ findings, diagnostics }).toEqual({ findings: [], diagnostics: [] });
      expect(scope.integrations[0]?.handover).toBeDefined();
      expect(outcomes.get(id)).toMatchObject({ outcome: 'applied' });
    },
  );
});

describe.each(CATALOGUE.map((vendor) => [vendor.id, vendor] as const))('the catalogue: %s', (_id, vendor) => {
  it('asks for what is missing, by name', () => {
    const needed = vendorQuestions(vendor, 'aws').filter(({ mayWait }) => mayWait !== true);
    if (needed.length === 0) return;
    const flag = (name: string): string =>
      ({ principal: '--principal', externalId: '--external-id', policies: '--policies' })[name] ?? name;
    for (const { name } of needed)
      expect(() => vendorFile(vendor, {}, PLACE, published(vendor))).toThrow(flag(name));
  });

  it('says of every fact where it comes from, and of which day it is', () => {
    const permissions =
      vendor.form === 'file'
        ? []
        : vendor.permissions.by === 'asking'
          ? [vendor.permissions.document]
          : [vendor.permissions.source];
    expect(answered(vendor).text).toMatch(
      /^# .*(?:\(20\d\d-\d\d-\d\d\)|shows it to its customers only|https:)/m,
    );
    const own = vendor.form === 'file' ? [vendor.source] : [];
    const sources = [vendor.template, vendor.accounts?.source, ...permissions, ...own];
    for (const source of sources) {
      if (source === undefined) continue;
      expect(source.url).toMatch(/^https:\/\//);
      expect(source.date).toMatch(/^20\d\d-\d\d-\d\d$/);
    }
    for (const account of vendor.accounts?.ids ?? []) expect(account).toMatch(/^\d{12}$/);
  });

  it('writes no ARN of one partition alone', () => {
    const { text } = answered(vendor);
    const own = text.split('\n').filter((line) => !/^\s*#|444455556666/.test(line));
    expect(own.filter((line) => line.includes('arn:aws:'))).toEqual([]);
  });
});

it('the catalogue has at least fifteen vendors besides those of desired/', () => {
  expect(
    new Set(CATALOGUE.filter(({ form }) => form === 'trusted-role').map(({ name }) => name)).size,
  ).toBeGreaterThanOrEqual(15);
  const own = new Set(CATALOGUE.filter(({ form }) => form === 'file').map(({ name }) => name));
  expect([...own].sort()).toEqual(['LOGIQ', 'Logz.io', 'Onemata', 'Qwak', 'StarRocks']);
});

const vendorCalled = (id: string): CatalogueVendor => {
  const vendor = CATALOGUE.find((one) => one.id === id);
  if (vendor === undefined) throw new Error(`no ${id}`);
  return vendor;
};

describe('a vendor that names itself once the role is there', () => {
  const snowflake = vendorCalled('snowflake');

  it('gets a role that is pending, which lets no principal in', () => {
    const scope = scopeOf([fileOf(snowflake, { parameters: { BucketName: 'acme-stage' } })]);
    const role = scope.integrations[0]?.resources[0];
    expect(role).toMatchObject({ pending: true });
    const trust = JSON.stringify(role?.resource.properties['AssumeRolePolicyDocument']);
    expect(trust).not.toContain('Allow');
  });

  it('needs both once one of the two is known', () => {
    const answers = { externalId: '9f3c1a7e5b2d4f60', parameters: { BucketName: 'acme-stage' } };
    expect(() => vendorFile(snowflake, answers, PLACE)).toThrow('--principal must be');
  });
});

describe('an account of another partition', () => {
  it('is asked which principal the vendor works from there', () => {
    expect(vendorQuestions(vendorCalled('fivetran'), 'aws').map(({ name }) => name)).not.toContain(
      'principal',
    );
    expect(vendorQuestions(vendorCalled('fivetran'), 'aws-us-gov').map(({ name }) => name)).toContain(
      'principal',
    );
  });

  it('takes no principal of another', () => {
    const answers = {
      principal: 'arn:aws:iam::444455556666:root',
      externalId: '9f3c1a7e5b2d4f60',
      policies: ['SecurityAudit'],
    };
    expect(() => vendorFile(vendorCalled('wiz'), answers, { ...PLACE, partition: 'aws-us-gov' })).toThrow(
      '--principal is in the partition aws, and the account is in aws-us-gov',
    );
  });
});

const ANSWERS = { principal: '444455556666', externalId: '9f3c1a7e5b2d4f60', policies: ['SecurityAudit'] };

it.each([
  [{ ...ANSWERS, principal: '12' }, '--principal must be an account id'],
  [{ ...ANSWERS, externalId: '' }, '--external-id must be'],
  [{ ...ANSWERS, externalId: 'a\nroles: []' }, '--external-id must be'],
  [{ ...ANSWERS, policies: ['a b'] }, '--policies must be names'],
  [{ ...ANSWERS, policies: [] }, '--policies must name'],
  [{ ...ANSWERS, roleName: 'a/b' }, '--role-name must be a name of IAM'],
  [{ ...ANSWERS, parameters: { Bucket: 'x' } }, '--answer Bucket is not a parameter of it'],
])('a wrong answer is refused: %j', (answers, says) => {
  expect(() => vendorFile(vendorCalled('wiz'), answers, PLACE)).toThrow(says);
});

it.each([
  [{ ...ANSWERS, policies: [] }, 'wiz', 'policies: policies of AWS that Wiz'],
  [{ externalId: 'a' }, 'snowflake', 'BucketName: the bucket that Snowflake works with. Nothing was written'],
])('the way to the right answer is that of the wrong one: %j of %s', (answers, id, hint) => {
  expect(() => vendorFile(vendorCalled(id), answers, PLACE)).toThrow(
    expect.objectContaining({ hint: expect.stringContaining(hint) }),
  );
});

it('an answer cannot write another line into a published file', () => {
  const answers = { parameters: { BucketName: 'x\nroles: []' } };
  const qwak = vendorCalled('qwak');
  expect(() => vendorFile(qwak, answers, PLACE, published(qwak))).toThrow(
    'has a character that no name or ARN has',
  );
});

it('what was named in an answer is not said to be asked for by the document of the vendor', () => {
  const reasonOf = (vendor: CatalogueVendor, answers: VendorAnswers): string =>
    vendorFile(vendor, answers, PLACE).text.match(/reason: (.*)/)?.[1] ?? '';
  expect(reasonOf(vendorCalled('wiz'), ANSWERS)).toBe(
    'SecurityAudit of AWS, given to init as what Wiz needs, reads more than configuration',
  );
  const { policies: _, ...others } = ANSWERS;
  expect(reasonOf(vendorCalled('vanta'), others)).toContain("Vanta's document asks for SecurityAudit of AWS");
});
