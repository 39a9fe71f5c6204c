import { expect, test } from '@jest/globals';
import {
  accountOf,
  arnFields,
  awsManagedName,
  bucketInArn,
  formatArn,
  iamArn,
  iamResource,
  parseArn,
  parsePrincipalArn,
  roleOfSession,
  wholeAccount,
} from '../../../src/model/arn.ts';

test('an ARN has six fields, and the last one keeps its colons', () => {
  expect(parseArn('arn:aws-cn:logs:cn-north-1:111122223333:log-group:/aws:*')).toEqual({
    partition: 'aws-cn',
    service: 'logs',
    region: 'cn-north-1',
    account: '111122223333',
    resource: 'log-group:/aws:*',
  });
  expect(parseArn('arn:aws:s3:::bucket/key')).toMatchObject({ account: '', resource: 'bucket/key' });
});

test.each([
  '',
  '*',
  'arn:aws:s3::bucket',
  'arn',
  'AROAEXAMPLE',
  ' arn:aws:iam::1:root',
  'AWS:arn:aws:iam::1:root',
])('%j is not an ARN', (text) => {
  expect(parseArn(text)).toBeUndefined();
});

test.each([
  ['arn:aws:iam::111122223333:role/a', '111122223333'],
  ['arn:aws:iam::aws:policy/ReadOnlyAccess', undefined],
  ['arn:aws:iam::1111222233334:role/a', undefined],
  ['arn:aws:s3:::bucket', undefined],
])('the account of %s is %s', (arn, account) => {
  expect(accountOf(arn)).toBe(account);
});

test.each([
  ['arn:aws:iam::aws:policy/AdministratorAccess', 'AdministratorAccess'],
  ['arn:aws-us-gov:iam::aws:policy/job-function/Billing', 'Billing'],
  ['arn:aws:iam::111122223333:policy/AdministratorAccess', undefined],
  ['arn:aws:iam::aws:role/AdministratorAccess', undefined],
  ['arn:aws:s3::aws:policy/AdministratorAccess', undefined],
])('the policy of AWS that %s is: %s', (arn, name) => {
  expect(awsManagedName(arn)).toBe(name);
});

test.each([
  ['AWS:arn:aws:iam::111122223333:root', true],
  ['AWS:arn:aws:sts::111122223333:assumed-role/a/b', true],
  ['AWS:arn:aws:iam:eu-west-1:111122223333:root', false],
  ['AWS:arn:aws:s3:::bucket', false],
  ['Federated:arn:aws:iam::111122223333:saml-provider/a', false],
  ['AWS:AROAEXAMPLE', false],
  ['AWS:*', false],
])('%s is the ARN of an AWS principal: %s', (principal, isOne) => {
  expect(parsePrincipalArn(principal) !== undefined).toBe(isOne);
});

test('the role of a session is the one it assumed', () => {
  const roleOf = (text: string): string | undefined => {
    const arn = parseArn(text);
    return arn && roleOfSession(arn);
  };
  expect(roleOf('arn:aws:sts::111122223333:assumed-role/deploy/me')).toBe('deploy');
  expect(roleOf('arn:aws:sts::111122223333:federated-user/me')).toBeUndefined();
  expect(roleOf('arn:aws:iam::111122223333:assumed-role/deploy/me')).toBeUndefined();
});

test('an ARN is written as it was read', () => {
  const text = 'arn:aws-cn:logs:cn-north-1:111122223333:log-group:/aws:*';
  const arn = parseArn(text);
  expect(arn && formatArn(arn)).toBe(text);
  expect(arnFields(text)).toHaveLength(6);
  expect(arnFields('arn:aws:iam')).toEqual(['arn', 'aws', 'iam']);
  expect(iamArn({ partition: 'aws', account: '111122223333' }, 'role/a')).toBe(
    'arn:aws:iam::111122223333:role/a',
  );
});

test.each([
  ['arn:aws:iam::111122223333:role/path/a', 'role/path/a'],
  ['arn:aws:iam::111122223333:root', 'root'],
  ['arn:aws:iam::aws:policy/ReadOnlyAccess', undefined],
  ['arn:aws:iam:eu-west-1:111122223333:role/a', undefined],
  ['arn:aws:sts::111122223333:role/a', undefined],
  ['role/a', undefined],
])('what %s names in IAM of an account is %s', (arn, resource) => {
  expect(iamResource(arn)).toBe(resource);
});

test.each([
  ['arn:aws:s3:::bucket', { bucket: 'arn:aws:s3:::bucket' }],
  ['arn:aws:s3:::bucket/', { bucket: 'arn:aws:s3:::bucket', key: '' }],
  ['arn:aws:s3:::bucket/a/*', { bucket: 'arn:aws:s3:::bucket', key: 'a/*' }],
  ['arn:aws:s3:::/a', undefined],
  ['arn:aws:s3:eu-west-1:111122223333:accesspoint/a', undefined],
  ['arn:aws:sqs:::bucket', undefined],
])('the bucket in %s is %j', (arn, found) => {
  expect(bucketInArn(arn)).toEqual(found);
});

test.each([
  ['111122223333', '111122223333'],
  ['arn:aws-cn:iam::111122223333:root', '111122223333'],
  ['arn:aws:iam::111122223333:role/root', undefined],
  ['1111', undefined],
  ['*', undefined],
])('the account that %s names as a whole is %s', (member, account) => {
  expect(wholeAccount(member)).toBe(account);
});
