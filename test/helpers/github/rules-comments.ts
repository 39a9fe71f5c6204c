import type { Amendment } from './world.ts';

/** Keeps what is written into comments, as GitHub does under "edited". */
export const keepRevisions: Amendment = (call, reply, world) => {
  const isWrite = call.method === 'POST' || call.method === 'PATCH';
  if (!isWrite || !/\/issues\/(?:\d+\/comments|comments\/\d+)$/.test(call.path) || reply.status >= 300)
    return reply;
  const { node_id, body } = reply.body as { node_id: string; body: string };
  const editor = world.holderOf(call)?.login ?? 'octo-admin';
  const revisions = world.revisions.get(node_id) ?? [];
  world.revisions.set(node_id, [{ body, editor, at: world.clock.iso() }, ...revisions]);
  return reply;
};

/** A deleted comment takes its history with it. */
export const forgetDeleted: Amendment = (call, reply, world) => {
  const id = /\/issues\/comments\/(\d+)$/.exec(call.path)?.[1];
  if (call.method === 'DELETE' && id !== undefined && reply.status < 300) world.forgetComment(Number(id));
  return reply;
};
