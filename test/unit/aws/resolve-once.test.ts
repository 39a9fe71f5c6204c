import { expect, it } from '@jest/globals';
import { GetRoleCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { resolveOnce } from '../../../src/aws/resolve-once.ts';

it('the middleware is put together once for each command and signal, and each call has its own input', async () => {
  const client = new IAMClient({ region: 'eu-west-1', maxAttempts: 1 });
  let resolved = 0;
  const sent: unknown[] = [];
  client.middlewareStack.add(
    () => {
      resolved += 1;
      return async ({ input }) => {
        sent.push(input);
        return { response: undefined, output: { $metadata: {} } };
      };
    },
    { step: 'initialize', name: 'answering' },
  );
  resolveOnce(client);
  const [one, other] = [new AbortController().signal, new AbortController().signal];
  const roles = ['a', 'b', 'c'].map((RoleName) => ({ RoleName }));
  await Promise.all(roles.map((role) => client.send(new GetRoleCommand(role), { abortSignal: one })));
  expect(resolved).toBe(1);
  await client.send(new ListRolesCommand({}), { abortSignal: one });
  await client.send(new ListRolesCommand({}), { abortSignal: other });
  expect(resolved).toBe(3);
  await client.send(new ListRolesCommand({}));
  expect(resolved).toBe(4);
  expect(sent).toEqual([...roles, {}, {}, {}]);
});
