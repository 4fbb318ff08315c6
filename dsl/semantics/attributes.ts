/*
 * The attributes of one resource: found in its body (spreads included), checked against the kind's
 * type, and filled in where the language has a default. Each is evaluated when first asked for, so
 * that resources may use each other's names and settings in any order.
 */
import {
  containerOf,
  impliedNames,
  type ImpliedNames,
  type Kind,
  parseAddress,
  type Span,
} from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { kindType } from '../types/from-schema.js';
import { conform } from './conform.js';
import { evaluate, fieldName } from './evaluate.js';
import { behindClauses } from './narrowing.js';
import { once, type Scope, type Session, type Written } from './session.js';
import type { Instance } from './symbols.js';
import { describeValue, isPoison, poison, stringValue, type Member, type Value } from './value.js';

const scopeOf = ({ locals, live, symbol }: Instance): Scope =>
  behindClauses({ locals, live }, symbol.declaration.clauses);

/** What the body of a resource writes. */
export function writtenAttributes(
  session: Session,
  instance: Instance,
): ReadonlyMap<string, Written> {
  const known = session.bodies.get(instance.address);
  if (known) return known;
  const found = new Map<string, Written>();
  const scope = scopeOf(instance);
  for (const [index, member] of instance.symbol.declaration.body.members.entries()) {
    const frame = { key: `${instance.address}:${index}`, from: member.span };
    const value = () => once(session, frame, () => evaluate(session, scope, member.value));
    if (member.kind === 'field') {
      const name = fieldName(session, scope, member.key);
      if (name !== undefined) {
        found.set(name, { span: member.span, keySpan: member.key.span, value });
      }
      continue;
    }
    const spread = value();
    if (spread.kind === 'object') {
      for (const [name, inherited] of spread.members) {
        found.set(name, { ...pickSpans(inherited), value: () => inherited.value });
      }
    } else if (!isPoison(spread)) {
      session.report(
        diagnose('type-mismatch', spread.span, {
          summary: `\`...\` takes an object here, found ${describeValue(spread)}`,
        }),
      );
    }
  }
  session.bodies.set(instance.address, found);
  return found;
}

const pickSpans = ({ span, keySpan }: Member) => ({ span, keySpan });

/** The value of an attribute in its full form; `null` where it is not set. */
export function attributeValue(
  session: Session,
  instance: Instance,
  name: string,
  from: Span,
): Value {
  const { kind } = instance.symbol;
  const complete = defaults[kind][name];
  // Most attributes are neither written nor filled in: those take no further work.
  const at = complete ? undefined : writtenAttributes(session, instance).get(name);
  if (!complete && !at) return { kind: 'null', span: from };
  const title = `${instance.address}.${name}`;
  return once(session, { key: title, title, from }, () => {
    const field = kindType(kind).fields.get(name);
    if (!field) return poison(from);
    const written = at ?? writtenAttributes(session, instance).get(name);
    const value = written?.value();
    const slot = {
      session,
      live: instance.live,
      path: name,
      spec: true,
      optional: !field.required,
    };
    const isSet = value !== undefined && value.kind !== 'null';
    const checked = isSet ? conform(slot, value, field.type) : undefined;
    if (complete) return complete(session, instance, checked);
    return checked ?? { kind: 'null', span: from };
  });
}

type Default = (session: Session, instance: Instance, written: Value | undefined) => Value;

/** The attributes that the language fills in, by kind. */
const defaults: Readonly<Record<Kind, Readonly<Record<string, Default>>>> = {
  image: { name: (session, instance, written) => written ?? imageName(session, instance) },
  volume: { name: (session, instance, written) => written ?? objectName(session, instance) },
  network: { name: (session, instance, written) => written ?? objectName(session, instance) },
  container: {
    name: (session, instance, written) => written ?? objectName(session, instance),
    hostname: (session, instance, written) =>
      written ?? sharesNames(session, instance) ?? hostName(session, instance),
    networks: withAliases,
  },
};

/** The names that a resource has by its place alone. */
function impliedBy({ place }: Session, { symbol, key }: Instance): ImpliedNames {
  return impliedNames({
    kind: symbol.kind,
    symbol: symbol.name,
    ...(place.path !== '' && { module: place.path }),
    ...(key !== undefined && { key }),
  });
}

function imageName(session: Session, instance: Instance): Value {
  const name = `${session.stackName}/${impliedBy(session, instance).qualified}`.toLowerCase();
  return derived(session, instance, 'name', name);
}

