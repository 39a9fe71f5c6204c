import type { Clock } from '../model/clock.ts';

/** The day in UTC, `YYYY-MM-DD`: holds run out by it, wherever the run takes place. */
export function today(clock: Clock): string {
  return clock.now().toISOString().slice(0, 10);
}
