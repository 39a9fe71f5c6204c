/**
 * Ends the process with its exit code as soon as everything that was printed is taken: `process.exit` alone may cut off
 * what a pipe has not taken yet (https://nodejs.org/api/process.html#processexitcode). The sessions are closed by now,
 * but the SDK cannot be made to give up the pause before a retry, which lasts up to 20 seconds, nor a helper that it
 * asks for credentials.
 */
export async function endProcess(): Promise<never> {
  for (const stream of [process.stdout, process.stderr])
    await new Promise<void>((resolve) => void stream.write('', () => resolve()));
  process.exit();
}
