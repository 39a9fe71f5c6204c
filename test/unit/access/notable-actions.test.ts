import { expect, it } from '@jest/globals';
import { identityDelta } from '../../../src/access/identity-delta.ts';
import { notableActions } from '../../../src/model/notable-actions.ts';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';

it('every action that is told first is one of the catalogue', async () => {
  const { services } = await readCatalogue();
  const known = new Set(
    Object.entries(services).flatMap(([service, { actions }]) =>
      Object.values(actions).flatMap((names) => Object.keys(names).map((name) => `${service}:${name}`)),
    ),
  );
  expect(notableActions().filter((action) => !known.has(action))).toEqual([]);
});

it.each([
  [['ssm:Get*'], ['GetParameter', 'GetParameters']],
  [
    ['lambda:Update*', 'lambda:Create*', 'lambda:Invoke*'],
    ['UpdateFunctionCode', 'CreateFunction'],
  ],
  [
    ['ec2:Create*', 'ec2:Run*', 'ec2:Terminate*'],
    ['CreateKeyPair', 'RunInstances'],
  ],
])('of %p the actions that matter stand first', async (Action, first) => {
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] };
  const options = { context: { partition: 'aws' }, catalogue: await readCatalogue() };
  const { gains } = identityDelta(undefined, { policies: [{ name: 'p', document }] }, options);
  const main = gains.find(({ actions }) => actions.includes(first[0] ?? ''));
  expect(main?.actions.slice(0, first.length)).toEqual(first);
});
