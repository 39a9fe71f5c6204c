import type { ActionCatalogue, CatalogueService } from '../model/action-catalogue.ts';

/**
 * The catalogue out of its JSON, which has one service a line: a service is parsed when it is first asked for. A run
 * asks for the few that its policies name, of more than four hundred.
 */
export function parseCatalogue(text: string): ActionCatalogue {
  const [head = '', ...lines] = text.split('\n');
  if (!head.endsWith('"services":{')) return JSON.parse(text) as ActionCatalogue;
  const services: Record<string, CatalogueService> = {};
  for (const line of lines.slice(0, -1)) {
    const end = line.indexOf('":');
    const json = line.slice(end + 2, line.endsWith(',') ? -1 : undefined);
    let service: CatalogueService | undefined;
    Object.defineProperty(services, line.slice(1, end), {
      enumerable: true,
      get: () => (service ??= JSON.parse(json) as CatalogueService),
    });
  }
  const { source } = JSON.parse(`${head}}}`) as Pick<ActionCatalogue, 'source'>;
  return { source, services };
}
