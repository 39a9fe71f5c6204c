// node --import: a worker of jest that imports a suite gets it from the bundle of this run (bundle-suites.mjs).
import { register } from 'node:module';

register('./load-suite.mjs', import.meta.url);
