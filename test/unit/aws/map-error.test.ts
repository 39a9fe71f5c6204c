import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callerIdentity } from '../../../src/aws/identity.ts';
import { mapError } from '../../../src/aws/map-error.ts';
import { RolekeeperError } from '../../../src/model/failure.ts';
import { withoutPauses } from '../../helpers/without-pauses.ts';
import {
  clearAwsEnvironment,
  quickConnections,
  sendError,
  sendResult,
  startEndpoint,
  stopEndpoints,
  useDummyCredentials,
  useEndpoint,
} from './fake-endpoint.ts';

async function failure(attempts = 1, milliseconds?: number): Promise<RolekeeperError> {
  try {
    await callerIdentity(quickConnections(attempts, milliseconds).sts);
  } catch (error) {
    if (error instanceof RolekeeperError) return error;
    throw error;
  }
  throw new Error('the call succeeded');
}

async function failureOf(
  answer: (response: ServerResponse) => void,
  milliseconds?: number,
): Promise<RolekeeperError> {
  await startEndpoint((_, response) => answer(response));
  return failure(1, milliseconds);
}

beforeEach(useDummyCredentials);
afterEach(stopEndpoints);

describe('an endpoint that gives no answer of AWS', () => {
  it('is named when nothing listens there', async () => {
    useEndpoint('http://127.0.0.1:1');
    const error = await failure();
    expect(error.reason).toBe('unreachable');
    expect(error.message).toBe(
      'http://127.0.0.1:1 cannot be reached for sts:GetCallerIdentity: nothing listens there (ECONNREFUSED)',
    );
    expect(error.hint).toContain('AWS_ENDPOINT_URL');
  });

  it('is named when there is no such host', async () => {
    useEndpoint('http://nowhere.invalid:4566');
    const error = await failure();
    expect(error.reason).toBe('unreachable');
    expect(error.message).toMatch(
      /^http:\/\/nowhere\.invalid:4566 cannot be reached .*(ENOTFOUND|EAI_AGAIN)/,
    );
  });

  it('is told from a bug where it does not know the page that its own answer named', async () => {
    const error = await failureOf((response) =>
      sendError(response, 400, 'ValidationError', 'Invalid Marker.'),
    );
    expect(error.reason).toBe('unreachable');
    expect(error.message).toMatch(
      /does not know the next page of sts:GetCallerIdentity, which its own answer named: Invalid Marker\.$/,
    );
  });

  it('is named when it never answers', async () => {
    const error = await failureOf(() => undefined, 300);
    expect(error.reason).toBe('unreachable');
    expect(error.message).toMatch(/^http:\/\/127\.0\.0\.1:\d+ cannot be reached .* did not answer in time/);
  });

  it('is named when its answer stops half-way', async () => {
    const error = await failureOf((response) => response.write('<GetCallerIdentityResponse>'), 300);
    expect(error.reason).toBe('unreachable');
    expect(error.message).toContain('did not answer in time');
  });

  it('is named when it ends the connection', async () => {
    const error = await failureOf((response) => response.destroy());
    expect(error.message).toContain('it ended the connection without an answer (ECONNRESET)');
  });

  it('says so when the URL is none', async () => {
    useEndpoint('localhost without scheme');
    const error = await failure();
    expect(error.reason).toBe('unreachable');
    expect(error.message).toBe('"localhost without scheme" is not the URL of an endpoint');
  });

  it.each([
    [200, '<html><body><p>Log in</p></body></html>'],
    [200, '<html><br>Log in</html>'],
    [200, ''],
    [200, '{"message":"hello"}'],
    [403, '<html><br>forbidden</html>'],
    [404, '404 page not found'],
    [404, '<html><body>not found</body></html>'],
    [302, ''],
    [503, '<html><body>maintenance</body></html>'],
  ])('is not taken for AWS when it answers HTTP %d %j', async (status, body) => {
    const error = await failureOf((response) => {
      response.statusCode = status;
      response.end(body);
    });
    expect(error.reason).toBe('unreachable');
    expect(error.message).toMatch(/is not (from )?AWS/);
  });
});

describe('AWS under load', () => {
  it('is unreachable when it still throttles after all attempts', async () => {
    let requests = 0;
    await startEndpoint((_, response) => {
      requests += 1;
      sendError(response, 400, 'Throttling', 'Rate exceeded');
    });
    const error = await withoutPauses(() => failure(2));
    expect(requests).toBe(2);
    expect(error.reason).toBe('unreachable');
    expect(error.message).toBe('AWS still throttles sts:GetCallerIdentity after 2 attempts: Rate exceeded');
  });

  it('is asked again, and its later answer counts', async () => {
    let requests = 0;
    await startEndpoint((_, response) => {
      requests += 1;
      if (requests === 1) sendError(response, 503, 'ServiceUnavailable', 'try later');
      else
        sendResult(
          response,
          'GetCallerIdentity',
          '<Arn>arn:aws:sts::111122223333:assumed-role/a/b</Arn><Account>111122223333</Account>',
        );
    });
    await expect(callerIdentity(quickConnections(2).sts)).resolves.toEqual({
      account: '111122223333',
      arn: 'arn:aws:sts::111122223333:assumed-role/a/b',
      partition: 'aws',
    });
  });

  it('is unreachable when it fails itself', async () => {
    const error = await failureOf((response) => sendError(response, 500, 'InternalFailure', 'oh no'));
    expect(error.reason).toBe('unreachable');
    expect(error.message).toContain('InternalFailure: oh no (HTTP 500)');
  });
});

