import { describe, expect, it } from '@jest/globals';
import type { Neighbour } from '../../../src/model/integration.ts';
import { sayOwner } from '../../../src/assess/say-owner.ts';
import { entry } from '../report/plan-builders.ts';
import { settings } from '../../helpers/resources.ts';

const neighbour = (directory: string, stackPrefix: string, integrations: readonly string[]): Neighbour => ({
  directory,
  region: 'eu-west-1',
  stackPrefix,
  integrations,
  addresses: [],
});

const said = (stackName: string, neighbours: readonly Neighbour[], stackPrefix = 'own-', region?: string) =>
  sayOwner(entry('role/r'), region === undefined ? { stackName } : { stackName, region }, {
    name: 'i',
    settings: settings({ stackPrefix }),
    neighbours,
  });

describe('a resource of a stack with the prefix of another folder', () => {
  it('belongs to that folder, where a file there has the name', () => {
    expect(said('rk-datadog', [neighbour('desired/a', 'rk-', ['datadog'])])).toEqual({
      message: 'role/r belongs to the CloudFormation stack rk-datadog, which the folder desired/a keeps',
      hint: 'two pull requests: first write "release: [role/r]" in its file in desired/a, then declare it here',
    });
  });

  it('may belong to that folder or to no one there, where no file has the name', () => {
    const { message, hint } = said('rk-legacy', [neighbour('desired/a', 'rk-', ['datadog'])]);
    expect(message).not.toContain('keeps');
    expect(message).toContain('the names of the stacks of the folder desired/a begin like that');
    expect(hint).toContain('rolekeeper adopt --from-stack rk-legacy');
  });

  it('is that of the folder with the longest prefix', () => {
    const both = [neighbour('desired/a', 'rk-', ['b-v2']), neighbour('desired/b', 'rk-b-', ['v2'])];
    expect(said('rk-b-v2', both).message).toContain('which the folder desired/b keeps');
  });

  it('is of no other folder where the own prefix is longer', () => {
    const { message } = said('rk-b-v2', [neighbour('desired/a', 'rk-', ['b-v2'])], 'rk-b-');
    expect(message).toBe('role/r belongs to the CloudFormation stack rk-b-v2');
  });

  it('is of no folder for another region', () => {
    const other = [neighbour('desired/a', 'rk-', ['datadog'])];
    expect(said('rk-datadog', other, 'own-', 'us-east-1').message).toBe(
      'role/r belongs to the CloudFormation stack rk-datadog in us-east-1',
    );
  });
});
