/*
 * Short forms, each turned into the long form that the schema describes. Here and nowhere else.
 * A value that is no short form of its slot is given back as it is; the check of types judges it.
 */
import { ofContainer, type Span, type Sugar } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { textOf } from './interpolate.js';
import { portValue } from './literals.js';
import { secretTarget } from './secret-files.js';
import type { Session } from './session.js';
import { stringValue, usesOf, type Member, type Value } from './value.js';

export interface SugarContext {
  readonly session: Session;
  /** Whether a name is that of an existing volume object, and not a path. */
  readonly refer: (value: Value) => Value;
}
type Desugar = (value: Value, context: SugarContext) => Value;

/** Turns a short form into its long form. */
export function desugar(sugar: Sugar, value: Value, context: SugarContext): Value {
  return table[sugar](value, context);
}

const table: Readonly<Record<Sugar, Desugar>> = {
  'arrow-port': arrowPort,
  'arrow-mount': arrowMount,
  'arrow-file': arrowFile,
  'secret-file': (value) => withTarget(arrowFile(value)),
  'name-list': nameList,
  'path-list': pathList,
  restart: (value) => (value.kind === 'string' ? objectOf(value.span, { policy: value }) : value),
  shell: (value) => {
    if (value.kind !== 'string') return value;
    const { span, uses } = value;
    const items = [stringValue('/bin/sh', span), stringValue('-c', span), value];
    return { kind: 'list', items, span, ...(uses && { uses }) };
  },
  'port-number': (value) => {
    if (value.kind === 'int') return stringValue(`${value.value}/tcp`, value.span, value.uses);
    if (value.kind !== 'port' || value.ip !== undefined) return value;
    return stringValue(`${value.port}/${value.protocol ?? 'tcp'}`, value.span, value.uses);
  },
  'image-source': (value, { refer }) => {
    if (value.kind === 'string') {
      return value.value === 'scratch'
        ? objectOf(value.span, { kind: value })
        : objectOf(value.span, { kind: stringValue('image', value.span), name: value });
    }
    if (value.kind !== 'resource' && value.kind !== 'symbols') return value;
    return objectOf(value.span, { kind: stringValue('image', value.span), name: refer(value) });
  },
  limit: (value) =>
    value.kind === 'int' ? objectOf(value.span, { soft: value, hard: value }) : value,
  device: (value) => (value.kind === 'string' ? objectOf(value.span, { host: value }) : value),
  log: (value) => (value.kind === 'string' ? objectOf(value.span, { driver: value }) : value),
  health: (value) =>
    value.kind === 'string' && value.value === 'none'
      ? objectOf(value.span, { test: { kind: 'list', items: [], span: value.span } })
      : value,
  'shared-namespace': (value, { refer }) => {
    const name = value.kind === 'resource' || value.kind === 'symbols' ? refer(value) : value;
    if (name === value || name.kind !== 'string') return name;
    // There is nothing to share before it runs.
    const uses = name.uses?.map((use) => ({ ...use, condition: 'started' as const }));
    return stringValue(ofContainer(name.value), name.span, uses);
  },
  // Steps are made by calls, which give the long form.
  step: (value) => value,
};

function objectOf(span: Span, fields: Readonly<Record<string, Value | undefined>>): Value {
  const members = Object.entries(fields).flatMap(([name, value]) =>
    value ? [[name, member(value)] as const] : [],
  );
  return { kind: 'object', members: new Map(members), span };
}

const member = (value: Value): Member => ({ value, span: value.span, keySpan: value.span });

/** `[a, b]` as `{ a: {}, b: {} }`. */
function keyed(list: Value, entries: readonly (readonly [string, Value])[]): Value {
  const members = entries.map(([name, item]) => {
    const empty: Value = {
      kind: 'object',
      members: new Map(),
      span: item.span,
      ...(item.uses && { uses: item.uses }),
    };
    return [name, member(empty)] as const;
  });
  return { kind: 'object', members: new Map(members), span: list.span };
}

/** `["/run"]` as `{ "/run": {} }`; with an item that is no text, the list is what is wrong. */
function pathList(value: Value): Value {
  if (value.kind !== 'list') return value;
  const entries: (readonly [string, Value])[] = [];
  for (const item of value.items) {
    if (item.kind !== 'string') return value;
    entries.push([item.value, item]);
  }
  return keyed(value, entries);
}

function nameList(value: Value, { refer, session }: SugarContext): Value {
  if (value.kind !== 'list') return value;
  const entries: (readonly [string, Value])[] = [];
  for (const item of value.items) {
    const name = refer(item);
    if (name.kind === 'unknown') continue;
    if (name.kind !== 'string') return { ...value, items: [name] };
    if (entries.some(([known]) => known === name.value)) {
      session.report(
        diagnose('duplicate-attribute', item.span, { summary: 'this is in the list already' }),
      );
    }
    entries.push([name.value, name]);
  }
  return keyed(value, entries);
}

/** `content -> "/path"` as an object of both. */
function arrowFile(value: Value): Value {
  if (value.kind !== 'arrow') return value;
  return objectOf(value.span, { content: value.from, target: value.to });
}

/** A secret alone, which has the path of its name. */
export function bareSecret(secret: Extract<Value, { kind: 'secret' }>): Value {
  return objectOf(secret.span, { content: secret });
}

/** A file with a secret that has a name, and no path, is where that name is. */
function withTarget(value: Value): Value {
  if (value.kind !== 'object' || value.members.has('target')) return value;
  const secret = value.members.get('content')?.value;
  const target = secret?.kind === 'secret' ? secretTarget(secret) : undefined;
  if (secret === undefined || target === undefined) return value;
  const members = new Map(value.members).set('target', member(stringValue(target, secret.span)));
  return { ...value, members };
}

