import { parseScope } from '../../../src/desired/parse-scope.ts';
import type { Scope } from '../../../src/model/integration.ts';
import { roleFile, settings, type RoleFile } from '../../e2e/action/desired-files.ts';

/** A scope out of YAML, as the check-out or the base branch has it. */
export function scopeOf(roles: readonly RoleFile[], more = ''): Scope {
  const files = [
    { name: 'rolekeeper.yaml', file: 'desired/rolekeeper.yaml', text: settings(more) },
    ...roles.map((role) => ({
      name: `${role.name}.yaml`,
      file: `desired/${role.name}.yaml`,
      text: roleFile(role),
    })),
  ];
  const { scope, diagnostics } = parseScope({ directory: 'desired', files });
  if (scope === undefined) throw new Error(JSON.stringify(diagnostics));
  return scope;
}
