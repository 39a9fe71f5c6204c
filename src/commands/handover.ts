import { revealHandover, sayHandover } from '../model/handover.ts';
import { RolekeeperError } from '../model/failure.ts';
import { withoutWorkflowCommands } from '../report/escape-terminal.ts';
import { handoverLines } from '../report/say-handover.ts';
import type { Environment } from './environment.ts';
import { loadScopes } from './load-scopes.ts';
import type { CommonOptions } from './options.ts';

export interface HandoverOptions extends Pick<CommonOptions, 'desired'> {
  readonly showExternalIds?: boolean;
}

/**
 * Prints what the file of an integration says that the third party is to be told. Reads no account: that it is applied,
 * apply says.
 */
export async function handover(
  name: string,
  { desired, showExternalIds }: HandoverOptions,
  environment: Environment,
): Promise<number> {
  if (showExternalIds === true && (!environment.onTerminal || environment.inCi)) {
    throw new RolekeeperError(
      'invalid-config',
      'external ids are shown on a terminal only: elsewhere the output stays in a file or a log',
      { hint: 'run it in a terminal, or without --show-external-ids' },
    );
  }
  const scopes = await loadScopes({ desired, only: [name] }, environment);
  const found = scopes.flatMap(({ integrations }) => integrations.filter((one) => one.name === name));
  const [integration] = found;
  if (integration === undefined || found.length > 1) {
    throw new RolekeeperError('invalid-config', `${found.length} scopes have an integration ${name}`, {
      hint: 'name the folder of one scope with --desired',
    });
  }
  if (integration.handover === undefined) {
    throw new RolekeeperError('invalid-config', `${integration.file} has no hand-over`, {
      hint: 'write "handover:" in it: what the third party has to be told',
    });
  }
  const text =
    showExternalIds === true ? revealHandover(integration.handover) : sayHandover(integration.handover);
  environment.out(withoutWorkflowCommands(`${handoverLines(text).join('\n')}\n`));
  return 0;
}
