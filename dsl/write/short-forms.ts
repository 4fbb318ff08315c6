/*
 * Values in the short forms of the language, the other way round from semantics/sugar.ts. A value
 * that its short form cannot say gives nothing, and is written at length.
 */
import {
  containerOf,
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type Kind,
  type Schema,
  type Sugar,
} from '../../model/index.js';
import { isHostPath, keyText, plain, quoted } from './literals.js';

export interface ShortForms {
  /** A resource of the file where one has that name, else the name. */
  readonly reference: (name: string, kind: Kind) => string;
  readonly text: (value: string) => string;
}

type Short = (value: JsonValue, forms: ShortForms) => string | undefined;

/** The short form of a value, in which defaults are left out already. */
export function shortForm(schema: Schema, value: JsonValue, forms: ShortForms): string | undefined {
  return schema.sugar === undefined ? undefined : table[schema.sugar](value, forms);
}

const has = (value: JsonObject, ...names: readonly string[]): boolean =>
  Object.keys(value).every((name) => names.includes(name));

const texts = (value: JsonValue | undefined): readonly string[] | undefined =>
  isJsonArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;

const list = (items: readonly string[]): string => `[${items.join(', ')}]`;

/** The keys of a map that says nothing more; in a list each stands for itself. */
function plainKeys(value: JsonValue): readonly string[] | undefined {
  if (!isJsonObject(value)) return undefined;
  const isEmpty = (item: JsonValue | undefined): boolean =>
    isJsonObject(item) && Object.keys(item).length === 0;
  return Object.values(value).every(isEmpty) ? Object.keys(value) : undefined;
}

function shellLine(
  command: JsonValue | undefined,
  { text }: Pick<ShortForms, 'text'>,
): string | undefined {
  const [shell, flag, line, ...more] = texts(command) ?? [];
  const isShell = shell === '/bin/sh' && flag === '-c' && more.length === 0;
  return isShell && line !== undefined ? text(line) : undefined;
}

/** The text of a member that stands for the whole where it stands alone. */
function aloneText(value: JsonValue, name: string, text: ShortForms['text']): string | undefined {
  if (!isJsonObject(value) || !has(value, name)) return undefined;
  const only = value[name];
  return typeof only === 'string' ? text(only) : undefined;
}

const table: Readonly<Record<Sugar, Short>> = {
  'arrow-port': (value) => {
    if (!isJsonObject(value)) return undefined;
    const { host_ip: ip, host, container, protocol } = value;
    if (typeof host !== 'number' || typeof container !== 'number') return undefined;
    const from = `${typeof ip === 'string' ? `${ip}:` : ''}${host}`;
    return `${from}${typeof protocol === 'string' ? `/${protocol}` : ''} -> ${container}`;
  },
  'arrow-mount': (value, { reference, text }) => {
    if (!isJsonObject(value)) return undefined;
    const { type, source, target } = value;
    if (typeof source !== 'string' || typeof target !== 'string') return undefined;
    // The arrow takes what looks like a path for one.
    if (isHostPath(source) !== (type === 'bind')) return undefined;
    const from = type === 'bind' ? quoted(source) : reference(source, 'volume');
    const rest = Object.keys(value).filter((name) => !/^(?:type|source|target)$/.test(name));
    if (rest.length === 0) return `${from} -> ${quoted(target)}`;
    const more = rest.map((name) => `${keyText(name)}: ${plain(value[name] ?? null, text)}`);
    return `{ ${[`source: ${from}`, `target: ${quoted(target)}`, ...more].join(', ')} }`;
  },
  'arrow-file': (value, { text }) => {
    if (!isJsonObject(value) || !has(value, 'content', 'target')) return undefined;
    const { content, target } = value;
    if (typeof content !== 'string' || typeof target !== 'string') return undefined;
    return `${text(content)} -> ${quoted(target)}`;
  },
  // What a secret is, no file says.
  'secret-file': () => undefined,
  'name-list': (value, { reference }) => {
    const names = plainKeys(value);
    return names && list(names.map((name) => reference(name, 'network')));
  },
  'path-list': (value) => {
    const paths = plainKeys(value);
    return paths && list(paths.map(quoted));
  },
  restart: (value) => {
    if (!isJsonObject(value)) return undefined;
    const { policy, max_retries: most } = value;
    if (has(value, 'policy') && typeof policy === 'string') return quoted(policy);
    return policy === 'on-failure' && typeof most === 'number' ? `on_failure(${most})` : undefined;
  },
  shell: shellLine,
  limit: (value) => {
    if (!isJsonObject(value)) return undefined;
    return typeof value['soft'] === 'number' && value['soft'] === value['hard']
      ? String(value['soft'])
      : undefined;
  },
  device: (value, { text }) => aloneText(value, 'host', text),
  health: (value, { text }) =>
    isJsonObject(value) && has(value, 'test') && texts(value['test'])?.length === 0
      ? text('none')
      : undefined,
  log: (value, { text }) => aloneText(value, 'driver', text),
  'shared-namespace': (value, { reference, text }) => {
    if (typeof value !== 'string') return undefined;
    const name = containerOf(value);
    const written = name === undefined ? undefined : reference(name, 'container');
    return written === undefined || written === quoted(name ?? '') ? text(value) : written;
  },
  'port-number': (value) => (typeof value === 'string' ? value.replace(/\/tcp$/, '') : undefined),
  'image-source': (value, { reference }) => {
    if (!isJsonObject(value)) return undefined;
    const { kind, name, path, ref } = value;
    if (kind === 'scratch') return quoted('scratch');
    // A base of that name would be taken for nothing at all.
    if (kind === 'image') {
      return typeof name === 'string' && name !== 'scratch' ? reference(name, 'image') : undefined;
    }
    if (typeof path !== 'string') return undefined;
    return `${kind === 'layout' ? 'layout' : 'rootfs'}(${[path, ...(typeof ref === 'string' ? [ref] : [])].map(quoted).join(', ')})`;
  },
  step: (value, { text }) => {
    if (!isJsonObject(value)) return undefined;
    const long = (part: JsonValue): string => plain(part, text);
    const { kind, ...fields } = value;
    switch (kind) {
      case 'copy': {
        const { sources = [], target = '', ...options } = fields;
        const [only, ...others] = texts(sources) ?? [];
        const from = only !== undefined && others.length === 0 ? only : sources;
        const merged = Object.keys(options).length === 0 ? [] : [long(options)];
        return `copy(${[long(from), long(target), ...merged].join(', ')})`;
      }
      case 'run':
        return `run(${shellLine(fields['command'], { text }) ?? long(fields['command'] ?? [])})`;
      case 'expose':
        return `expose(${(texts(fields['ports']) ?? []).map((port) => port.replace(/\/tcp$/, '')).join(', ')})`;
      case 'env':
      case 'workdir':
      case 'user':
      case 'label': {
        const [only = null] = Object.values(fields);
        return `${kind}(${long(only)})`;
      }
      default:
        return undefined;
    }
  },
};
