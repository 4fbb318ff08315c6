/*
 * Symbols to a stack: evaluates every definition once, whether used or not, so that every mistake is
 * found. The definitions behind names are tied to their symbols here.
 */
import type { Diagnostic, Output, Resource } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { attributeValue, implicitNetworkAddress, implicitNetworkName } from './attributes.js';
import { evaluate } from './evaluate.js';
import { buildFamily } from './families.js';
import { linkResources } from './links.js';
import { buildOutput } from './outputs.js';
import { checkInputs, paramValue, type ParamInputs } from './params.js';
import { buildResource } from './resources.js';
import { once, topScope, type Definitions, type Family, type Session } from './session.js';
import type { Symbols } from './symbols.js';
import { poison, type Value } from './value.js';

export interface Evaluated {
  readonly resources: readonly Resource[];
  readonly outputs: readonly Output[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Evaluates a stack whose names are bound. */
export function evaluateStack(symbols: Symbols, inputs: ParamInputs): Evaluated {
  const { session, diagnostics } = openSession(symbols, inputs);
  checkInputs(session, inputs);
  for (const { name } of symbols.params.values()) session.definitions.param(name.name, name.span);
  for (const { name } of symbols.lets.values()) session.definitions.let(name.name, name.span);
  const resources: Resource[] = [];
  for (const symbol of symbols.resources) {
    if (symbol.declaration.broken) continue;
    const family = session.definitions.family(symbol, symbol.declaration.name.span);
    const toBuild = family.instances.length > 0 ? family.instances : [family.pattern];
    for (const instance of toBuild) {
      const resource = buildResource(session, { ...instance, live: family.instances.length > 0 });
      if (resource) resources.push(resource);
    }
  }
  const outputs = symbols.outputs.flatMap((output) => buildOutput(session, output) ?? []);
  addImplicitNetwork(session, resources);
  reportUnused(session);
  return { resources: linkResources(resources), outputs, diagnostics };
}

function openSession(symbols: Symbols, inputs: ParamInputs) {
  const diagnostics: Diagnostic[] = [];
  const said = new Set<string>();
  const families = new Map<string, Family>();
  const definitions: Definitions = {
    param: (name, from) =>
      once(session, { key: `param ${name}`, title: name, from }, () =>
        paramValue(session, inputs, name),
      ),
    let: (name, from) =>
      once(session, { key: `let ${name}`, title: name, from }, () => {
        const declaration = symbols.lets.get(name);
        if (!declaration || declaration.broken) return poison(from);
        return evaluate(session, topScope, declaration.value);
      }),
    family: (symbol, from) => {
      const key = `${symbol.kind}.${symbol.name}`;
      // A family is no value: its frame only finds cycles, and its memory is kept beside.
      const marker: Value = { kind: 'null', span: from };
      once(session, { key: `family ${key}`, title: key, from }, () => {
        families.set(key, buildFamily(session, symbol));
        return marker;
      });
      return families.get(key) ?? emptyFamily(symbol);
    },
    attribute: (instance, name, from) => attributeValue(session, instance, name, from),
  };
  const session: Session = {
    stackName: symbols.stack?.name.name ?? 'stack',
    symbols,
    definitions,
    report: (diagnostic) => {
      const key = `${diagnostic.code} ${diagnostic.span?.file ?? ''} ${diagnostic.span?.start.offset ?? diagnostic.summary}`;
      if (!said.has(key)) diagnostics.push(diagnostic);
      said.add(key);
    },
    used: new Set(),
    frames: [],
    memory: new Map(),
    bodies: new Map(),
    work: { steps: 0, depth: 0, exhausted: false },
  };
  return { session, diagnostics };
}

function emptyFamily(symbol: Family['pattern']['symbol']): Family {
  const address = `${symbol.kind}.${symbol.name}[]`;
  const pattern = { symbol, address, locals: new Map<string, Value>(), live: false };
  return { keyed: false, instances: [], pattern };
}

/** The network `default`, where a container is on it and nobody declares one. */
function addImplicitNetwork(session: Session, resources: Resource[]): void {
  const { stack } = session.symbols;
  const isNeeded = resources.some(({ dependsOn }) =>
    dependsOn.some(({ address }) => address === implicitNetworkAddress),
  );
  const isThere = resources.some(({ address }) => address === implicitNetworkAddress);
  if (!isNeeded || isThere || !stack) return;
  resources.push({
    kind: 'network',
    address: implicitNetworkAddress,
    spec: { name: implicitNetworkName(session) },
    dependsOn: [],
    lifecycle: { protect: false },
    span: stack.span,
    spans: {},
  });
}

function reportUnused({ symbols, used, report }: Session): void {
  for (const { name, kind } of [...symbols.params.values(), ...symbols.lets.values()]) {
    if (used.has(name.name) || symbols.namesInBroken.has(name.name)) continue;
    report(
      diagnose('unused-name', name.span, { summary: `the ${kind} \`${name.name}\` is never used` }),
    );
  }
}
