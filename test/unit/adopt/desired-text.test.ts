import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { draftText, type Draft } from '../../../src/adopt/desired-text.ts';
import type { AdoptContext } from '../../../src/adopt/parameters.ts';
import { yamlText } from '../../../src/adopt/yaml-text.ts';
import { parseIntegration } from '../../../src/desired/parse-integration.ts';
import { hasErrors } from '../../../src/model/diagnostic.ts';
import type { Resource } from '../../../src/model/resource.ts';
import { knownVendors } from '../../../src/vendors/known-vendors.ts';
import { anyResources, PROPERTY_RUNS } from '../../helpers/arbitraries.ts';
import { allow, inline, liveResource, resource, role, settings, trustOf } from '../../helpers/resources.ts';

/** Where the files stand: they include nothing. */
const { account, partition, region, tags } = settings();
const HERE = { account, partition, region, tags };

const CONTEXT: AdoptContext = {
  settings: settings(),
  vendors: knownVendors(),
  pages: new Map(),
  day: '2026-11-28',
};

function draft(resources: readonly Resource[], more: Partial<Draft> = {}): Draft {
  return {
    name: 'x',
    description: 'Of a test',
    resources: resources.map(liveResource),
    exceptions: [],
    ignore: [],
    ...more,
  };
}

function readBack(text: string): readonly Resource[] {
  const { integration, diagnostics } = parseIntegration(text, 'desired/x.yaml', HERE);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return (integration?.resources ?? []).map((one) => one.resource);
}

const sorted = (resources: readonly Resource[]): readonly Resource[] =>
  [...resources].sort((a, b) => (`${a.kind}/${a.name}` < `${b.kind}/${b.name}` ? -1 : 1));

test('a role of a vendor reads as a person would have written it', () => {
  const policy = resource('managed-policy', 'fetch', {
    Description: 'Lets Logz.io read',
    PolicyDocument: allow(
      ['s3:ListBucket', 's3:GetObject'],
      ['arn:aws:s3:::acme-logs', 'arn:aws:s3:::acme-logs/*'],
    ),
  });
  const fetcher = role('logzio-fetcher', {
    AssumeRolePolicyDocument: trustOf('AWS', 'arn:aws:iam::406095609952:root', {
      StringEquals: { 'sts:ExternalId': 'logzio:aws:extid:4k2vq8m1t7' },
    }),
    ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/fetch', 'arn:aws:iam::aws:policy/SecurityAudit'],
    Tags: [{ Key: 'team', Value: 'yes' }],
  });
  const text = draftText(draft([fetcher, policy], { vendor: { name: 'Logz.io' } }), CONTEXT);
  expect(text).toBe(`# Adopted on 2026-11-28, as it was in the account.
integration: x
description: Of a test
vendor:
  name: Logz.io
parameters:
  # Logz.io, by the published list of accounts
  LogzIoAccountId: '406095609952'
  ExternalId: logzio:aws:extid:4k2vq8m1t7
  BucketName: acme-logs
roles:
  - RoleName: logzio-fetcher
    AssumeRolePolicyDocument:
      Version: '2012-10-17'
      Statement:
        - Effect: Allow
          Principal:
            AWS: arn:\${AWS::Partition}:iam::\${LogzIoAccountId}:root
          Action: sts:AssumeRole
          Condition:
            StringEquals:
              sts:ExternalId: \${ExternalId}
    ManagedPolicyArns:
      - fetch
      - arn:\${AWS::Partition}:iam::aws:policy/SecurityAudit
    Tags:
      team: yes
managedPolicies:
  - ManagedPolicyName: fetch
    Description: Lets Logz.io read
    PolicyDocument:
      Version: '2012-10-17'
      Statement:
        - Effect: Allow
          Action:
            - s3:ListBucket
            - s3:GetObject
          Resource:
            - arn:\${AWS::Partition}:s3:::\${BucketName}
            - arn:\${AWS::Partition}:s3:::\${BucketName}/*
`);
  expect(sorted(readBack(text))).toEqual(sorted([fetcher, policy]));
});

