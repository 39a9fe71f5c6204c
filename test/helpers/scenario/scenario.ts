import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { JsonObject } from '../../../src/model/json.ts';

/** The parameters of one request of the Query API; objects stand for JSON text. */
const callSchema = z.record(z.string(), z.union([z.string(), z.record(z.string(), z.json())]));

const stepSchema = z.strictObject({
  /** The folder of its goldens under `expected/`. */
  name: z.string(),
  /** The desired folder: in the scenario's own folder, or `repository` for the one that this repository has. */
  desired: z.string(),
  /** The day on which the step takes place, where it matters: `YYYY-MM-DD`. */
  day: z.iso.date().optional(),
  /** What an administrator does in the account before the step, request by request. */
  account: z.array(callSchema).default([]),
  /** The exit code of `plan --detailed-exitcode`; the plan is compared with the goldens. */
  plan: z.int().optional(),
  /** The exit code of `drift`; its report is compared with the golden. */
  drift: z.int().optional(),
  /** The exit code of `apply`. When nothing is blocked, the plan after it must be empty. */
  apply: z.int().optional(),
  /** Every blocker's code, sorted. */
  blocked: z.array(z.string()).default([]),
});

const scenarioSchema = z.strictObject({ title: z.string(), shows: z.string(), steps: z.array(stepSchema) });

export type ScenarioStep = z.infer<typeof stepSchema>;
export type ApiCall = Readonly<Record<string, string | JsonObject>>;

export interface Scenario extends z.infer<typeof scenarioSchema> {
  /** `010-logzio-external-id-same-role` */
  readonly name: string;
  /** Absolute. */
  readonly directory: string;
}

/** Every scenario under a folder, in the order of their numbers. @throws when a scenario.json is wrong */
export function readScenarios(directory: string): readonly Scenario[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const own = join(directory, name);
      const text = readFileSync(join(own, 'scenario.json'), 'utf8');
      return { ...scenarioSchema.parse(JSON.parse(text)), name, directory: own };
    });
}
