import { type FileContext, checkIntegration } from '../desired/parse-integration.ts';
import { PARAMETER, REFERENCE, isPolicyVariable } from '../desired/substitute.ts';
import { textOf, type SourceEntry, type SourceMap, type SourceNode } from '../desired/source-tree.ts';
import { KIND_SPECS } from '../kinds/registry.ts';
import type { Address } from '../model/address.ts';
import { hasErrors, type Diagnostic, type Location } from '../model/diagnostic.ts';
import { errorAt } from '../desired/diagnose.ts';
import { isPatternLeft } from './check-answer.ts';
import { checkCycles } from './check-cycles.ts';
import { checkRules } from './check-rules.ts';
import { convertResources } from './convert-resources.ts';
import type { Converted } from './converted.ts';
import { evaluate } from './evaluate.ts';
import { conditionNamed } from './evaluate-condition.ts';
import { aside, newPass, type Deployment, type Pass, type PassOptions, type Refusal } from './pass.ts';
import type { Question, Taken } from './question.ts';
import { isCustom } from './resource-values.ts';
import type { Template, TemplateResource } from './read-template.ts';
import { splitLong } from './split-long.ts';
import { plain, textsIn, toSource, valueAt, type MapValue, type Piece, type Value } from './value.ts';

/** What is known when a template is converted, but for the account that it is for. */
export type ConversionOptions = Omit<PassOptions, 'deployment'>;

export type Conversion =
  | { readonly state: 'wrong'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly state: 'asks'; readonly questions: readonly Question[] }
  | { readonly state: 'nothing'; readonly serviceRoles: readonly string[]; readonly differences: Differences }
  | {
      readonly state: 'converted';
      readonly root: SourceMap;
      readonly addresses: readonly Address[];
      readonly warnings: readonly Diagnostic[];
      readonly differences: Differences;
    };

/** What CloudFormation would have made of the template otherwise. */
export interface Differences {
  readonly taken: readonly Taken[];
  readonly notes: readonly Refusal[];
  /** Roles of the vendor's own machinery that are left out. */
  readonly serviceRoles: readonly string[];
  /** Everything else that the template makes: how many of which type. */
  readonly others: readonly (readonly [type: string, count: number])[];
  readonly rules: readonly Refusal[];
  readonly outputs: readonly string[];
}

/** A vendor's template as a desired file, with everything that differs from what CloudFormation would make of it. */
export function convertTemplate(
  template: Template,
  deployment: Deployment,
  context: FileContext,
  options: ConversionOptions,
): Conversion {
  const pass = newPass(template, { ...options, deployment }, evaluate);
  pass.diagnostics.push(...checkCycles(pass));
  const { resources, others, notes } = convertResources(pass);
  const unknown = [...options.answers.keys()].filter(
    (id) => !pass.used.has(id) && !template.parameters.has(id),
  );
  if (pass.questions.size === 0)
    pass.diagnostics.push(
      ...unknown.map((id) =>
        errorAt(
          START(template),
          'unknown-answer',
          `the template asks nothing that is called ${id}`,
          `it asks ${[...pass.used].join(', ') || 'nothing'}`,
        ),
      ),
    );
  if (pass.work.left < 0)
    pass.diagnostics.push(
      errorAt(
        START(template),
        'template-too-large',
        'the template comes to more than CloudFormation takes: it multiplies its own texts',
        'give one of which the texts are written out',
      ),
    );
  if (pass.diagnostics.length > 0) return { state: 'wrong', diagnostics: unique(pass.diagnostics) };
  if (pass.questions.size > 0) return { state: 'asks', questions: [...pass.questions.values()] };
  if (pass.undecided.length > 0) return { state: 'wrong', diagnostics: pass.undecided.map(sayUndecided) };
  const rules = checkRules(pass);
  if (rules.broken.length > 0) return { state: 'wrong', diagnostics: rules.broken };
  const plumbing = options.serviceRoles ? [] : plumbingOf(resources);
  const more: Refusal[] = [];
  const tooLong: Diagnostic[] = [];
  const kept = splitLong(
    resources.filter((one) => !plumbing.includes(one)),
    more,
    tooLong,
  );
  if (tooLong.length > 0) return { state: 'wrong', diagnostics: tooLong };
  const differences: Differences = {
    taken: [...pass.taken.values()],
    notes: uniqueNotes([...notes, ...pass.omissions, ...more]),
    serviceRoles: plumbing.map(({ name, spec }) => `${spec.list} ${plain(name)}`),
    others: counts(others.map(({ type }) => (isCustom(type) ? `${type} (the vendor's own code)` : type))),
    rules: [...rules.unchecked, ...patternsLeft(pass)],
    outputs: template.outputs.filter((output) => isGiven(pass, output)).map(({ key }) => key),
  };
  if (kept.length === 0) return { state: 'nothing', serviceRoles: differences.serviceRoles, differences };
  const file = fileOf(pass, kept);
  if (file.wrong.length > 0) return { state: 'wrong', diagnostics: unique(file.wrong) };
  const checked = checkIntegration(file.root, context, []);
  if (hasErrors(checked.diagnostics)) return { state: 'wrong', diagnostics: checked.diagnostics };
  return {
    state: 'converted',
    root: file.root,
    addresses: checked.resources.map(({ address }) => address),
    warnings: checked.diagnostics,
    differences,
  };
}