describe('hostile text of the account stays text', () => {
  const HOSTILE = [
    'a\nroles:\n  - RoleName: evil',
    '# comment\r\nevil: true',
    "'; DROP",
    '"quoted" & *alias !!tag',
    '- item',
    '? key',
    '${AWS::AccountId} ${ExternalId} ${aws:username} ${open',
    '${',
    '$${x}',
    '<your-role> {bucket} CHANGEME YOUR_BUCKET_NAME 123456789012',
    'true',
    'null',
    '~',
    '0123',
    '1e3',
    '2026-11-28',
    ' leading and trailing ',
    'tab\tand\rreturn',
    '---',
    '...',
    '%YAML 1.1',
    'é ü ÿ ¡',
    '| block\n > folded\n\n',
    '@at `tick`',
    '[flow, {map: 1}]',
  ];

  test.each(HOSTILE)('in a description: %j', (text) => {
    const one = role('reader', { Description: text });
    expect(readBack(draftText(draft([one]), CONTEXT))).toEqual([one]);
  });

  test.each(HOSTILE.filter((text) => !/[<{]|CHANGEME/.test(text) || text.includes('${')))(
    'in a document: %j',
    (text) => {
      const one = role('reader', {
        Policies: [inline('p', allow('s3:GetObject', '*'))],
        AssumeRolePolicyDocument: trustOf('AWS', 'arn:aws:iam::406095609952:root', {
          StringEquals: { 'aws:PrincipalTag/x': text },
        }),
      });
      const written = draftText(draft([one]), CONTEXT);
      const { integration } = parseIntegration(written, 'desired/x.yaml', HERE);
      // Of what IAM itself would not take the file is refused; what it says is never something else.
      if (integration !== undefined)
        expect(integration.resources.map((item) => item.resource)).toEqual([one]);
      else expect(text).toMatch(/\$\{/);
    },
  );

  test('in the key of a tag that no mapping of a file may have', () => {
    const one = role('reader', {
      Tags: [
        { Key: '__proto__', Value: '' },
        { Key: 'team', Value: 'data' },
      ],
    });
    expect(readBack(draftText(draft([one]), CONTEXT))).toEqual([one]);
  });

  test('in the name of a vendor, which is in a comment', () => {
    const vendors = knownVendors([{ name: 'Evil\rroles: []\u2028x\u0085y', accounts: ['909090909090'] }]);
    const one = role('reader', {
      AssumeRolePolicyDocument: trustOf('AWS', 'arn:aws:iam::909090909090:root'),
    });
    expect(readBack(draftText(draft([one]), { ...CONTEXT, vendors }))).toEqual([one]);
  });
});

test('whatever is live, the file that is written for it reads as the same', () => {
  fc.assert(
    fc.property(anyResources, (resources) => {
      fc.pre(resources.length > 0);
      const { integration, diagnostics } = parseIntegration(
        draftText(draft(resources), CONTEXT),
        'desired/x.yaml',
        HERE,
      );
      expect(hasErrors(diagnostics)).toBe(false);
      expect(sorted((integration?.resources ?? []).map((one) => one.resource))).toEqual(sorted(resources));
    }),
    PROPERTY_RUNS,
  );
});

test('any text of IAM in a description reads as the same', () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        '${',
        '}',
        '{',
        '<',
        '>',
        '\n',
        '\r',
        '\t',
        ': ',
        ' #',
        "'",
        '"',
        '- ',
        '&',
        '*',
        '|',
        '\u00ad',
      ),
      fc.integer({ min: 0xa1, max: 0xff }).map((code) => String.fromCharCode(code)),
      fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    ),
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(text, (Description) => {
      const one = role('reader', { Description });
      expect(readBack(draftText(draft([one]), CONTEXT))).toEqual([one]);
    }),
    PROPERTY_RUNS,
  );
});

test('a character that is not shown is written as an escape, and is read as it was', () => {
  const hidden = [
    '\u009b',
    '\u00ad',
    '\u00a0',
    '\u200b',
    '\u202e',
    '\u2066',
    '\u3164',
    '\ufeff',
    '\u{e0041}',
  ];
  for (const character of hidden) {
    const text = yamlText({ [`k${character}y`]: `a${character}b\nc`, list: [`x${character}`] });
    expect(text).not.toContain(character);
    expect(parse(text)).toEqual({ [`k${character}y`]: `a${character}b\nc`, list: [`x${character}`] });
  }
});
