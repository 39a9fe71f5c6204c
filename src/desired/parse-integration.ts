import type * as z from 'zod';
import type { KindSpec } from '../kinds/kind.ts';
import { normaliseResource } from '../kinds/normalise.ts';
import { KIND_SPECS } from '../kinds/registry.ts';
import { policyTypeOf } from '../kinds/shape.ts';
import type { ActionCatalogue } from '../model/action-catalogue.ts';
import { type Diagnostic, type Location, hasErrors } from '../model/diagnostic.ts';
import type { DesiredResource, Integration, Settings } from '../model/integration.ts';
import { acknowledgedAt, checkAcknowledgements, checkHoldDates } from './acknowledgements.ts';
import { checkActions } from './check-actions.ts';
import { checkAttachmentCount, checkResourceCount } from './check-quotas.ts';
import { checkDocuments } from './check-documents.ts';
import { checkMembers, checkResourceNames } from './check-names.ts';
import { checkSchema } from './check-schema.ts';
import { checkFunctions, checkTemplates, isTemplate } from './cloudformation-syntax.ts';
import { errorAt, listOf, sortDiagnostics, withoutFollowUps } from './diagnose.ts';
import { checkExpectationKeys, expectationsOf } from './expectations.ts';
import { type SourceInclude, withInclude } from './includes.ts';
import { integrationSchema } from './integration-schema.ts';
import { checkHandover, handoverOf } from './handover.ts';
import { parseYaml, type ParsedYaml } from './parse-yaml.ts';
import { checkPending, isPending, withPendingTrust } from './pending.ts';
import { checkPlaceholders } from './placeholders.ts';
import {
  type DeclaredPolicies,
  checkReferences,
  declaredPolicies,
  resolveReferences,
} from './policy-references.ts';
import { type SourceResource, resourcesOf } from './source-resource.ts';
import { type SourceMap, type SourceNode, entryOf, itemsOf, textOf, toJson } from './source-tree.ts';
import { PARAMETER_EXPLOSION, substitute } from './substitute.ts';
import { suggesting, type Suggesting } from './suggest.ts';
import { asOf, checkSuspension, suspend } from './suspend.ts';
import { checkTags, tagList } from './tags.ts';
import { checkNumbers, inTexts } from './unquoted-numbers.ts';

const EXAMPLE = 'begin it with "integration: my-vendor", "description: …" and one list such as "roles:"';

/** What of the settings a desired file depends on. */
export interface FileContext extends Pick<Settings, 'account' | 'partition' | 'region' | 'tags'> {
  /** Actions are checked against it; not at all without it. */
  readonly catalogue?: ActionCatalogue;
  /** The account, where it is an emulator's: it may be one that stands in examples. */
  readonly rehearsed?: string;
  /** `YYYY-MM-DD`: how far ahead a date is, and whether it has come; without it, none has. */
  readonly today?: string;
  /** Says what was meant, for the mistakes of all files of the run; absent: of this file alone. */
  readonly suggestFew?: Suggesting;
  /** Of a file that stands for many accounts: what the scope says of it. */
  readonly included?: SourceInclude;
}

export interface ParsedIntegration {
  /** Absent when there are errors. */
  readonly integration?: Integration;
  /** The resources that it names, valid or not: to find those declared twice over files. */
  readonly resources: readonly SourceResource[];
  /** Where the value of `integration` stands, and what it is. */
  readonly name?: { readonly text: string; readonly location: Location };
  readonly diagnostics: readonly Diagnostic[];
}

/** The text of one `desired/<name>.yaml` as an integration, or all that is wrong with it. Never throws. */
export function parseIntegration(text: string, file: string, context: FileContext): ParsedIntegration {
  const { root, diagnostics } =
    context.included === undefined ? readFile(text, file, context) : readShared(text, file, context);
  if (root === undefined) return { resources: [], diagnostics: sortDiagnostics(diagnostics) };
  return checkIntegration(root, context, diagnostics);
}

