import { loadDesired } from '../desired/load.ts';
import type { LoadFiles } from './load-files.ts';
import { readCatalogue } from './read-catalogue.ts';

/** Reads files in the thread that asks for it. */
export const loadFilesHere: LoadFiles = async (request, hearing) =>
  loadDesired({ ...request, ...hearing, catalogue: await readCatalogue() });