/** Whether the stack has an output: its condition is not known to fail. */
function isGiven(pass: Pass, { value }: SourceEntry): boolean {
  const condition = textOf(value, 'Condition');
  return condition === undefined || conditionNamed(aside(pass), condition, value.location) !== false;
}

/** Patterns of parameters that count and that were not tried. */
function patternsLeft({ template, used, answers }: Pass): readonly Refusal[] {
  return [...template.parameters.values()].flatMap((parameter) => {
    const { name, preset = '', location } = parameter;
    if (!used.has(name) || !isPatternLeft(parameter, answers.get(name) ?? preset)) return [];
    return [
      {
        location,
        reason: `the pattern of ${name} is not checked: ${parameter.allowedPattern ?? ''}`,
        remedy: 'look at the answer',
      },
    ];
  });
}

function sayUndecided({ id, condition = '', location }: TemplateResource): Diagnostic {
  const message = `whether ${id} is made cannot be told: its condition ${condition} needs what is known to CloudFormation alone`;
  return errorAt(location, 'template-condition', message, 'write the values into a copy of the template');
}

const START = ({ file }: Template): Location => ({ file, line: 1, column: 1 });

/** Roles of the machinery, and the policies and profiles that only they have. */
function plumbingOf(resources: readonly Converted[]): readonly Converted[] {
  const roles = resources.filter(({ isPlumbing }) => isPlumbing);
  const others = resources.filter(({ isPlumbing }) => !isPlumbing);
  const names = (of: readonly Converted[], property: string): readonly string[] =>
    of.flatMap(({ properties }) => textsIn(valueAt(properties, property)).map(plain));
  const attachedTo = (of: readonly Converted[]): readonly string[] => [
    ...names(of, 'ManagedPolicyArns'),
    ...names(of, 'PermissionsBoundary'),
  ];
  const withThem = others.filter(({ name, properties }) => {
    const isOfRoles = attachedTo(roles).includes(plain(name)) && !attachedTo(others).includes(plain(name));
    const carried = textsIn(valueAt(properties, 'Roles')).map(plain);
    return (
      isOfRoles ||
      (carried.length > 0 && carried.every((role) => roles.some((one) => plain(one.name) === role)))
    );
  });
  return [...roles, ...withThem];
}

interface WrittenFile {
  readonly root: SourceMap;
  readonly wrong: readonly Diagnostic[];
}

