const SCHEMAS = 'https://raw.githubusercontent.com/rolekeeper/rolekeeper/main/schema';

/** The first line of an integration's file: editors check the file by it. */
export const INTEGRATION_MODELINE = `# yaml-language-server: $schema=${SCHEMAS}/integration.schema.json`;

/** The same of the settings. */
export const SETTINGS_MODELINE = `# yaml-language-server: $schema=${SCHEMAS}/settings.schema.json`;