/** The tree of a file, and what is wrong with it as it is written; no tree where nothing more is to be said of it. */
function readFile(text: string, file: string, { rehearsed }: Pick<FileContext, 'rehearsed'>): ParsedYaml {
  const { root, diagnostics } = parseYaml(text, file, 'an integration', EXAMPLE);
  if (root === undefined) return { diagnostics };
  const tooMany = checkResourceCount(root);
  if (tooMany.length > 0) return { diagnostics: [...diagnostics, ...tooMany] };
  const written = [
    ...diagnostics,
    ...checkTemplates(root),
    ...checkFunctions(root),
    ...checkNumbers(root),
    ...checkPlaceholders(root, 'parameters', rehearsed),
  ];
  // A whole template is another format: what our schema says about it is no help.
  return isTemplate(root) ? { diagnostics: written } : { root, diagnostics: written };
}

/** So many are kept; a folder of shared files has no more that are as large as a file can be. */
const MOST_SHARED = 8;
const SHARED = new Map<string, { readonly text: string; readonly read: ParsedYaml }>();

/** The same of a file that scopes include, once for all of them. */
function readShared(text: string, file: string, context: FileContext): ParsedYaml {
  const key = JSON.stringify([file, context.rehearsed]);
  const known = SHARED.get(key);
  if (known?.text === text) return known.read;
  const read = readFile(text, file, context);
  if (SHARED.size >= MOST_SHARED) SHARED.clear();
  SHARED.set(key, { text, read });
  return read;
}

/** What a file holds as an integration, or all that is wrong with it besides what was found already. Never throws. */
export function checkIntegration(
  raw: SourceMap,
  context: FileContext,
  written: readonly Diagnostic[],
): ParsedIntegration {
  const whole = context.included === undefined ? raw : withInclude(raw, context.included);
  const { suggestFew = suggesting() } = context;
  const substituted = substitute(inTexts(whole), context, context.included !== undefined, suggestFew);
  if (substituted.diagnostics.some(({ code }) => code === PARAMETER_EXPLOSION))
    return { resources: [], diagnostics: sortDiagnostics([...written, ...substituted.diagnostics]) };
  const root = withPendingTrust(substituted.root);
  const resources = resourcesOf(root);
  const policies = declaredPolicies(resources, context);
  const checked = checkSchema(integrationSchema, root, suggestFew);
  const stages = [
    written,
    substituted.diagnostics,
    checked.diagnostics,
    [
      ...checkContent(root),
      ...checkDocuments(root, context.partition),
      ...checkActions(root, context.catalogue, suggestFew),
      ...checkResourceNames(resources),
      ...checkMembers(resources),
      ...checkAttachmentCount(resources),
      ...checkTags(resources, context.tags),
      ...checkReferences(resources, policies, context, suggestFew),
      ...checkAcknowledgements(root, resources, suggestFew),
      ...checkHoldDates(root, context.today),
      ...checkExpectationKeys(root, resources, suggestFew),
      ...checkSuspension(root, resources),
      ...checkPending(resources),
      ...checkHandover(root, resources, context, suggestFew),
    ],
  ];
  const diagnostics = sortDiagnostics(
    stages.reduce((earlier, later) => [...earlier, ...withoutFollowUps(earlier, later)]),
  );
  const name = nameIn(root);
  return {
    resources,
    diagnostics,
    ...(name === undefined ? {} : { name }),
    ...(checked.value === undefined || hasErrors(diagnostics)
      ? {}
      : { integration: toIntegration(checked.value, { root, resources, policies, context }) }),
  };
}

/** A file that declares nothing and acknowledges nothing would be an empty stack. */
function checkContent(root: SourceMap): readonly Diagnostic[] {
  const lists = [...KIND_SPECS.map((spec) => spec.list), 'delete', 'release'];
  if (lists.some((list) => entryOf(root, list) !== undefined && !isEmptyList(root, list))) return [];
  const hint = `add one of ${listOf(KIND_SPECS.map((spec) => `"${spec.list}:"`))}`;
  return [errorAt(root.location, 'no-resources', 'the file declares no resource', hint)];
}

function isEmptyList(root: SourceMap, list: string): boolean {
  const value = entryOf(root, list)?.value;
  return value?.type === 'list' && itemsOf(value).length === 0;
}