describe('credentials', () => {
  it('are asked for when there are none', async () => {
    clearAwsEnvironment();
    const error = await failure();
    expect(error.reason).toBe('no-credentials');
    expect(error.message).toBe('there are no AWS credentials');
    expect(error.hint).toContain('AWS_ACCESS_KEY_ID');
    expect(error.hint).toContain('aws-actions/configure-aws-credentials');
  });

  it('name the file that they should stand in and that cannot be read', () => {
    const gone = Object.assign(new Error("ENOENT: no such file or directory, open '/run/token'"), {
      code: 'ENOENT',
      syscall: 'open',
      path: '/run/token',
    });
    const error = mapError(gone, { action: 'sts:GetCallerIdentity' });
    expect([error.reason, error.message]).toEqual([
      'no-credentials',
      'the AWS credentials cannot be used: /run/token cannot be read',
    ]);
  });

  it.each([
    ['[profile ci]', 'nope', 'the profile nope is in no file of AWS, or has no credentials'],
    ['[profile ci]\nregion = eu-west-1', 'ci', 'the profile ci is in no file of AWS, or has no credentials'],
    [
      '[profile ci]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = gone',
      'ci',
      'the profile gone is in no file of AWS, or has no credentials',
    ],
    [
      `[profile ci]\ncredential_process = sh -c "echo the vault is sealed >&2; exit 3" my-secret`,
      'ci',
      'the credential_process of the profile failed: the vault is sealed',
    ],
    ['[profile ci]\ncredential_process = false', 'ci', 'the credential_process of the profile failed'],
    [
      '[profile ci]\ncredential_process = echo hello',
      'ci',
      'the AWS credentials cannot be used: Profile ci credential_process returned invalid JSON.',
    ],
  ])('are said to be missing in the profile of %j, AWS_PROFILE=%s', async (config, profile, said) => {
    clearAwsEnvironment();
    const folder = await mkdtemp(join(tmpdir(), 'rolekeeper-profile-'));
    await writeFile(join(folder, 'config'), config);
    process.env['AWS_CONFIG_FILE'] = join(folder, 'config');
    process.env['AWS_SHARED_CREDENTIALS_FILE'] = join(folder, 'none');
    process.env['AWS_PROFILE'] = profile;
    const error = await failure();
    await rm(folder, { recursive: true });
    expect([error.reason, error.message]).toEqual(['no-credentials', said]);
    expect(error.hint).toContain('AWS_PROFILE');
  });

  it.each([
    ['ExpiredToken', 'The security token included in the request is expired', 'have expired'],
    ['InvalidClientTokenId', 'The security token included in the request is invalid', 'access key'],
    ['SignatureDoesNotMatch', 'The request signature we calculated does not match', 'secret access key'],
    ['SignatureDoesNotMatch', 'Signature expired: 1 is now earlier than 2', 'the time of the request'],
    ['IncompleteSignature', 'missing', 'secret access key'],
  ])('are the matter when AWS answers %s: %s', async (code, said, text) => {
    const error = await failureOf((response) => sendError(response, 403, code, said));
    expect(error.reason).toBe('no-credentials');
    expect(error.message).toContain(text);
    expect(error.hint).not.toBe('');
  });

  it('are the matter when the workflow may not assume the role', () => {
    const denial = Object.assign(new Error('Not authorized to perform sts:AssumeRoleWithWebIdentity'), {
      name: 'AccessDenied',
    });
    const error = mapError(denial, { action: 'sts:GetCallerIdentity' });
    expect(error.reason).toBe('no-credentials');
    expect(error.hint).toContain('trust policy');
  });
});

describe('a denial', () => {
  const user = 'arn:aws:sts::111122223333:assumed-role/planner/run';

  it('names the permission and who lacks it', async () => {
    const error = await failureOf((response) =>
      sendError(
        response,
        403,
        'AccessDenied',
        `User: ${user} is not authorized to perform: iam:GetRole on resource: role x because no identity-based policy allows the iam:GetRole action`,
      ),
    );
    expect(error.reason).toBe('access-denied');
    expect(error.message).toBe(
      `access denied: ${user} may not iam:GetRole on role x (no identity-based policy allows the iam:GetRole action)`,
    );
    expect(error.hint).toBe(`allow iam:GetRole to ${user}`);
  });

  it('says that no permission outweighs an explicit deny', async () => {
    const error = await failureOf((response) =>
      sendError(
        response,
        403,
        'AccessDenied',
        `User: ${user} is not authorized to perform: iam:GetRole on resource: role x with an explicit deny in a service control policy`,
      ),
    );
    expect(error.hint).toContain('an explicit Deny in the service control policy forbids it');
  });

  it('names the call when AWS says nothing more', async () => {
    const error = await failureOf((response) => sendError(response, 403, 'AccessDenied', 'Access Denied'));
    expect(error.message).toBe('access denied for sts:GetCallerIdentity: Access Denied');
    expect(error.hint).toBe('allow sts:GetCallerIdentity to the role that rolekeeper runs as');
  });
});

it('anything else is internal, with what AWS needs to find it', async () => {
  const error = await failureOf((response) => sendError(response, 400, 'Weird', 'something else'));
  expect(error.reason).toBe('internal');
  expect(error.message).toBe(
    'sts:GetCallerIdentity failed: Weird: something else (HTTP 400, request id request-1)',
  );
});
