// Asks a real account how CloudFormation behaves where that is not verified: prints the sandbox's switch settings.
// usage: npm run probe -- [--yes]   (AWS credentials and AWS_REGION come from the environment)
import { importSource } from './import-source.mjs';

const { main } = await importSource('src/probe/main.ts');
process.exitCode = await main(process.argv.slice(2));