function nameIn(root: SourceMap): ParsedIntegration['name'] {
  const value = entryOf(root, 'integration')?.value;
  return value?.type === 'scalar' && typeof value.value === 'string'
    ? { text: value.value, location: value.location }
    : undefined;
}

/** What a file without errors is made of. */
interface SoundFile {
  readonly root: SourceMap;
  readonly resources: readonly SourceResource[];
  readonly policies: DeclaredPolicies;
  readonly context: FileContext;
}

function toIntegration(
  file: z.infer<typeof integrationSchema>,
  { root, resources, policies, context }: SoundFile,
): Integration {
  const suspended = file.suspend === true;
  const places = acknowledgedAt(root);
  const expectations = expectationsOf(root, context.partition);
  const handover = handoverOf(root, resources, context);
  const integration: Integration = {
    name: file.integration,
    description: file.description,
    ...(file.vendor === undefined ? {} : { vendor: file.vendor }),
    ...(file.owner === undefined ? {} : { owner: file.owner }),
    file: root.location.file,
    resources: resources.map((resource) => toDesired(resource, policies, context, suspended)),
    delete: file.delete ?? [],
    release: file.release ?? [],
    overwrite: file.overwrite ?? [],
    ...(Object.keys(places).length === 0 ? {} : { acknowledgedAt: places }),
    hold: file.hold ?? [],
    ignore: file.ignore ?? [],
    ...(file.exceptions === undefined ? {} : { exceptions: file.exceptions }),
    observe: file.observe ?? false,
    ...(suspended ? { suspended } : {}),
    ...(file.reviewBy === undefined ? {} : { reviewBy: file.reviewBy }),
    ...(file.expires === undefined ? {} : { expires: file.expires }),
    ...datesAt(root),
    ...(handover === undefined ? {} : { handover }),
    ...(expectations.length === 0 ? {} : { expectations }),
  };
  return context.today === undefined ? integration : asOf(integration, context.today);
}

function datesAt(root: SourceMap): Pick<Integration, 'datesAt'> {
  const places = (['reviewBy', 'expires'] as const).flatMap((key) => {
    const entry = entryOf(root, key);
    return entry === undefined ? [] : [[key, entry.keyLocation] as const];
  });
  return places.length === 0 ? {} : { datesAt: Object.fromEntries(places) };
}

function toDesired(
  { spec, node, location }: SourceResource,
  policies: DeclaredPolicies,
  context: FileContext,
  suspended: boolean,
): DesiredResource {
  const written = toJson(resolveReferences(node, policies));
  const taggable = spec.fields.some((field) => field.shape === 'tags');
  const properties = taggable ? { ...written, Tags: tagList(written['Tags'], context.tags) } : written;
  return {
    resource: normaliseResource(spec, suspended ? suspend(spec, properties) : properties),
    ...(isPending(node) ? { pending: true } : {}),
    location,
    propertyLocations: Object.fromEntries(node.entries.map((entry) => [entry.key, entry.keyLocation])),
    statementLocations: statementLocations(spec, node),
  };
}

/** Where the statements of a resource's documents stand, by property name; of inline policies by `Policies/<name>`. */
function statementLocations(spec: KindSpec, node: SourceMap): Readonly<Record<string, readonly Location[]>> {
  return Object.fromEntries(
    spec.fields.flatMap((field) => {
      const value = entryOf(node, field.property)?.value;
      if (value === undefined || policyTypeOf(field.shape) === undefined) return [];
      if (field.shape !== 'inline-policies') return [[field.property, placesIn(value)] as const];
      return itemsOf(value).map(
        (policy) =>
          [
            `${field.property}/${textOf(policy, 'PolicyName') ?? ''}`,
            placesIn(entryOf(policy, 'PolicyDocument')?.value),
          ] as const,
      );
    }),
  );
}

function placesIn(document: SourceNode | undefined): readonly Location[] {
  const statement = entryOf(document, 'Statement')?.value;
  if (statement === undefined) return [];
  return statement.type === 'list' ? statement.items.map((item) => item.location) : [statement.location];
}
