// A fixed piece of work: what takes a while is limited as a multiple of it, so that a slow or a busy machine breaks no limit.
// It does not depend on how long Node takes to start, which differs between machines in another way than work does.
// usage: node scripts/yardstick.mjs   (prints the milliseconds of CPU that it takes in a process of its own)
import { fileURLToPath } from 'node:url';

/** Milliseconds of the work on this machine at this moment. */
export function yardstick() {
  return median(() => performance.now());
}

/** The median of nine times, by a clock. */
function median(clock) {
  const rows = Array.from({ length: 20_000 }, (_, index) => ({
    name: `role-${index}`,
    tags: [index, `${index}`],
  }));
  const times = Array.from({ length: 9 }, () => {
    const start = clock();
    const read = JSON.parse(JSON.stringify(rows));
    read.sort((a, b) => (a.name < b.name ? -1 : 1));
    return clock() - start;
  });
  return times.sort((a, b) => a - b)[4];
}

function milliseconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(median(milliseconds));
