import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import * as iamReadClientModule from '../../../src/aws/iam-read-client.ts';
import {
  buildConnections,
  buildOrganizationConnection,
  foreignEndpoints,
  lifetimeOf,
} from '../../../src/aws/clients.ts';
import { callerIdentity } from '../../../src/aws/identity.ts';
import { CallTally } from '../../../src/model/call-counts.ts';
import { createOrganizationReader } from '../../../src/aws/organization-reader.ts';
import {
  quickConnections,
  sendResult,
  startEndpoint,
  stopEndpoints,
  useDummyCredentials,
} from './fake-endpoint.ts';

const IDENTITY = '<Arn>arn:aws-cn:iam::111122223333:user/me</Arn><Account>111122223333</Account>';

beforeEach(useDummyCredentials);
afterEach(stopEndpoints);

describe('the clients', () => {
  it('go where AWS_ENDPOINT_URL says, and name it afterwards', async () => {
    const url = await startEndpoint((_, response) => sendResult(response, 'GetCallerIdentity', IDENTITY));
    const connections = quickConnections();
    expect(foreignEndpoints(connections)).toEqual([]);
    await expect(callerIdentity(connections.sts)).resolves.toMatchObject({ partition: 'aws-cn' });
    expect(connections.sts.endpoint()).toBe(url);
    expect(foreignEndpoints(connections)).toEqual([url]);
  });

  it.each([
    ['https://iam.amazonaws.com', []],
    ['https://iam.cn-north-1.amazonaws.com.cn', []],
    ['https://sts.eu-central-1.amazonaws.com', []],
    ['http://127.0.0.1:4566', ['http://127.0.0.1:4566']],
    ['https://amazonaws.com.evil.example', ['https://amazonaws.com.evil.example']],
    ['http://iam.amazonaws.com', ['http://iam.amazonaws.com']],
  ])('count %s among endpoints that are not of AWS: %j', (endpoint, foreign) => {
    const connections = quickConnections();
    const iam = { ...connections.iam, endpoint: () => endpoint };
    expect(foreignEndpoints({ ...connections, iam })).toEqual(foreign);
  });

  it('name where AWS Organizations is asked when that is not AWS', async () => {
    const url = await startEndpoint((_, response) => response.end('<html>a proxy</html>'));
    const connection = buildOrganizationConnection({
      region: 'eu-central-1',
      version: '0.0.0',
      limits: { attempts: 1 },
    });
    await expect(createOrganizationReader(connection).accounts()).rejects.toThrow(`at ${url} is not AWS`);
    connection.close();
  });

  it('say in the user agent who asks', async () => {
    const connections = buildConnections({ region: 'eu-central-1', version: '1.2.3' });
    expect(connections.iam.client.config.customUserAgent).toEqual([['rolekeeper', '1.2.3']]);
    expect(await connections.iam.client.config.maxAttempts()).toBe(8);
    expect(await connections.sts.client.config.maxAttempts()).toBe(2);
  });
});

describe('the calls that are counted', () => {
  /** What is counted of one call that succeeds at last. */
  async function counted(first: (response: ServerResponse) => void) {
    const calls = new CallTally();
    let requests = 0;
    await startEndpoint((_, response) => {
      requests += 1;
      if (requests === 1) first(response);
      else sendResult(response, 'GetCallerIdentity', IDENTITY);
    });
    const connections = buildConnections({
      region: 'eu-central-1',
      version: '0.0.0',
      limits: { attempts: 2 },
      onCall: (operation) => calls.add(operation),
    });
    await callerIdentity(connections.sts);
    connections.close();
    return calls.counts();
  }

  it.each<[what: string, first: (response: ServerResponse) => void, count: number]>([
    ['is answered', (response) => sendResult(response, 'GetCallerIdentity', IDENTITY), 1],
    ['fails at first', (response) => response.writeHead(503).end('busy'), 2],
    ['has no answer at first, as its connection breaks', (response) => response.destroy(), 1],
  ])('are those that AWS answered, where one %s', async (_what, first, count) => {
    expect(await counted(first)).toEqual({ 'sts:GetCallerIdentity': count });
  });
});

it('requests by the dozen draw no warning of a leak', async () => {
  const warnings: string[] = [];
  const note = ({ name }: Error): void => void warnings.push(name);
  process.on('warning', note);
  const { reads, changes } = lifetimeOf([]);
  for (const signal of [reads, changes])
    for (let index = 0; index < 30; index += 1) signal.addEventListener('abort', () => undefined);
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', note);
  expect(warnings).toEqual([]);
});

it('the read client has reading requests only, and keeps the client of the SDK to itself', () => {
  const client = iamReadClientModule.iamReadClient(quickConnections().iam);
  expect(Object.values(client).every((member) => typeof member === 'function')).toBe(true);
  expect(
    Object.keys(client).filter((name) => /create|put|delete|attach[^m]|update|add|set/i.test(name)),
  ).toEqual([]);
});
