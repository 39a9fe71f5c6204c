#!/usr/bin/env node
import { main } from './cli.ts';
import { processEnvironment } from './commands/process-environment.ts';

// dist/ runs on every Node that the action's runners have; what the SDK will need next year is not the user's concern.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

let wasStopped = (): boolean => false;
process.exitCode = await main(process.argv.slice(2), (colorAllowed) => {
  const environment = processEnvironment(colorAllowed);
  wasStopped = environment.wasStopped ?? wasStopped;
  return environment;
});
// What is still under way (a pause, a request) would keep the process alive for seconds.
if (wasStopped()) process.exit();
