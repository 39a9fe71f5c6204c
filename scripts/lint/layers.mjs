// The layers of src/: which folder imports from which, and what reaches outside the process.
// A folder is pure unless it has `reaches`: by file, or '*' for all of its files, the packages and globals that it may use.
// The rule that holds src/ against this table is fence.mjs.

const CORE = ['model', 'policy', 'access', 'kinds'];
const GITHUB_CLIENT = ['@actions/github/lib/utils', '@octokit/plugin-retry', '@octokit/plugin-throttling'];
const GITHUB = [...GITHUB_CLIENT, 'fetch', 'globalThis', 'AbortSignal.timeout'];

/** @type {Record<string, { imports: string[], reaches?: Record<string, string[]> }>} */
export const LAYERS = {
  model: { imports: [] },
  vendors: { imports: ['model'] },
  policy: { imports: ['model'] },
  access: { imports: ['model', 'policy'] },
  kinds: { imports: ['model', 'policy'] },
  desired: {
    imports: [...CORE, 'vendors'],
    reaches: {
      'load.ts': ['node:path'],
      'read-folder.ts': ['node:fs', 'node:fs/promises', 'node:path'],
    },
  },
  live: { imports: CORE, reaches: { 'live-folder.ts': ['node:fs/promises', 'node:path'] } },
  plan: { imports: CORE },
  rules: { imports: [...CORE, 'vendors'] },
  cloudformation: { imports: CORE },
  assess: { imports: [...CORE, 'plan', 'rules', 'cloudformation', 'inventory', 'vendors', 'adopt'] },
  inventory: { imports: [...CORE, 'rules'] },
  adopt: { imports: [...CORE, 'desired', 'inventory', 'vendors'] },
  apply: { imports: [...CORE, 'plan', 'cloudformation'] },
  report: { imports: ['model'] },
  review: { imports: ['model'] },
  init: { imports: ['model', 'kinds', 'vendors'] },
  template: { imports: [...CORE, 'desired'] },
  doctor: { imports: [...CORE, 'init', 'rules'] },
  github: { imports: ['model', 'review'], reaches: { 'github-client.ts': GITHUB } },
  aws: {
    imports: ['model'],
    reaches: {
      '*': [
        '@aws-sdk/client-cloudformation',
        '@aws-sdk/client-iam',
        '@aws-sdk/client-organizations',
        '@aws-sdk/client-sts',
        '@aws-sdk/credential-provider-ini',
        'node:events',
        'AbortSignal.timeout',
      ],
      'request-rate.ts': ['node:timers/promises', 'performance'],
      'unanswered.ts': ['process'],
    },
  },
  sandbox: { imports: [], reaches: { '*': ['Date'], 'server.ts': ['node:http'] } },
  probe: {
    imports: [],
    reaches: {
      '*': ['@aws-sdk/client-cloudformation', '@aws-sdk/client-iam', '@aws-sdk/client-sts'],
      'main.ts': ['node:readline/promises', 'process', 'Date', 'setTimeout'],
    },
  },
  commands: {
    imports: [
      ...CORE,
      'vendors',
      'desired',
      'live',
      'plan',
      'rules',
      'cloudformation',
      'assess',
      'inventory',
      'adopt',
      'apply',
      'report',
      'review',
      'github',
      'init',
      'template',
      'doctor',
      'aws',
    ],
    reaches: {
      '*': ['node:fs/promises', 'node:path', '@actions/core'],
      'process-environment.ts': [
        'crypto',
        'node:events',
        'node:readline/promises',
        'node:timers/promises',
        'node:tty',
        'process',
        'Date',
        'setInterval',
        'clearInterval',
      ],
      'end-process.ts': ['process'],
      'load-in-thread.ts': ['node:worker_threads', 'URL', 'import.meta'],
      'run-git.ts': ['node:child_process', 'node:util'],
      'open-session.ts': ['process', 'Date'],
      'read-page-assets.ts': ['node:url', 'import.meta'],
      'read-published.ts': ['node:url', 'import.meta'],
      'read-catalogue.ts': ['node:url', 'node:zlib', 'import.meta'],
      'show-progress.ts': ['log-update'],
      'help-layout.ts': ['commander'],
      'sandbox.ts': ['sandbox'],
      'demo.ts': ['sandbox', 'node:url', 'import.meta', 'process', 'fetch'],
    },
  },
  'command-line': { imports: ['model', 'commands'], reaches: { '*': ['commander'] } },
  'cli.ts': { imports: ['model', 'command-line', 'commands'], reaches: { '*': ['commander'] } },
  'action.ts': {
    imports: ['model', 'commands', 'report', 'review', 'github'],
    reaches: { '*': ['@actions/core', 'process'] },
  },
  'run-cli.ts': { imports: ['cli.ts', 'commands', 'model'], reaches: { '*': ['process', 'node:v8'] } },
  'run-files-thread.ts': { imports: ['commands', 'model'], reaches: { '*': ['node:worker_threads'] } },
  'run-action.ts': { imports: ['action.ts', 'commands'], reaches: { '*': ['process', 'node:v8'] } },
};

/** Files that bring the sandbox with them: the CLI loads them by `import()`, and the action never has them in its bundle. */
export const LAZY = {
  files: ['commands/sandbox.ts', 'commands/demo.ts'],
  by: 'command-line/other-commands.ts',
};

/** Packages without I/O, for every folder. Of those with a list, the names in it alone. */
export const PLAIN_PACKAGES = {
  zod: true,
  yaml: true,
  'json-diff': true,
  picocolors: true,
  'fast-string-width': true,
  'fast-wrap-ansi': true,
  'p-limit': true,
  re2js: ['RE2JS'],
  'node:util/types': true,
  'node:crypto': ['createHash'],
  'node:net': ['BlockList', 'isIP', 'isIPv4', 'isIPv6'],
  'node:path': ['posix'],
};

/** Globals that reach a clock, randomness, the process, the network, or every other global. */
export const GLOBALS = [
  'process',
  'console',
  'performance',
  'crypto',
  'fetch',
  'WebSocket',
  'EventSource',
  'navigator',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'clearImmediate',
  'Intl',
  'globalThis',
  'global',
  'self',
  'require',
  'module',
  'eval',
  'Function',
];

/** Members with the same reach, of globals that are pure otherwise. `Date` without a time is a rule of its own. */
export const MEMBERS = { Math: ['random'], AbortSignal: ['timeout'] };