/** The keys of the file in the order of the other ones, every value at its place in the template. */
function fileOf(pass: Pass, resources: readonly Converted[]): WrittenFile {
  const start = START(pass.template);
  const wrong: Diagnostic[] = [];
  const parameters = parametersOf(resources, wrong);
  wrong.push(
    ...resources.flatMap(({ id, properties }) => [...unknownIn(id, properties, properties.location)]),
  );
  const written = (value: MapValue): SourceNode =>
    toSource(withLiterals(value, parameters, wrong), () => undefined) ?? {
      type: 'map',
      entries: [],
      location: value.location,
    };
  const lists = KIND_SPECS.flatMap((spec): SourceEntry[] => {
    const items = resources
      .filter((one) => one.spec === spec)
      .map(({ name, properties }) =>
        numbered(
          spec.fields.filter(({ shape }) => shape === 'number').map(({ property }) => property),
          written({
            ...properties,
            entries: [
              { key: spec.nameProperty, keyLocation: properties.location, value: name },
              ...properties.entries,
            ],
          }),
        ),
      );
    return items.length === 0 ? [] : [entry(spec.list, { type: 'list', items, location: start }, start)];
  });
  const description = (pass.template.description ?? '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('${', '$ {')
    .trim()
    .slice(0, 400);
  const root: SourceMap = {
    type: 'map',
    location: start,
    entries: [
      entry('integration', scalar(pass.deployment.integration, start), start),
      entry(
        'description',
        scalar(description === '' ? `As ${pass.template.file} makes it` : description, start),
        start,
      ),
      ...(parameters.size === 0
        ? []
        : [
            entry(
              'parameters',
              {
                type: 'map',
                location: start,
                entries: [...parameters].map(([name, value]) => entry(name, scalar(value, start), start)),
              },
              start,
            ),
          ]),
      ...lists,
    ],
  };
  return { root, wrong };
}

function entry(key: string, value: SourceNode, keyLocation: Location): SourceEntry {
  return { key, keyLocation, value };
}

function scalar(text: string, location: Location): SourceNode {
  return { type: 'scalar', value: text, source: text, location };
}

/** CloudFormation takes a number as text. */
function numbered(properties: readonly string[], node: SourceNode): SourceNode {
  if (node.type !== 'map') return node;
  return {
    ...node,
    entries: node.entries.map((one) =>
      properties.includes(one.key) && one.value.type === 'scalar' && /^\d+$/.test(one.value.source)
        ? { ...one, value: { ...one.value, value: Number(one.value.source) } }
        : one,
    ),
  };
}

function* piecesIn(
  value: MapValue | Converted['name'] | ReturnType<typeof valueAt>,
): Generator<{ readonly piece: Piece; readonly location: Location }> {
  if (value === undefined) return;
  if (value.type === 'text') for (const piece of value.pieces) yield { piece, location: value.location };
  if (value.type === 'list') for (const item of value.items) yield* piecesIn(item);
  if (value.type === 'map') for (const one of value.entries) yield* piecesIn(one.value);
}

/** What has no value is never left out in silence. */
function* unknownIn(place: string, value: Value, location: Location): Generator<Diagnostic> {
  if (value.type === 'unknown') {
    const message = `${place} cannot be evaluated`;
    yield errorAt(location, 'template-expression', message, 'write the value into a copy of the template');
  }
  if (value.type === 'list') for (const item of value.items) yield* unknownIn(place, item, value.location);
  if (value.type === 'map')
    for (const { key, keyLocation, value: inner } of value.entries)
      yield* unknownIn(`${place}.${key}`, inner, keyLocation);
}

/** The parameters that the file has, with their values. The value of a NoEcho parameter never stands in it. */
function parametersOf(resources: readonly Converted[], wrong: Diagnostic[]): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const { name, properties } of resources) {
    for (const { piece, location } of [...piecesIn(name), ...piecesIn(properties)]) {
      if (piece.secret === true)
        wrong.push(
          errorAt(
            location,
            'no-echo',
            `${piece.parameter ?? 'a parameter'} is NoEcho, and a desired file shows its value to every reader of the repository`,
            'if its value may be read there, take NoEcho out of a copy of the template',
          ),
        );
      const known = piece.parameter;
      if (known !== undefined && PARAMETER.test(known) && !parameters.has(known))
        parameters.set(known, piece.text);
    }
  }
  return parameters;
}

/** References are those of the file's parameters; a `${…}` that CloudFormation leaves alone must be one of IAM's. */
function withLiterals(
  value: MapValue,
  parameters: ReadonlyMap<string, string>,
  wrong: Diagnostic[],
): MapValue {
  const of = (one: ReturnType<typeof valueAt> & object): typeof one => {
    if (one.type === 'list') return { ...one, items: one.items.map(of) };
    if (one.type === 'map')
      return { ...one, entries: one.entries.map((inner) => ({ ...inner, value: of(inner.value) })) };
    if (one.type !== 'text') return one;
    const pieces = one.pieces.map((piece) =>
      piece.parameter === undefined ||
      piece.parameter.startsWith('AWS::') ||
      parameters.get(piece.parameter) === piece.text
        ? piece
        : { text: piece.text },
    );
    const kept = pieces.map(({ text, parameter }) => (parameter === undefined ? text : '\0')).join('');
    for (const [reference, name = '', end = ''] of kept.matchAll(REFERENCE)) {
      if (end !== '' && isPolicyVariable(name) && !name.includes('\0')) continue;
      const message = `"${reference.replaceAll('\0', '…')}" stands outside of Fn::Sub: CloudFormation leaves it as it is, and a desired file cannot`;
      wrong.push(
        errorAt(
          one.location,
          'reference-not-replaced',
          message,
          'write Fn::Sub, or the text that is meant, into a copy of the template',
        ),
      );
    }
    return { ...one, pieces };
  };
  const result = of(value);
  return result.type === 'map' ? result : value;
}

function counts(types: readonly string[]): Differences['others'] {
  const found = new Map<string, number>();
  for (const type of types) found.set(type, (found.get(type) ?? 0) + 1);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

function unique(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values()];
}

function uniqueNotes(notes: readonly Refusal[]): readonly Refusal[] {
  return [...new Map(notes.map((note) => [JSON.stringify(note), note])).values()];
}
