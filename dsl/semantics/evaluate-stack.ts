/*
 * Symbols to a stack: evaluates every definition of the stack and of its modules once, whether used
 * or not, so that every mistake is found.
 */
import { type JsonValue, plainLifecycle, type Resource, type Stack } from '../../model/index.js';
import type { CompileOptions } from '../inputs.js';
import { judgeAssertion } from './assertions.js';
import { implicitNetworkAddress, implicitNetworkName } from './attributes.js';
import { checkFunction } from './call-function.js';
import { readSecretSource } from './declared-secrets.js';
import { openSession, type FindParam } from './definitions.js';
import { evaluate } from './evaluate.js';
import { engineChoice } from './engine-choice.js';
import type { Evaluation } from './evaluation.js';
import { linkResources } from './links.js';
import { checkGiven } from './module-params.js';
import { sessionOfModule } from './modules.js';
import { buildOutput, outputValue } from './outputs.js';
import { checkInputs, paramValue } from './params.js';
import { buildResource } from './resources.js';
import { scopeOf, type Session } from './session.js';
import { plainText } from './plain-text.js';
import { readSettings } from './settings.js';
import { readStatements } from './statements.js';
import type { Symbols, UseSymbol } from './symbols.js';
import type { Value } from './value.js';

export interface Evaluated extends Pick<
  Stack,
  'resources' | 'outputs' | 'engine' | 'moved' | 'removed' | 'imports'
> {
  /** Values of outputs that are secret. */
  readonly secretOutputs: ReadonlyMap<string, JsonValue>;
}

/** Evaluates a stack whose names are bound. */
export function evaluateStack(evaluation: Evaluation, symbols: Symbols): Evaluated {
  const inputs = evaluation.options.params ?? {};
  const place = { path: '', names: [], directory: '', live: true };
  const findParam: FindParam = (inside, name) => paramValue(inside, inputs, name);
  const session = openSession(evaluation, symbols, place, findParam, {
    stackName: symbols.stack?.name.name ?? 'stack',
    environment: readSettings(symbols.stack, evaluation.report),
  });
  checkInputs(session, inputs);
  const resources: Resource[] = [];
  evaluateSession(evaluation, session, resources);
  const built = [...symbols.outputs.values()].flatMap((one) => buildOutput(session, one) ?? []);
  addImplicitNetwork(session, resources);
  const engine = symbols.engine && engineChoice(symbols.engine, evaluation.report);
  const statements = readStatements(evaluation);
  judgeChecks(evaluation);
  answer(session, evaluation.options);
  return {
    ...statements,
    ...(engine && { engine }),
    resources: linkResources(resources),
    outputs: built.map(({ output }) => output),
    secretOutputs: new Map(
      built.flatMap(({ output, hidden }) =>
        hidden === undefined ? [] : [[output.name, hidden] as const],
      ),
    ),
  };
}

/** Judges and evaluates what is asked from outside, in the stack's own scope. */
function answer(session: Session, { assertions = [], asked = [] }: CompileOptions): void {
  const { span } = session.symbols.stack ?? {};
  if (!span || assertions.length + asked.length === 0) return;
  const outputs = [...session.symbols.outputs.values()].map(({ name }) => {
    const value = outputValue(session, name.name, name.span);
    return [name.name, { value, span, keySpan: span }] as const;
  });
  const locals = new Map<string, Value>([
    ['output', { kind: 'object', members: new Map(outputs), span }],
  ]);
  const scope = { ...scopeOf(session), locals };
  for (const assertion of assertions) {
    judgeAssertion(session, scope, assertion, { code: 'assertion-failed', about: 'this' });
  }
  for (const expression of asked) evaluate(session, scope, expression);
}

/** Judges the checks of the stack and of all modules that are there, once everything else is known. */
function judgeChecks({ sessions }: Evaluation): void {
  for (const session of sessions.values()) {
    for (const { title, assertions, broken } of session.symbols.checks) {
      if (broken) continue;
      const about = `the check ${JSON.stringify(plainText(title, session.report) ?? '')}`;
      for (const assertion of assertions) {
        judgeAssertion(session, scopeOf(session), assertion, { code: 'check-failed', about });
      }
    }
  }
}

/** Evaluates all of a stack or module, and of the modules in it. */
function evaluateSession(evaluation: Evaluation, session: Session, resources: Resource[]): void {
  const { symbols, definitions, report } = session;
  for (const { name, broken } of symbols.types.values()) if (!broken) definitions.type(name);
  for (const { name } of symbols.params.values()) definitions.param(name.name, name.span);
  for (const declaration of symbols.secrets.values()) {
    if (!declaration.broken) readSecretSource(declaration, report);
    definitions.secret(declaration.name.name, declaration.name.span);
  }
  for (const { name } of symbols.lets.values()) definitions.let(name.name, name.span);
  for (const declaration of symbols.functions.values()) checkFunction(session, declaration);
  for (const symbol of symbols.resources) {
    if (symbol.declaration.broken) continue;
    const { instances, pattern } = definitions.family(symbol, symbol.declaration.name.span);
    // Where there is none, one is looked at for its types.
    for (const instance of instances.length > 0 ? instances : [{ ...pattern, live: false }]) {
      const resource = buildResource(session, instance);
      if (resource) resources.push(resource);
    }
  }
  for (const use of symbols.uses.values()) evaluateUse(evaluation, session, use, resources);
  for (const { name } of symbols.outputs.values()) outputValue(session, name.name, name.span);
}

function evaluateUse(
  evaluation: Evaluation,
  user: Session,
  use: UseSymbol,
  resources: Resource[],
): void {
  if (use.declaration.broken) return;
  const { instances, pattern } = user.definitions.modules(use, use.declaration.name.span);
  for (const module of instances.length > 0 ? instances : [{ ...pattern, live: false }]) {
    const inside = sessionOfModule(evaluation, user, module);
    if (!inside) return;
    checkGiven(user, inside, module);
    evaluateSession(evaluation, inside, resources);
  }
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
    lifecycle: plainLifecycle,
    span: stack.span,
    spans: {},
  });
}
