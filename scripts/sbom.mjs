// Prints the software bill of materials of dist/ (CycloneDX): what npm says of the lockfile, less what no bundle contains.
// usage: node scripts/sbom.mjs > rolekeeper.cdx.json
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const sbom = JSON.parse(
  execFileSync('npm', ['sbom', '--package-lock-only', '--sbom-format=cyclonedx'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  }),
);

// Each part of LICENSES.txt begins with the name and the version of a package, and a line with its licence.
const licences = await readFile(join(root, 'dist', 'LICENSES.txt'), 'utf8');
const bundled = new Set(
  [...licences.matchAll(/^(\S+ \S+)\nLicence: /gm)].map(([, title]) => title.replace(' ', '@')),
);
const idOf = ({ group, name, version }) => `${group ? `${group}/` : ''}${name}@${version}`;
const parts = sbom.components.filter((component) => bundled.has(idOf(component)));
const missing = [...bundled].filter((id) => !parts.some((component) => idOf(component) === id));
if (missing.length > 0) throw new Error(`npm sbom does not know ${missing.join(', ')}`);

sbom.metadata.component.name = 'rolekeeper';

const references = new Set([sbom.metadata.component['bom-ref'], ...parts.map((part) => part['bom-ref'])]);
const withoutDevelopment = ({ properties, ...part }) => ({
  ...part,
  scope: 'required',
  // npm calls them development dependencies; that dist/ contains them is what a reader needs to know.
  properties: (properties ?? []).filter(({ name }) => name !== 'cdx:npm:package:development'),
});
process.stdout.write(
  `${JSON.stringify(
    {
      ...sbom,
      components: parts.map(withoutDevelopment),
      dependencies: sbom.dependencies
        .filter(({ ref }) => references.has(ref))
        .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((id) => references.has(id)) })),
    },
    undefined,
    2,
  )}\n`,
);
