import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildConnections, type Connections } from '../../../src/aws/clients.ts';
import { createStackReader } from '../../../src/aws/cloudformation-reader.ts';
import { createStackWriter } from '../../../src/aws/cloudformation-writer.ts';
import { createCredentialReader } from '../../../src/aws/iam-credentials.ts';
import { createIamReader } from '../../../src/aws/iam-reader.ts';
import { createIamUseReader } from '../../../src/aws/iam-uses.ts';
import { RolekeeperError } from '../../../src/model/failure.ts';
import { sendError, sendResult, startEndpoint, stopEndpoints, useDummyCredentials } from './fake-endpoint.ts';

const PLACE = { account: '111122223333', partition: 'aws' };

let connections: Connections;

beforeEach(() => {
  useDummyCredentials();
  // With its usual patience: what these tests wait for would take minutes otherwise.
  connections = buildConnections({ region: 'eu-west-1', version: '0.0.0' });
});

afterEach(async () => {
  connections.close();
  await stopEndpoints();
});

/** The first request that an endpoint is told of and leaves unanswered. */
function unanswered() {
  let leave: (response: ServerResponse) => void = () => undefined;
  const left = new Promise<ServerResponse>((resolve) => {
    leave = resolve;
  });
  return { leave, left };
}

describe('a read that fails aborts what is read together with it', () => {
  it.each([
    [
      'who has a managed policy',
      'ListEntitiesForPolicy/PermissionsBoundary',
      () => createIamUseReader(connections.iam).uses({ kind: 'managed-policy', name: 'p', arn: 'a:p' }),
    ],
    [
      'what a user has to lose',
      'ListMFADevices/',
      () => createIamUseReader(connections.iam).uses({ kind: 'user', name: 'u', arn: 'a:u' }),
    ],
    [
      'what a user signs in with',
      'GetLoginProfile/',
      () => createCredentialReader(connections.iam).credentials('u'),
    ],
  ])('%s', async (_, hangs, read) => {
    const { leave, left } = unanswered();
    await startEndpoint((call, response) => {
      if (`${call.get('Action')}/${call.get('PolicyUsageFilter') ?? ''}` === hangs) leave(response);
      // When the other is under way, else there would be nothing to abort.
      else void left.then(() => sendError(response, 403, 'AccessDenied', 'not authorized'));
    });
    const aborted = left.then((response) => once(response, 'close'));
    await expect(read()).rejects.toMatchObject({ reason: 'access-denied' });
    await aborted;
  });
});

describe('the end of a session', () => {
  const stopped = new RolekeeperError('interrupted', 'stopped by SIGINT');

  it('aborts what is under way, says why, and sends nothing more', async () => {
    const calls: string[] = [];
    const { leave, left } = unanswered();
    await startEndpoint((call, response) => {
      calls.push(call.get('Action') ?? '');
      leave(response);
    });
    const reader = createIamReader(connections.iam, PLACE);
    const reading = expect(reader.role('r')).rejects.toBe(stopped);
    const response = await left;
    const closed = once(response, 'close');
    connections.stop(stopped);
    await reading;
    await closed;
    await expect(reader.user('u')).rejects.toBe(stopped);
    expect(calls).toEqual(['GetRole']);
  });

  it('lets a change end that is under way, begins no other, and still deletes a change set', async () => {
    const calls: string[] = [];
    const { leave, left } = unanswered();
    await startEndpoint((call, response) => {
      const action = call.get('Action') ?? '';
      calls.push(action);
      if (action === 'ExecuteChangeSet') leave(response);
      else sendResult(response, action, '');
    });
    const writer = createStackWriter(connections.cloudFormation, connections.changes);
    const executing = writer.executeChangeSet('c', 'token');
    const response = await left;
    connections.stop(stopped);
    sendResult(response, 'ExecuteChangeSet', '');
    await executing;
    await expect(writer.executeChangeSet('d', 'token')).rejects.toBe(stopped);
    await expect(writer.deleteStack('s', 'token')).rejects.toBe(stopped);
    await expect(writer.describeChangeSet('d')).rejects.toBe(stopped);
    await expect(createStackReader(connections.cloudFormation).stack('s')).rejects.toBe(stopped);
    await writer.deleteChangeSet('d');
    expect(calls).toEqual(['ExecuteChangeSet', 'DeleteChangeSet']);
    connections.close();
    await expect(writer.deleteChangeSet('e')).rejects.toMatchObject({ reason: 'interrupted' });
  });
});
