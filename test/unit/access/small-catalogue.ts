import type { ActionCatalogue } from '../../../src/model/action-catalogue.ts';

/** A few actions of a few services. */
export const SMALL_CATALOGUE: ActionCatalogue = {
  source: 'test',
  services: {
    iam: { resources: {}, actions: { Write: { PassRole: [], CreateRole: [] }, Read: { GetRole: [] } } },
    s3: {
      resources: {},
      actions: {
        'Permissions management': { PutBucketPolicy: [] },
        Write: { PutObject: [], DeleteObject: [] },
        Read: { GetObject: [], GetObjectV: [] },
        List: { ListBucket: [] },
      },
    },
    sqs: { resources: {}, actions: { Write: { SendMessage: [] } } },
    sts: {
      resources: {},
      actions: { Write: { AssumeRole: [] }, Tagging: { TagSession: [] } },
    },
  },
};
