import { afterAll, beforeEach, expect, it } from '@jest/globals';
import { createIamReader } from '../../../src/aws/iam-reader.ts';
import { UnansweredError, unansweredAfter } from '../../../src/aws/unanswered.ts';
import {
  clearAwsEnvironment,
  quickConnections,
  startEndpoint,
  stopEndpoints,
  useDummyCredentials,
} from './fake-endpoint.ts';

beforeEach(useDummyCredentials);
afterAll(async () => {
  await stopEndpoints();
  clearAwsEnvironment();
});

/** What becomes of the attempts of one call, each of which takes so long and ends so. */
async function attemptsOf(
  ends: readonly (readonly [seconds: number, end: string])[],
): Promise<readonly string[]> {
  let milliseconds = 0;
  const left = [...ends];
  const call = { input: {} };
  const send = unansweredAfter(
    20_000,
    () => milliseconds,
  )(async () => {
    const [seconds, name] = left.shift() ?? [0, 'answer'];
    milliseconds += seconds * 1000;
    if (name === 'answer') return;
    throw Object.assign(new Error(name), { name });
  });
  const became: string[] = [];
  for (const _end of ends)
    became.push(
      await send(call).then(
        () => 'answer',
        (error: unknown) => (error instanceof UnansweredError ? error.message : (error as Error).name),
      ),
    );
  return became;
}

const times = <T>(count: number, end: T): readonly T[] => Array.from({ length: count }, () => end);

const UNANSWERED = [20, 'TimeoutError'] as const;
const UNCONNECTED = [6, 'TimeoutError'] as const;
const THROTTLED = [0.1, 'Throttling'] as const;

it.each([
  ['taken and not answered', times(3, UNANSWERED), '3 requests have no whole answer after 60 s'],
  ['throttled, however often', times(8, THROTTLED), 'Throttling'],
  ['not taken: the attempts end before', times(8, UNCONNECTED), 'TimeoutError'],
  [
    'throttled in between, which is an answer',
    [UNANSWERED, UNANSWERED, THROTTLED, UNANSWERED, UNANSWERED],
    'TimeoutError',
  ],
  ['answered late', [UNANSWERED, UNANSWERED, [19, 'answer']], 'answer'],
] as const)('a call whose requests are %s', async (_what, ends, last) => {
  expect((await attemptsOf(ends)).at(-1)).toBe(last);
});

it('calls that share their middleware are given up each by its own requests', async () => {
  let milliseconds = 0;
  const send = unansweredAfter(
    20_000,
    () => milliseconds,
  )(async () => {
    milliseconds += 20_000;
    throw Object.assign(new Error('late'), { name: 'TimeoutError' });
  });
  const calls = [{ input: {} }, { input: {} }, { input: {} }];
  for (const call of [...calls, ...calls])
    await expect(send(call)).rejects.toMatchObject({ name: 'TimeoutError' });
  for (const call of calls) await expect(send(call)).rejects.toBeInstanceOf(UnansweredError);
});

it('the SDK sends a call three times to an endpoint that does not answer, and not as often as one that is throttled', async () => {
  let requests = 0;
  await startEndpoint(() => {
    requests += 1;
  });
  const connections = quickConnections(8, 15);
  try {
    const read = createIamReader(connections.iam, {
      account: '111122223333',
      partition: 'aws',
    }).accountDetails();
    await expect(read).rejects.toMatchObject({
      reason: 'unreachable',
      message: expect.stringMatching(
        /^http:\/\/127\.0\.0\.1:\d+ does not answer iam:GetAccountAuthorizationDetails: 3 requests have no whole answer after \d+ s$/,
      ),
    });
    expect(requests).toBe(3);
  } finally {
    connections.close();
  }
});
