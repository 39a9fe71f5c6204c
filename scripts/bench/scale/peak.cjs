// Writes the peak memory of a process, in KiB, when it ends.
process.on('exit', () => {
  if (process.env.BENCH_PEAK)
    require('node:fs').writeFileSync(process.env.BENCH_PEAK, String(process.resourceUsage().maxRSS));
});
