// jest's globalTeardown: the bundle of this run goes with it.
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';

export default async function removeBundle() {
  await rm(dirname(process.env.ROLEKEEPER_SUITES), { recursive: true, force: true });
}
