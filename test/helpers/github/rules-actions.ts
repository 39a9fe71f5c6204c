import { json } from './exchange.ts';
import { notAccessible } from './rules-access.ts';
import type { Rule } from './world.ts';

/** A run of a workflow: `emulate` knows those that it started itself, and there are none. */
export const showRun: Rule = (call, world) => {
  const id = /\/actions\/runs\/(\d+)$/.exec(call.path)?.[1];
  if (call.method !== 'GET' || id === undefined) return undefined;
  const holder = world.holderOf(call);
  if (holder?.type === 'App' && holder.permissions['actions'] === undefined) return notAccessible(call.path);
  const { status, attempt } = world.runs.get(Number(id)) ?? { status: 'in_progress', attempt: 1 };
  return json(200, { id: Number(id), status, run_attempt: attempt });
};
