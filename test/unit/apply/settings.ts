import type { Switches } from '../../../src/sandbox/switches.ts';
import { settingsFor } from '../../helpers/thorough.ts';

/** Whatever CloudFormation does in the cases that nobody could verify, the same must come out. */
const ALL: Readonly<Record<string, Partial<Switches>>> = {
  'as AWS probably is': {},
  'when an import writes its properties': { importWritesProperties: true },
  'when the rollback of an import deletes': { importRollback: 'delete' },
  'when name conflicts are never found before execution': { nameConflictValidation: 'off' },
  'when name conflicts are always found before execution': { nameConflictValidation: 'all' },
  'when a DeletionPolicy alone is a change': { deletionPolicyIsChange: true },
  'when metadata of a resource is no change': { resourceMetadataIsChange: false },
  'when a dependency alone is a change': { dependsOnIsChange: true },
  'when metadata of the template is a change': { templateMetadataIsChange: true },
  'when reads are stale': { staleReads: 4, staleReviewReads: 3 },
};

export const SETTINGS = settingsFor(ALL, ['as AWS probably is', 'when reads are stale']);
