/*
 * From specs to the language: the text of a file that declares resources, in the canonical form, as a
 * person would write it. The inverse of compiling: what is written compiles to the same specs.
 */
import {
  formatAddress,
  impliedNames,
  isJsonArray,
  isJsonObject,
  kindSchemas,
  toJson,
  type JsonObject,
  type JsonValue,
  type Kind,
  type SpecByKind,
} from '../../model/index.js';
import { format } from '../format/index.js';
import { isDefault } from './defaults.js';
import { hiding, quoted, type Hidden } from './literals.js';
import { writeValue, type Writing } from './value.js';

interface ToWrite<K extends Kind> {
  readonly kind: K;
  /** The name that it is declared under. */
  readonly symbol: string;
  readonly spec: SpecByKind[K];
  /** Lines of a comment before it. */
  readonly comment?: readonly string[];
  /** Names of the secrets that stand for values of the spec, by path: `env.TOKEN`. */
  readonly secrets?: Readonly<Record<string, string>>;
}
export type ResourceToWrite = { readonly [K in Kind]: ToWrite<K> }[Kind];

export interface FileToWrite {
  /** The stack whose file it is; names that follow from it are left out. */
  readonly stack: string;
  /** Whether the file declares the stack, or another file of the directory does. */
  readonly declaresStack: boolean;
  /** The engine that it declares. */
  readonly engine?: string;
  /** Lines of a comment at the beginning. */
  readonly comment?: readonly string[];
  readonly secrets?: readonly { readonly name: string; readonly comment: readonly string[] }[];
  /** Texts that are not to show wherever they stand, and the secrets that stand for them. */
  readonly hidden?: readonly Hidden[];
  /** Names of one kind are different, and so are symbols. */
  readonly resources: readonly ResourceToWrite[];
  /** The names or ids of the objects that become the resources, by their places in `resources`. */
  readonly imports?: readonly {
    readonly kind: Kind;
    readonly symbol: string;
    readonly id: string;
  }[];
}

/** Writes a file. Each spec is valid, and a network that is no resource has no resource's symbol. */
export function writeFile(file: FileToWrite): string {
  const symbols = new Map(
    file.resources.map(({ kind, symbol, spec }) => [`${kind} ${spec.name}`, symbol] as const),
  );
  const parts = [
    ...(file.comment ? [comment(file.comment)] : []),
    ...(file.declaresStack ? [`stack ${file.stack}`] : []),
    ...(file.engine === undefined ? [] : [`engine ${engineText(file.engine)}`]),
    ...(file.secrets ?? []).map((one) => `${comment(one.comment)}\nsecret ${one.name}`),
    ...file.resources.map((resource) => writeResource(file, symbols, resource)),
    (file.imports ?? [])
      .map(({ kind, symbol, id }) => {
        return `import { to: ${formatAddress({ kind, symbol })}, id: ${quoted(id)} }`;
      })
      .join('\n'),
  ];
  const text = parts.filter((part) => part !== '').join('\n\n');
  const { value, diagnostics } = format(text);
  if (value === undefined) {
    throw new Error(`the written text does not parse: ${diagnostics[0]?.summary ?? ''}\n${text}`);
  }
  return value;
}

const comment = (lines: readonly string[]): string =>
  lines.map((line) => `// ${line.replace(/\s+/g, ' ')}`).join('\n');

/** As the language takes it: a name, or an address in quotes. */
const engineText = (engine: string): string => (/^[a-z]+$/.test(engine) ? engine : quoted(engine));

function writeResource(
  { stack, hidden = [] }: FileToWrite,
  symbols: ReadonlyMap<string, string>,
  { kind, symbol, spec, comment: lines, secrets = {} }: ResourceToWrite,
): string {
  const writing: Writing = {
    kind,
    symbolOf: (of, name) => symbols.get(`${of} ${name}`),
    text: (value) => hiding(hidden, value),
    secretAt: (path) => (Object.hasOwn(secrets, path) ? secrets[path] : undefined),
  };
  const written = toJson(spec);
  const members = isJsonObject(written) ? withoutImplied(stack, kind, symbol, written) : {};
  const fields = Object.entries(kindSchemas[kind].properties).flatMap(([name, schema]) => {
    const value = members[name];
    if (value === undefined || isDefault(kind, name, value)) return [];
    return [`${name}: ${writeValue(writing, schema, value, name)}`];
  });
  const [only, ...others] = fields;
  const body =
    only === undefined ? '{}' : others.length === 0 ? `{ ${only} }` : `{\n${fields.join('\n')}\n}`;
  return `${lines ? `${comment(lines)}\n` : ''}${kind} ${symbol} ${body}`;
}

/** The spec without what follows from the names of stack and resource. */
function withoutImplied(
  stack: string,
  kind: Kind,
  symbol: string,
  { name, hostname, networks, ...spec }: JsonObject,
): JsonObject {
  const implied = impliedNames({ kind, symbol });
  const ownName = kind === 'image' ? `${stack}/${symbol}`.toLowerCase() : `${stack}-${symbol}`;
  const aliases = new Set<unknown>([
    ...implied.short,
    implied.qualified,
    hostname ?? implied.hostname,
  ]);
  const endpoints = isJsonObject(networks)
    ? Object.fromEntries(
        Object.entries(networks).map(([network, endpoint = {}]) => [
          network,
          withoutAliases(endpoint, aliases),
        ]),
      )
    : undefined;
  return {
    ...spec,
    ...(name === ownName ? {} : { name }),
    ...(hostname === undefined || hostname === implied.hostname ? {} : { hostname }),
    ...(endpoints === undefined ? {} : { networks: endpoints }),
  };
}

function withoutAliases(endpoint: JsonValue, known: ReadonlySet<unknown>): JsonValue {
  if (!isJsonObject(endpoint) || !isJsonArray(endpoint.aliases)) return endpoint;
  const aliases = new Set(endpoint.aliases.filter((alias) => !known.has(alias)));
  return { ...endpoint, aliases: [...aliases].sort() };
}
