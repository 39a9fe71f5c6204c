import type { FileVendor } from './vendor.ts';

const SOURCE = { url: 'https://www.onemata.com', date: '2026-11-22' };
const NAMED = 'Onemata names it after it was sent the number of this account';

/** The three ways to work with the data that Onemata provides. */
export const ONEMATA: readonly FileVendor[] = [
  {
    form: 'file',
    id: 'onemata-ec2',
    name: 'Onemata',
    file: 'desired/onemata-ec2.yaml',
    source: SOURCE,
    parameters: [
      { name: 'OnemataAccountId', question: `the account of its role. ${NAMED}` },
      { name: 'OnemataRoleName', question: `the name of its role. ${NAMED}` },
      { name: 'OnemataBucketName', question: 'the bucket of Onemata that the instances read' },
    ],
    handBack: 'to let the role in: the number of this account',
  },
  {
    form: 'file',
    id: 'onemata-glue',
    name: 'Onemata',
    file: 'desired/onemata-glue.yaml',
    source: SOURCE,
    parameters: [],
    handBack: 'nowhere: choose the role in AWS Glue',
  },
  {
    form: 'file',
    id: 'onemata-redshift',
    name: 'Onemata',
    file: 'desired/onemata-redshift.yaml',
    source: SOURCE,
    parameters: [],
    handBack: 'nowhere: name the role in COPY',
  },
];
