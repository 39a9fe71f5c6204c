import type { Scope } from '../../../src/model/integration.ts';
import type { Switches } from '../../../src/sandbox/switches.ts';
import type { SandboxState } from '../../../src/sandbox/world.ts';
import { applyScope } from '../rehearsal.ts';
import { openAccount, type Account } from '../scenario/account.ts';
import { tamperedScope } from './tamper-rows.ts';

let applied: Promise<SandboxState> | undefined;

/** An account in which the scope of the tamperings was applied, before anybody tampered with it. */
export async function openTampered(switches: Partial<Switches>): Promise<Account> {
  applied ??= stateAfter(tamperedScope());
  return openAccount({ switches, state: await applied });
}

/** What was there once a scope was applied, a day ago, for as many accounts as are wanted to begin with it. */
export async function stateAfter(wanted: Scope): Promise<SandboxState> {
  const account = await openAccount();
  await account.call({ Action: 'CreateGroup', GroupName: 'g2' });
  const { outcomes } = await applyScope(wanted);
  const state = ofYesterday(account.sandbox.saveState());
  await account.sandbox.close();
  if (outcomes.some(({ outcome }) => outcome !== 'applied')) throw new Error(JSON.stringify(outcomes));
  return state;
}

const DAY = 86_400_000;

/** What is done to an account after it was applied is not done in the same second. */
function ofYesterday(state: SandboxState): SandboxState {
  const text = JSON.stringify(state).replaceAll(/"(\d{4}-\d\d-\d\dT[\d:.]+Z)"/g, (_, time: string) => {
    const earlier = new Date(Date.parse(time) - DAY).toISOString();
    return JSON.stringify(time.includes('.') ? earlier : earlier.replace(/\.\d+Z$/, 'Z'));
  });
  return JSON.parse(text) as SandboxState;
}
