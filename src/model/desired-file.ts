/** The names of the files in a scope's folder: `rolekeeper.yaml` has the settings, any other YAML file is one integration. */

const YAML = /\.ya?ml$/i;
const SETTINGS = /^rolekeeper\.ya?ml$/i;

export function isYamlFile(name: string): boolean {
  return YAML.test(name);
}

export function isSettingsFile(name: string): boolean {
  return SETTINGS.test(name);
}

/** `logzio-s3` for `logzio-s3.yaml`: the name of the integration that the file has to declare. */
export function integrationOfFile(name: string): string {
  return name.replace(YAML, '');
}

/** Whether a folder is not looked at: hidden entries hold nothing that is declared. */
export function isHidden(name: string): boolean {
  return name.startsWith('.');
}

/** Whether a folder beside those of the scopes holds files for scopes to include, and is none itself. */
export function isSharedFolder(name: string): boolean {
  return name.startsWith('_');
}
