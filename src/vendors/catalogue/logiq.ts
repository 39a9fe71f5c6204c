import type { FileVendor } from './vendor.ts';

const SOURCE = { url: 'https://docs.logiq.ai', date: '2026-11-22' };
const BUCKET = [
  { name: 'BucketName', question: 'the bucket of the LOGIQ server: YOUR_BUCKET_NAME in its document' },
] as const;
const KEYS = 'in the configuration of the LOGIQ server: an access key of the user, which is made by hand';

/** The LOGIQ server, and the crawlers of AWS Glue that it uses. */
export const LOGIQ: readonly FileVendor[] = [
  {
    form: 'file',
    id: 'logiq-server',
    name: 'LOGIQ',
    file: 'desired/logiq-server.yaml',
    source: SOURCE,
    parameters: BUCKET,
    handBack: KEYS,
  },
  {
    form: 'file',
    id: 'logiq-without-athena-and-glue',
    name: 'LOGIQ',
    file: 'examples/integrations/logiq-without-athena-and-glue/logiq-server.yaml',
    source: SOURCE,
    parameters: BUCKET,
    handBack: KEYS,
  },
  {
    form: 'file',
    id: 'logiq-tight-pass-role',
    name: 'LOGIQ',
    file: 'examples/integrations/logiq-tight-pass-role/logiq-server.yaml',
    source: SOURCE,
    parameters: [
      ...BUCKET,
      {
        name: 'GlueRoleName',
        question: 'the role of its crawlers, as logiq-glue makes it',
        known: 'Logiq-Glue-Service-Role',
      },
    ],
    handBack: KEYS,
  },
  {
    form: 'file',
    id: 'logiq-glue',
    name: 'LOGIQ',
    file: 'desired/logiq-glue.yaml',
    source: SOURCE,
    parameters: BUCKET,
    handBack: 'in the settings of the crawlers',
  },
];
