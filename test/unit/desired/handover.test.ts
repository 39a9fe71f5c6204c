import { describe, expect, it } from '@jest/globals';
import { parseIntegration } from '../../../src/desired/parse-integration.ts';
import { revealHandover, sayHandover, type Handover } from '../../../src/model/handover.ts';

const CONTEXT = { account: '111122223333', partition: 'aws-cn', region: 'cn-north-1', tags: {} };
const EXTERNAL_ID = 'acme:ext:4k2vq8m1t7zr09';

interface File {
  readonly parameters?: string;
  /** The value of the condition on `sts:ExternalId`; the role is pending without. */
  readonly asked?: string;
  readonly handover: string;
}

function handoverOf({ parameters = '{}', asked, handover }: File): Handover {
  const role =
    asked === undefined
      ? { RoleName: 'my-vendor', Path: '/vendors/', pending: true }
      : {
          RoleName: 'my-vendor',
          Path: '/vendors/',
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { AWS: 'arn:aws-cn:iam::909090909090:root' },
                Action: 'sts:AssumeRole',
                Condition: { StringEquals: { 'sts:ExternalId': asked } },
              },
            ],
          },
        };
  const text = `integration: x\ndescription: d\nparameters: ${parameters}\nroles: [${JSON.stringify(role)}]\nhandover: ${JSON.stringify(handover)}\n`;
  const { integration, diagnostics } = parseIntegration(text, 'desired/x.yaml', CONTEXT);
  if (integration?.handover === undefined) throw new Error(JSON.stringify(diagnostics));
  return integration.handover;
}

describe('a hand-over', () => {
  it('has the ARN of a resource with its path and partition, parameters, and what AWS replaces left alone', () => {
    const handover =
      'Role ${role/my-vendor.Arn} in ${AWS::AccountId}, ${AWS::Region}; bucket ${Bucket}; not ${aws:username}, $HOME or 5$';
    expect(handoverOf({ parameters: '{ Bucket: acme-logs }', handover })).toEqual([
      'Role arn:aws-cn:iam::111122223333:role/vendors/my-vendor in 111122223333, cn-north-1; bucket acme-logs; not ${aws:username}, $HOME or 5$',
    ]);
  });

  it('is filled in once: a value that looks like a reference stays what it is', () => {
    const [text] = handoverOf({ asked: EXTERNAL_ID, handover: 'a $${aws:PrincipalAccount} b' });
    expect(text).toBe('a $${aws:PrincipalAccount} b');
  });

  const id = { parameters: `{ ExternalId: "${EXTERNAL_ID}" }`, asked: '${ExternalId}' };
  it.each<[where: string, file: File]>([
    ['by its parameter', { ...id, handover: 'Id: ${ExternalId}.' }],
    ['as it is written in the trust policy', { asked: EXTERNAL_ID, handover: `Id: ${EXTERNAL_ID}.` }],
    [
      'within another value',
      {
        ...id,
        parameters: `{ ExternalId: "${EXTERNAL_ID}", Url: "https://v.example/?id=${EXTERNAL_ID}&x" }`,
        handover: 'Go to ${Url}.',
      },
    ],
    ['within a longer word', { ...id, handover: 'x_${ExternalId}_x' }],
    ['twice', { ...id, handover: '${ExternalId}${ExternalId}' }],
    [
      'while the role is pending',
      { parameters: `{ VendorExternalId: "${EXTERNAL_ID}" }`, handover: 'Id: ${VendorExternalId}.' },
    ],
    [
      'of another alphabet of names',
      { parameters: `{ externalid2: "${EXTERNAL_ID}" }`, handover: '${externalid2}' },
    ],
  ])('shows a fingerprint of an external id %s', (_where, file) => {
    const handover = handoverOf(file);
    expect(sayHandover(handover)).not.toContain(EXTERNAL_ID);
    expect(sayHandover(handover)).not.toContain('4k2v');
    expect(sayHandover(handover)).toMatch(/#[0-9a-f]{6}/);
    expect(revealHandover(handover)).toContain(EXTERNAL_ID);
  });

  it('shows a fingerprint of an external id that is put together as in the trust policy', () => {
    const file = { asked: '${AWS::AccountId}-acme-${Suffix}', parameters: '{ Suffix: 4k2vq8m1t7 }' };
    const handover = handoverOf({ ...file, handover: 'Id: ${AWS::AccountId}-acme-${Suffix}.' });
    expect(sayHandover(handover)).toMatch(/^Id: #[0-9a-f]{6}\.$/);
  });

  it('shows account ids and ARNs, also where an external id is chosen to equal them', () => {
    const handover = 'In ${AWS::AccountId}: ${role/my-vendor.Arn}; id 111122223333';
    expect(sayHandover(handoverOf({ asked: '111122223333', handover }))).toMatch(
      /^In 111122223333: arn:aws-cn:iam::111122223333:role\/vendors\/my-vendor; id #[0-9a-f]{6}$/,
    );
  });

  it('takes a short external id for one where it is a word, and no part of a word for it', () => {
    const handover = handoverOf({ asked: 'id7', handover: 'id7, (id7), id77 and grid7' });
    expect(sayHandover(handover)).toMatch(/^#[0-9a-f]{6}, \(#[0-9a-f]{6}\), id77 and grid7$/);
  });

  it('of which the parameters make a page too many is refused', () => {
    const parameters = `{ Long: "${'x'.repeat(3000)}" }`;
    expect(() => handoverOf({ parameters, handover: '${Long} ${Long}' })).toThrow(
      'handover, with its parameters filled in, must have at most 4000 characters',
    );
  });
});
