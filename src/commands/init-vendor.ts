import { access, writeFile } from 'node:fs/promises';
import { suggest } from '../desired/suggest.ts';
import { vendorFile, vendorQuestions, type VendorAnswers } from '../init/vendor-file.ts';
import { RolekeeperError } from '../model/failure.ts';
import { CATALOGUE } from '../vendors/catalogue/registry.ts';
import type { Environment } from './environment.ts';

/** As commander gives them. */
export interface InitVendorOptions {
  readonly desired: string;
  readonly principal?: string;
  readonly externalId?: string;
  readonly policies?: readonly string[];
  readonly roleName?: string;
}

/** Writes the desired file of a vendor that the catalogue knows; asks for what it does not know. */
export async function initVendor(
  id: string,
  options: InitVendorOptions,
  environment: Environment,
): Promise<number> {
  const vendor = CATALOGUE.find((one) => one.id === id);
  if (vendor === undefined) {
    const ids = CATALOGUE.map((one) => one.id);
    const near = suggest(id, ids);
    throw new RolekeeperError('invalid-config', `no vendor is called ${id}`, {
      hint: near === undefined ? `the catalogue has ${ids.join(', ')}` : `did you mean ${near}?`,
    });
  }
  const answers: Record<string, VendorAnswers[keyof VendorAnswers]> = { ...options };
  if (environment.interactive) {
    for (const { name, question } of vendorQuestions(vendor)) {
      if (answers[name] !== undefined) continue;
      const typed = await environment.ask(`${question}: `);
      const answer = (typed ?? '').trim();
      answers[name] = name === 'policies' ? answer.split(/[\s,]+/).filter((one) => one !== '') : answer;
    }
  }
  const file = vendorFile(vendor, answers, options.desired);
  const there = await access(file.path).then(
    () => true,
    () => false,
  );
  if (there)
    throw new RolekeeperError('invalid-config', `${file.path} exists already; nothing was written`, {
      hint: 'edit it, or move it away first',
    });
  try {
    await writeFile(file.path, file.text, { flag: 'wx' });
  } catch (cause) {
    throw new RolekeeperError('invalid-config', `${file.path} cannot be written`, {
      cause,
      hint: `run rolekeeper init first, which makes ${options.desired}/rolekeeper.yaml`,
    });
  }
  environment.out(
    `wrote ${file.path}\n\nrolekeeper validate checks it, rolekeeper plan says what it comes to. After it is applied, ${vendor.name} needs back:\n  ${vendor.handBack}\n`,
  );
  return 0;
}
