/**
 * Milliseconds of a fixed piece of work on this machine at this moment: what takes a while is limited as a multiple of
 * it, so that a slow or a busy machine breaks no limit.
 */
export function yardstick() {
  const rows = Array.from({ length: 20_000 }, (_, index) => ({
    name: `role-${index}`,
    tags: [index, `${index}`],
  }));
  const times = Array.from({ length: 9 }, () => {
    const start = performance.now();
    const read = JSON.parse(JSON.stringify(rows));
    read.sort((a, b) => (a.name < b.name ? -1 : 1));
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[4];
}
