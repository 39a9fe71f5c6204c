import { expect, it } from '@jest/globals';
import { RunBudget } from '../../../src/access/step-budget.ts';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import { parseScope } from '../../../src/desired/parse-scope.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { reviewScope } from '../../../src/rules/review.ts';

const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

function fileOf(name: string, Statement: readonly JsonObject[]) {
  const role = {
    RoleName: name,
    AssumeRolePolicyDocument: TRUST,
    Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement } }],
  };
  return {
    name: `${name}.yaml`,
    file: `desired/${name}.yaml`,
    text: JSON.stringify({ integration: name, description: 'd', roles: [role] }),
  };
}

const settings = {
  name: 'rolekeeper.yaml',
  file: 'desired/rolekeeper.yaml',
  text: 'version: 1\naccount: "111122223333"\nregion: eu-west-1\n',
};

const letter = (n: number) => String.fromCharCode(97 + (n % 26));

const HOSTILE = Array.from({ length: 60 }, (_, n) => ({
  Effect: n % 2 === 0 ? 'Allow' : 'Deny',
  Action: [`ec2:*${letter(n)}*`, `iam:*${letter(n)}*`],
  Resource: `arn:aws:ec2:*:*:*${n.toString(36)}*`,
}));
const ADMIN = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

it('rules that are out of steps say so of the principal, at their level, and judge the other files all the same', async () => {
  const { scope, diagnostics } = parseScope({
    directory: 'desired',
    files: [settings, fileOf('hostile', HOSTILE), fileOf('admin', ADMIN)],
  });
  if (scope === undefined) throw new Error(JSON.stringify(diagnostics));
  const input = { scope, catalogue: await readCatalogue(), today: '2026-11-22' };
  const run = new RunBudget(0);
  run.of('hostile').spend(249_990);
  const reviews = reviewScope({ ...input, budget: run });
  const said = reviews
    .get('hostile')
    ?.findings.map(({ rule, level, message }) => `${level} ${rule} ${message}`);
  expect(said).toContainEqual(
    expect.stringMatching(
      /^error full-admin the policies of role\/hostile are too complex to judge by full-admin/,
    ),
  );
  expect(said).toContainEqual(
    expect.stringMatching(/wildcard-write the policies of role\/hostile are too complex/),
  );
  expect(reviews.get('admin')?.findings).toContainEqual(
    expect.objectContaining({ rule: 'full-admin', level: 'error' }),
  );
  const plenty = reviewScope({ ...input, budget: new RunBudget() });
  expect(JSON.stringify([...plenty.values()])).not.toContain('too complex');
});