/** One side of an arrow of ports: an int, a port literal, or the text of one. */
function sideOfArrow(value: Value): Extract<Value, { kind: 'port' }> | undefined {
  if (value.kind === 'port') return value;
  if (value.kind === 'int') return { ...value, kind: 'port', port: value.value };
  if (value.kind !== 'string') return undefined;
  const port = portValue(value.value, value.span);
  return port && { ...port, ...(value.uses && { uses: value.uses }) };
}

function arrowPort(value: Value, { session }: SugarContext): Value {
  if (value.kind === 'int' || value.kind === 'port') {
    const text = textOf(value) ?? '';
    session.report(
      diagnose('type-mismatch', value.span, {
        summary: 'a published port names both sides',
        detail: 'The port of the host stands before the arrow, that of the container behind it.',
        fix: { title: 'name both', span: value.span, text: `${text} -> ${text}` },
      }),
    );
    return { kind: 'unknown', type: { kind: 'any' }, span: value.span };
  }
  if (value.kind === 'string') return colonForm(session, value);
  if (value.kind !== 'arrow') return value;
  const { span } = value;
  const [from, to] = [sideOfArrow(value.from), sideOfArrow(value.to)];
  if (!from || !to) return wrongSides(session, value);
  if (to.ip !== undefined || (from.protocol && to.protocol && from.protocol !== to.protocol)) {
    session.report(
      diagnose('invalid-value', to.span, {
        summary:
          to.ip === undefined
            ? 'the two sides of the arrow have different protocols'
            : 'an address stands before the arrow only',
      }),
    );
    return { kind: 'unknown', type: { kind: 'any' }, span };
  }
  const protocol = from.protocol ?? to.protocol;
  const int = ({ port, span: place, uses }: typeof from): Value => ({
    kind: 'int',
    value: port,
    span: place,
    ...(uses && { uses }),
  });
  return objectOf(span, {
    host_ip: from.ip === undefined ? undefined : stringValue(from.ip, from.span),
    host: int(from),
    container: int(to),
    protocol: protocol === undefined ? undefined : stringValue(protocol, to.span),
  });
}

/** `"8080:80"` and `"./data:/data:ro"`, as other tools write it: shown as it is written here. */
function colonForm(session: Session, { value, span }: Extract<Value, { kind: 'string' }>): Value {
  const port = /^((?:[\d.]+:)?\d+):(\d+(?:\/(?:tcp|udp))?)$/.exec(value);
  const mount = /^([^:]+):(\/[^:]*)(:ro)?$/.exec(value);
  const [from = '', to = ''] = (port ?? mount ?? []).slice(1);
  const source = /^[A-Za-z]\w*$/.test(from) ? from : JSON.stringify(from);
  const target = JSON.stringify(to);
  const text = port
    ? `${from} -> ${to}`
    : mount?.[3] !== undefined
      ? `{ source: ${source}, target: ${target}, read_only: true }`
      : `${source} -> ${target}`;
  session.report(
    diagnose('type-mismatch', span, {
      summary: 'the two sides are joined by `->`, outside of strings',
      detail:
        'Ports are written `8080 -> 80`, mounts `data -> "/srv"` or `"./conf" -> "/etc/conf"`.',
      fix: port || mount ? { title: `write \`${text}\``, span, text } : undefined,
    }),
  );
  return { kind: 'unknown', type: { kind: 'any' }, span };
}

function wrongSides(
  session: Session,
  { from, to, span }: Extract<Value, { kind: 'arrow' }>,
): Value {
  const known = [from, to].every((side) => side.kind !== 'unknown');
  if (known) {
    session.report(
      diagnose('type-mismatch', span, {
        summary: 'a port is published as `host -> container`',
        detail: 'Both sides are ports, such as `8080`, `53/udp` or `127.0.0.1:8080`.',
      }),
    );
  }
  return { kind: 'unknown', type: { kind: 'any' }, span };
}

const isPath = (text: string): boolean => /^(?:\/|\.\.?(?:\/|$))/.test(text);

function unclearPath(text: string, span: Span) {
  return diagnose('invalid-value', span, {
    summary: `${JSON.stringify(text)} is neither a volume nor clearly a path`,
    detail: 'Paths of the host begin with `/`, `./` or `../`; names of volumes have no slash.',
    fix: { title: `write "./${text}"`, span, text: JSON.stringify(`./${text}`) },
  });
}

/** `source -> target`, and in both forms the type that the source implies. */
function arrowMount(value: Value, { refer, session }: SugarContext): Value {
  if (value.kind === 'string') return colonForm(session, value);
  const fields =
    value.kind === 'arrow'
      ? new Map([
          ['source', member(value.from)],
          ['target', member(value.to)],
        ])
      : value.kind === 'object'
        ? value.members
        : undefined;
  const source = fields?.get('source');
  if (!fields || !source) return value;
  const name = refer(source.value);
  const type = name.kind === 'string' && source.value.kind === 'string' && isPath(name.value);
  if (!type && name === source.value && name.kind === 'string' && name.value.includes('/')) {
    session.report(unclearPath(name.value, name.span));
    return { kind: 'unknown', type: { kind: 'any' }, span: value.span };
  }
  const members = new Map<string, Member>([
    ['type', member(stringValue(type ? 'bind' : 'volume', name.span))],
    ...fields,
    ['source', { ...source, value: name }],
  ]);
  const uses = usesOf(value);
  return { kind: 'object', members, span: value.span, ...(uses.length > 0 && { uses }) };
}
