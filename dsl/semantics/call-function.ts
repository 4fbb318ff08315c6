/*
 * Functions that the stack declares. They are pure and never call themselves, not by way of others
 * either: who calls whom is known from their texts. A body is looked at once with values of which
 * only the types are known, and evaluated anew for each call.
 */
import type { Diagnostic, Label, Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { Expression, FunctionDeclaration, FunctionParameter } from '../syntax/index.js';
import { describeType } from '../types/describe.js';
import { recursiveFunctions } from './call-graph.js';
import { conform } from './conform.js';
import { typeOf } from './declared-types.js';
import { evaluate } from './evaluate.js';
import { within, type Scope, type Session } from './session.js';
import { isPoison, passLate, poison, unknownValue, type Value } from './value.js';

type Call = Extract<Expression, { kind: 'call' }>;

/** The value of a call, whose arguments have been evaluated. */
export function callFunction(
  session: Session,
  scope: Scope,
  declaration: FunctionDeclaration,
  call: Call,
  values: readonly Value[],
): Value {
  const { span } = call;
  const { name } = declaration.name;
  if (declaration.broken || recursiveFunctions(session).has(name)) return poison(span);
  const locals = locateArguments(session, scope, declaration, call, values);
  if (!locals) return poison(span);
  const inside = { ...session, report: calledFrom(session, declaration, span) };
  const value = evaluateBody(inside, declaration, { locals, live: scope.live }, span);
  return passLate({ ...value, span }, span, `by way of \`${name}(…)\``);
}

/** Looks at a function with values of which only the types are known. */
export function checkFunction(session: Session, declaration: FunctionDeclaration): void {
  const { name, parameters } = declaration;
  if (declaration.broken || recursiveFunctions(session).has(name.name)) return;
  const locals = new Map<string, Value>();
  for (const parameter of parameters) {
    const type = typeOf(session, parameter.type);
    if (parameter.value) standardOf(session, { locals, live: true }, parameter, parameter.value);
    const { span } = parameter.name;
    locals.set(parameter.name.name, { ...unknownValue(type, span), declared: type });
  }
  evaluateBody(session, declaration, { locals, live: false }, name.span);
}

function evaluateBody(
  session: Session,
  declaration: FunctionDeclaration,
  scope: Scope,
  from: Span,
): Value {
  const { name, value: body, result } = declaration;
  // A function may be called again below this call: by an attribute that its body asks for.
  const frame = { key: `fn ${name.name} ${session.frames.length}`, title: name.name, from };
  const value = within(session, frame, () => evaluate(session, scope, body)) ?? poison(from);
  if (!result) return value;
  const type = typeOf(session, result);
  const label = { span: result.span, text: `\`${name.name}\` gives \`${describeType(type)}\`` };
  const slot = {
    session: labelled(session, label),
    live: scope.live,
    path: `${name.name}(…)`,
  };
  const checked = conform(slot, value, type);
  return isPoison(checked) ? checked : { ...checked, declared: type };
}

/** The parameters with the values that they have in a call; `undefined` where those do not fit. */
function locateArguments(
  session: Session,
  { live }: Scope,
  { name, parameters }: FunctionDeclaration,
  call: Call,
  values: readonly Value[],
): ReadonlyMap<string, Value> | undefined {
  const extra = call.arguments[parameters.length];
  if (extra) {
    const count =
      parameters.length === 1 ? 'one argument' : `${parameters.length || 'no'} arguments`;
    session.report(
      diagnose('wrong-arguments', extra.span, {
        summary: `\`${name.name}\` takes ${count}, found ${values.length}`,
        labels: [{ span: name.span, text: `\`${name.name}\` is declared here` }],
      }),
    );
    return undefined;
  }
  const locals = new Map<string, Value>();
  let fits = true;
  for (const [index, parameter] of parameters.entries()) {
    const value = values[index];
    const given = value
      ? argument(session, live, parameter, value)
      : parameter.value && standardOf(session, { locals, live }, parameter, parameter.value);
    if (!value && !parameter.value) session.report(missing(call, name.name, parameter));
    if (!given) fits = false;
    else locals.set(parameter.name.name, given);
  }
  return fits ? locals : undefined;
}

function argument(
  session: Session,
  live: boolean,
  parameter: FunctionParameter,
  value: Value,
): Value | undefined {
  const type = typeOf(session, parameter.type);
  const { name } = parameter.name;
  const text = `the parameter \`${name}\` is \`${describeType(type)}\``;
  const slot = {
    session: labelled(session, { span: parameter.span, text }),
    live,
    path: name,
  };
  const given = passLate(value, value.span, `by way of the parameter \`${name}\``);
  const checked = conform(slot, given, type);
  // What is wrong has been reported, here or before; the call gives nothing then.
  return isPoison(checked) && type.kind !== 'any' ? undefined : { ...checked, declared: type };
}

function standardOf(
  session: Session,
  scope: Scope,
  parameter: FunctionParameter,
  expression: Expression,
): Value {
  const type = typeOf(session, parameter.type);
  const value = evaluate(session, scope, expression);
  const slot = { session, live: true, path: parameter.name.name };
  return { ...conform(slot, value, type), declared: type };
}

function missing({ callee, span }: Call, name: string, parameter: FunctionParameter): Diagnostic {
  const end = { file: span.file, start: callee.span.end, end: span.end };
  return diagnose('wrong-arguments', end, {
    summary: `\`${name}\` needs the argument \`${parameter.name.name}\``,
    labels: [{ span: parameter.span, text: 'it has no default' }],
  });
}

/** The session, whose messages have a label more. */
export function labelled(session: Session, label: Label): Session {
  return {
    ...session,
    report: (diagnostic) => {
      session.report({ ...diagnostic, labels: [...(diagnostic.labels ?? []), label] });
    },
  };
}

/** What goes wrong in a body for the arguments of one call says which call that is. */
function calledFrom(
  { report }: Session,
  { value: body }: FunctionDeclaration,
  span: Span,
): Session['report'] {
  return (diagnostic) => {
    const at = diagnostic.span;
    const inBody =
      at?.file === body.span.file &&
      at.start.offset >= body.span.start.offset &&
      at.end.offset <= body.span.end.offset;
    const labels = [...(diagnostic.labels ?? []), { span, text: 'in this call' }];
    report(inBody ? { ...diagnostic, labels } : diagnostic);
  };
}
