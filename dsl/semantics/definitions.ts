/*
 * Sessions and what stands behind their names. The declarations of a stack or module are tied to
 * their values here; each is evaluated when it is first asked for.
 */
import type { JsonValue, Span } from '../../model/index.js';
import type { DiagnosticCode } from '../diagnostics/codes.js';
import { attributeValue } from './attributes.js';
import { conformDeclared, namedType } from './declared-types.js';
import { evaluate } from './evaluate.js';
import type { Evaluation } from './evaluation.js';
import { buildFamily, buildModules } from './families.js';
import { outputOf } from './modules.js';
import { named } from './secret-files.js';
import { secretValue } from './declared-secrets.js';
import {
  once,
  scopeOf,
  within,
  type Definitions,
  type Family,
  type ModuleFamily,
  type Place,
  type Session,
} from './session.js';
import type { ModuleInstance, ResourceSymbol, Symbols, UseSymbol } from './symbols.js';
import { poison, type Value } from './value.js';

/** How a session finds the values of its params: from outside, or from where the module is used. */
export type FindParam = (session: Session, name: string, from: Span) => Value;

/** Opens the session of a stack or module. */
export function openSession(
  evaluation: Evaluation,
  symbols: Symbols,
  place: Place,
  findParam: FindParam,
  stack: Pick<Session, 'stackName' | 'environment'>,
): Session {
  const { options, sessions } = evaluation;
  const used = evaluation.used.get(place.directory) ?? new Set<string>();
  evaluation.used.set(place.directory, used);
  const session: Session = {
    ...stack,
    place,
    symbols,
    definitions: definitionsOf(evaluation, () => session, findParam),
    report: place.use ? sayingWhere(evaluation.report, place.use) : evaluation.report,
    used,
    frames: evaluation.frames,
    memory: new Map(),
    bodies: new Map(),
    types: new Map(),
    work: evaluation.work,
    host: options.host?.forModule?.(place.directory) ?? options.host,
    hidden: evaluation.hidden,
    fact: (address, attribute) => factOf(options.facts, address, attribute),
    onValue: options.onValue,
  };
  sessions.set(place.path, session);
  return session;
}

/** Mistakes of values, which another use of the module may not have. */
const ofValues: ReadonlySet<string> = new Set<DiagnosticCode>([
  'absent-resource',
  'check-failed',
  'division-by-zero',
  'duplicate-address',
  'failed-refinement',
  'index-out-of-range',
  'invalid-dependency',
  'invalid-name',
  'invalid-value',
  'known-too-late',
  'secret-decides',
  'secret-exposed',
  'too-many-resources',
]);

/** What a module's params may have brought about is shown with the use that gives them. */
function sayingWhere(
  report: Session['report'],
  { path, use: { declaration } }: ModuleInstance,
): Session['report'] {
  const { span } = declaration.name;
  const label = { span, text: `in the module \`${path}\`` };
  return (diagnostic) => {
    const isInside = diagnostic.span !== undefined && diagnostic.span.file !== span.file;
    report(
      isInside && ofValues.has(diagnostic.code)
        ? { ...diagnostic, labels: [...(diagnostic.labels ?? []), label] }
        : diagnostic,
    );
  };
}

function factOf(
  facts: Evaluation['options']['facts'] = {},
  address: string,
  attribute: string,
): JsonValue | undefined {
  const own = Object.hasOwn(facts, address) ? facts[address] : undefined;
  return own && Object.hasOwn(own, attribute) ? own[attribute] : undefined;
}

function definitionsOf(
  evaluation: Evaluation,
  self: () => Session,
  findParam: FindParam,
): Definitions {
  const families = new Map<string, Family>();
  const modules = new Map<string, ModuleFamily>();
  /** The session that a symbol belongs to, which may be that of another module. */
  const home = ({ module }: { readonly module: string }): Session => {
    const session = evaluation.sessions.get(module);
    if (!session) throw new Error(`there is no session of the module ${module}`);
    return session;
  };
  return {
    param: (name, from) =>
      once(self(), { key: `param ${name}`, title: titleIn(self(), name), from }, () =>
        named(findParam(self(), name, from), name),
      ),
    let: (name, from) =>
      once(self(), { key: `let ${name}`, title: titleIn(self(), name), from }, () =>
        named(letValue(self(), name, from), name),
      ),
    secret: (name, from) => secretValue(self(), evaluation.options.secrets, name, from),
    type: (name) => namedType(self(), name),
    function: (name) => {
      const declaration = self().symbols.functions.get(name);
      if (declaration) self().used.add(name);
      return declaration;
    },
    family: (symbol, from) => {
      const owner = home(symbol);
      if (owner !== self()) return owner.definitions.family(symbol, from);
      const key = `${symbol.kind}.${symbol.name}`;
      const known = families.get(key);
      if (known) return known;
      const frame = { key: `family ${key}`, title: titleIn(owner, key), from };
      const family = within(owner, frame, () => buildFamily(evaluation, owner, symbol));
      if (family) families.set(key, family);
      return family ?? emptyFamily(symbol);
    },
    defaultNetwork: () => {
      const own = self().symbols.resourcesByKind.network.get('default');
      const { use } = self().place;
      return own ?? (use && home(use.use).definitions.defaultNetwork());
    },
    attribute: (instance, name, from) =>
      attributeValue(home(instance.symbol), instance, name, from),
    modules: (use, from) => {
      const owner = home(use);
      if (owner !== self()) return owner.definitions.modules(use, from);
      const known = modules.get(use.name);
      if (known) return known;
      const frame = { key: `use ${use.name}`, title: titleIn(owner, use.name), from };
      const family = within(owner, frame, () => buildModules(evaluation, owner, use));
      if (family) modules.set(use.name, family);
      return family ?? noModules(use);
    },
    output: (module, name) => outputOf(evaluation, home(module.use), module, name),
  };
}

/** A name as a message shows it: with the module it is in. */
const titleIn = ({ place }: Session, name: string): string =>
  place.path === '' ? name : `${place.path}.${name}`;

function letValue(session: Session, name: string, from: Span): Value {
  const declaration = session.symbols.lets.get(name);
  if (!declaration || declaration.broken) return poison(from);
  const value = evaluate(session, scopeOf(session), declaration.value);
  if (!declaration.type) return value;
  return conformDeclared(session, `\`${name}\``, declaration.name, declaration.type, value);
}

function emptyFamily(symbol: ResourceSymbol): Family {
  const address = `${symbol.kind}.${symbol.name}[]`;
  const pattern = { symbol, address, locals: new Map<string, Value>(), live: false };
  return { keyed: false, instances: [], byKey: new Map(), pattern };
}

function noModules(use: UseSymbol): ModuleFamily {
  const pattern = { use, path: `${use.name}[]`, locals: new Map<string, Value>(), live: false };
  return { keyed: false, instances: [], byKey: new Map(), pattern };
}
