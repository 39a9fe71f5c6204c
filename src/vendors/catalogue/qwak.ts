import type { FileVendor } from './vendor.ts';

const SOURCE = { url: 'https://docs.qwak.com', date: '2026-11-22' };

export const QWAK: FileVendor = {
  form: 'file',
  id: 'qwak',
  name: 'Qwak',
  file: 'desired/qwak.yaml',
  source: SOURCE,
  accounts: { ids: ['377488441568'], partition: 'aws', source: SOURCE },
  parameters: [
    { name: 'BucketName', question: 'the bucket with the training data' },
    {
      name: 'QwakAccountId',
      question: 'the account of the Qwak environment; that of Qwak Cloud unless it stands in one of your own',
      known: '377488441568',
    },
  ],
  handBack: 'in the data source',
};
