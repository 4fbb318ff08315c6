/*
 * Calls of library functions: the one place where arguments are checked against signatures, secrets
 * are uncovered and results covered again, what is not known stays so, and work is counted.
 */
import type { Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { suggestFix } from '../semantics/conform-messages.js';
import { nested } from '../semantics/made-values.js';
import { kindOf } from '../semantics/operators.js';
import { cover, hiding } from '../semantics/secret.js';
import type { Scope, Session } from '../semantics/session.js';
import { withArticle } from '../semantics/slot.js';
import { mapParts } from '../semantics/value-parts.js';
import { typeOfValue } from '../semantics/value-types.js';
import type { NameNode } from '../syntax/index.js';
import type { Type } from '../types/type.js';
import {
  describeValue,
  isPoison,
  madeFrom,
  partsOf,
  poison,
  unknownValue,
  type Traces,
  type Value,
} from '../semantics/value.js';
import { checkBounds } from './bounds.js';
import { asCollection } from './collections.js';
import { examine, isAffordable, levelsOf, noFindings, type Findings } from './examine.js';
import { bind, findMisfit, findNullable, toType, type Bindings } from './fit.js';
import type { Failure, LibraryFunction, Outcome } from './library-function.js';
import { describeShape, hasVariable, type Parameter, type Signature } from './shape.js';
import { functionsNamed, meantFunction, signatureOf } from './signatures.js';

/** One call, with the function that it is of. */
interface Site {
  readonly session: Session;
  readonly scope: Scope;
  readonly span: Span;
  readonly called: LibraryFunction;
  readonly signature: Signature;
}

/** Calls a function of the library by its name; one that there is not is reported. */
export function callLibrary(
  session: Session,
  scope: Scope,
  name: NameNode,
  values: readonly Value[],
  span: Span,
): Value {
  const called = chooseFunction(functionsNamed(name.name), values);
  if (!called) {
    session.report(unknownFunction(session, name));
    return poison(span);
  }
  const site = { session, scope, span, called, signature: signatureOf(called) };
  if (!hasRightCount(site, values)) return poison(span);
  return called.unchecked ? callUnchecked(site, values) : callChecked(site, values);
}

/** Of two functions of one name the one whose first parameter takes the first argument. */
function chooseFunction(
  functions: readonly LibraryFunction[],
  [first]: readonly Value[],
): LibraryFunction | undefined {
  if (functions.length < 2 || !first) return functions[0];
  const takes = (one: LibraryFunction): boolean => {
    const [parameter] = signatureOf(one).parameters;
    return parameter !== undefined && findMisfit(first, parameter.shape) === undefined;
  };
  return functions.find(takes) ?? functions[0];
}

function unknownFunction({ symbols }: Session, { name, span }: NameNode) {
  const nearest = meantFunction(name, symbols.functions.keys());
  return diagnose('unknown-function', span, {
    summary: `there is no function \`${name}\``,
    detail:
      nearest === undefined
        ? 'Functions are those of the library, and those that the stack declares with `fn`.'
        : undefined,
    fix: nearest === undefined ? undefined : { title: `write \`${nearest}\``, span, text: nearest },
  });
}

const calledAs = ({ called }: Site): string => `It is called as \`${called.signature}\`.`;

function hasRightCount(site: Site, values: readonly Value[]): boolean {
  const { parameters, name } = site.signature;
  const least = parameters.filter(({ optional, rest }) => !optional && !rest).length;
  const most = parameters.some(({ rest }) => rest) ? Infinity : parameters.length;
  if (values.length >= least && values.length <= most) return true;
  const surplus = values[most];
  const missing = parameters[values.length];
  site.session.report(
    diagnose('wrong-arguments', surplus?.span ?? site.span, {
      summary:
        surplus || !missing
          ? `\`${name}\` takes ${countOf(least, most)}, found ${values.length}`
          : `\`${name}\` needs the argument \`${missing.name}\``,
      detail: calledAs(site),
    }),
  );
  return false;
}

function countOf(least: number, most: number): string {
  const count = most === 0 ? 'no arguments' : most === 1 ? 'one argument' : `${most} arguments`;
  return least === most ? count : `at most ${count}`;
}

/** The parameter that an argument is for. */
function parameterOf({ parameters }: Signature, index: number): Parameter | undefined {
  return parameters[index] ?? parameters.findLast(({ rest }) => rest);
}

function callUnchecked(site: Site, values: readonly Value[]): Value {
  return settle(site, run(site, site.session, values), []);
}

function callChecked(site: Site, values: readonly Value[]): Value {
  const { session, signature, span, scope, called } = site;
  const findings = noFindings();
  const prepared: (Value | undefined)[] = [];
  let sound = true;
  for (const [index, value] of values.entries()) {
    const parameter = parameterOf(signature, index);
    if (!parameter) continue;
    const isLeftOut = value.kind === 'null' && parameter.optional;
    if (!isLeftOut && !checkArgument(site, value, parameter)) sound = false;
    else if (isLeftOut) prepared.push(undefined);
    else {
      const collection = asCollection(session, value, parameter.shape);
      prepared.push(examine(collection, parameter.shape, findings));
    }
  }
  if (!sound || values.some(isPoison)) return poison(span);
  if (findings.unknown || (called.readsWorld && !scope.live)) {
    return covered(site, findings, unknownValue(resultType(site, values), span, traces(findings)));
  }
  while (prepared.length < signature.parameters.length) prepared.push(undefined);
  const secrets = findings.secrets;
  const inner = secrets.length === 0 ? session : hiding(session, secrets);
  const outcome = run(site, inner, prepared);
  const result = settle(site, outcome, values, secrets.length > 0);
  return isPoison(result) ? result : covered(site, findings, traced(site, result, findings));
}

const traces = ({ traced: values }: Findings): Traces => madeFrom(...values);

const covered = ({ span }: Site, { secrets }: Findings, value: Value): Value =>
  secrets.length === 0 ? value : cover(value, span);

const run = (site: Site, session: Session, values: readonly (Value | undefined)[]): Outcome =>
  site.called.apply({
    name: site.signature.name,
    arguments: values,
    span: site.span,
    session,
    scope: site.scope,
  });

/** An outcome as a value: failures are reported where they matter. */
function settle(site: Site, outcome: Outcome, values: readonly Value[], isSecret = false): Value {
  const { session, scope, span } = site;
  const bounded = outcome.kind === 'failure' ? outcome : checkBounds(outcome);
  if (bounded.kind !== 'failure') {
    const parts = partsOf(bounded);
    return parts.length === 0 ? { ...bounded, span } : nested(session, { ...bounded, span }, parts);
  }
  if (!scope.live && bounded.code !== 'type-mismatch') {
    return unknownValue(resultType(site, values), span);
  }
  session.report(isSecret ? secretFailure(site, bounded) : failureMessage(site, bounded, values));
  return poison(span);
}

function failureMessage({ span, called }: Site, failure: Failure, values: readonly Value[]) {
  const { code = 'invalid-value', summary, detail, argument, fix } = failure;
  const at = argument === undefined ? undefined : values[argument]?.span;
  return diagnose(code, at ?? span, {
    summary,
    detail,
    labels:
      at && at.file !== span.file
        ? [{ span, text: `in this call of \`${called.signature}\`` }]
        : [],
    fix,
  });
}

/** A message must not show the inside of a secret, nor what exactly is wrong with it. */
const secretFailure = ({ span, signature }: Site, { code = 'invalid-value' }: Failure) =>
  diagnose(code, span, {
    summary: `\`${signature.name}\` cannot be applied to the value of this secret`,
    detail: 'A secret is not shown, so neither is what is wrong with it.',
  });

/** Checks an argument, and what it would have been had a condition gone the other way. */
function checkArgument(site: Site, value: Value, parameter: Parameter): boolean {
  if (!isAffordable(site.session, value, levelsOf(parameter.shape))) return false;
  // Of what stands in both branches of a condition one message is enough.
  const others = (value.otherwise ?? []).filter(
    ({ kind }) => kind !== 'null' || !parameter.optional,
  );
  const othersFit = others.map((other) => checkArgument(site, other, parameter)).every(Boolean);
  const given = asCollection(site.session, value, parameter.shape);
  const isChecked = othersFit && !parameter.optional;
  const nullable = isChecked ? findNullable(given, parameter.shape) : undefined;
  if (nullable) return reportNullable(site, value, nullable, parameter);
  const misfit = findMisfit(given, parameter.shape);
  if (!misfit) return true;
  const type = toType(parameter.shape, new Map());
  const inside = misfit !== given;
  site.session.report(
    diagnose('type-mismatch', value.span, {
      summary: `\`${site.signature.name}\` takes ${withArticle(describeShape(parameter.shape))} as \`${parameter.name}\`, found ${describeValue(misfit)}${inside ? ' in it' : ''}`,
      detail: calledAs(site),
      labels: inside && misfit.span !== value.span ? [{ span: misfit.span, text: 'this one' }] : [],
      fix: inside ? undefined : suggestFix(value, type),
    }),
  );
  return false;
}

function reportNullable(
  site: Site,
  value: Value,
  nullable: Value,
  { name, shape }: Parameter,
): false {
  const whole = nullable.span === value.span;
  site.session.report(
    diagnose('possibly-null', value.span, {
      summary: `\`${site.signature.name}\` takes ${withArticle(describeShape(shape))} as \`${name}\`, and ${whole ? 'this' : 'a part of this'} may be null`,
      detail: 'Give another value for that case by `??`, or test before that it is there.',
      labels: whole ? [] : [{ span: nullable.span, text: 'this one' }],
    }),
  );
  return false;
}

function resultType({ signature }: Site, values: readonly Value[]): Type {
  const bindings: Bindings = new Map();
  for (const [index, value] of values.entries()) {
    const parameter = parameterOf(signature, index);
    if (parameter && kindOf(value) !== 'null') bind(parameter.shape, typeOfValue(value), bindings);
  }
  return toType(signature.result, bindings);
}

/** Says of a result what it was made from: of all of it, where nothing in it is handed on. */
function traced({ signature }: Site, result: Value, findings: Findings): Value {
  const from = traces(findings);
  if (from.uses === undefined && !from.late && !from.revealed) return result;
  const source: Value = { kind: 'null', span: result.span, ...from };
  return hasVariable(signature.result)
    ? { ...result, ...madeFrom(result, source) }
    : mapParts(result, (part) => ({ ...part, ...madeFrom(part, source) }));
}