function objectName(session: Session, instance: Instance): Value {
  const name = `${session.stackName}-${impliedBy(session, instance).qualified}`;
  return derived(session, instance, 'name', name);
}

function hostName(session: Session, instance: Instance): Value {
  return derived(session, instance, 'hostname', impliedBy(session, instance).hostname);
}

/** Nothing, where the container has the names of the host, or of another container, whose network it shares. */
function sharesNames(session: Session, instance: Instance): Value | undefined {
  const { span } = instance.symbol.declaration.name;
  const shared = ['uts', 'network_mode'].some((name) => {
    const value = session.definitions.attribute(instance, name, span);
    if (value.kind !== 'string') return false;
    return value.value === 'host' || containerOf(value.value) !== undefined;
  });
  return shared ? { kind: 'null', span } : undefined;
}

/** A name made from the declaration's; where engines would refuse it, another has to be chosen. */
function derived(session: Session, instance: Instance, attribute: string, text: string): Value {
  const { span } = instance.symbol.declaration.name;
  if (!instance.live) return stringValue(text, span);
  const type = kindType(instance.symbol.kind).fields.get(attribute)?.type;
  const pattern = type?.kind === 'string' ? type.pattern : undefined;
  if (pattern === undefined || new RegExp(pattern, 'u').test(text)) return stringValue(text, span);
  session.report(
    diagnose('invalid-name', span, {
      summary: `\`${text}\` cannot be the ${attribute} of ${instance.address}`,
      detail: `Engines do not accept it. Choose another name${instance.key === undefined ? '' : ' or other keys'}, or write \`${attribute}: "…"\`.`,
    }),
  );
  return poison(span);
}

/**
 * Every endpoint answers to the host name, and on networks of its own module, or of the stack, to the
 * symbol, and to symbol and key, too. Elsewhere several modules may have the same symbols.
 */
function withAliases(session: Session, instance: Instance, written: Value | undefined): Value {
  const { span } = instance.symbol.declaration.name;
  const mode = session.definitions.attribute(instance, 'network_mode', span);
  const none: Value = { kind: 'object', members: new Map(), span };
  const networks = written ?? (mode.kind === 'null' ? implicitNetwork(session, instance) : none);
  if (networks.kind !== 'object') return networks;
  const hostname = session.definitions.attribute(instance, 'hostname', span);
  const implied = impliedBy(session, instance);
  const qualified = [implied.qualified];
  if (hostname.kind === 'string') qualified.push(hostname.value);
  const members = [...networks.members].map(([network, member]) => {
    if (member.value.kind !== 'object') return [network, member] as const;
    const aliases = member.value.members.get('aliases');
    const extra = aliases?.value.kind === 'list' ? aliases.value.items : [];
    const texts = extra.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
    const own = isHome(session, member) ? [...implied.short, ...qualified] : qualified;
    const items = [...new Set([...own, ...texts])].sort().map((text) => stringValue(text, span));
    const list: Value = { kind: 'list', items, span: aliases?.value.span ?? span };
    const fields = new Map(member.value.members);
    fields.set('aliases', { span, keySpan: span, ...aliases, value: list });
    return [network, { ...member, value: { ...member.value, members: fields } }] as const;
  });
  return { ...networks, members: new Map(members) };
}

/** Whether a network is one of the part of the stack that is evaluated here. */
function isHome({ place }: Session, { value }: Member): boolean {
  if (place.path === '') return true;
  const [network] = (value.uses ?? []).filter(({ condition }) => condition === 'exists');
  return network !== undefined && parseAddress(network.address)?.module === place.path;
}

/** Where no networks are written: the network `default` of the module, or of what is around it. */
function implicitNetwork(session: Session, { symbol }: Instance): Value {
  const { span } = symbol.declaration.name;
  const declared = session.definitions.defaultNetwork();
  const list: Value = {
    kind: 'list',
    span,
    items: declared
      ? [{ kind: 'symbols', symbols: [declared], span }]
      : [
          stringValue(implicitNetworkName(session), span, [
            { address: implicitNetworkAddress, condition: 'exists', span },
          ]),
        ],
  };
  const type = kindType('container').fields.get('networks')?.type;
  return type ? conform({ session, live: true, path: 'networks' }, list, type) : list;
}

/** The address of the network that containers are on when they say nothing. */
export const implicitNetworkAddress = 'network.default';

/** Its name in the engine. */
export const implicitNetworkName = ({ stackName }: Session): string => `${stackName}-default`;
