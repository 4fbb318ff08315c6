/*
 * Params: their defaults, and for the stack the values given from outside. A message about such a
 * value says where it comes from.
 */
import { nearestName, type Diagnostic } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { GivenValue, ParamInputs } from '../inputs.js';
import type { ParamDeclaration } from '../syntax/index.js';
import { describeType } from '../types/describe.js';
import { shapeOf, type Type } from '../types/type.js';
import { conform } from './conform.js';
import { conformDeclared, typeOf } from './declared-types.js';
import { evaluate } from './evaluate.js';
import { readGiven } from './given-values.js';
import { scopeOf, type Session } from './session.js';
import { isPoison, poison, unknownValue, type Value } from './value.js';

/** The value of a param of the stack: what was given, else its default. */
export function paramValue(session: Session, inputs: ParamInputs, name: string): Value {
  const declaration = paramNamed(session, name);
  const { span } = declaration.name;
  if (declaration.broken) return poison(span);
  // The default is checked even where it is not used.
  const standard = paramDefault(session, name);
  const given = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
  if (given) return givenValue(session, declaration, given);
  if (standard) return standard;
  const type = typeOf(session, declaration.type);
  session.report(
    diagnose('missing-param', span, {
      summary: `the param \`${name}\` needs a value`,
      detail: `It has no default. Give it as \`--param ${name}=…\`; it is ${describeType(type)}.`,
    }),
  );
  return paramOfType(session, name);
}

function paramNamed({ symbols }: Session, name: string): ParamDeclaration {
  const declaration = symbols.params.get(name);
  if (!declaration) throw new Error(`there is no param ${name}`);
  return declaration;
}

/** The default of a param, checked; `undefined` where it has none. */
export function paramDefault(session: Session, name: string): Value | undefined {
  const declaration = paramNamed(session, name);
  if (!declaration.value) return undefined;
  const value = evaluate(session, scopeOf(session), declaration.value);
  return conformDeclared(session, 'the param', declaration.name, declaration.type, value);
}

/** Stands for a param whose value is not to be had. */
export function paramOfType(session: Session, name: string): Value {
  const declaration = paramNamed(session, name);
  if (declaration.broken) return poison(declaration.name.span);
  const type = typeOf(session, declaration.type);
  return unknownValue(type, declaration.name.span);
}

function givenValue(
  session: Session,
  { name: { name, span }, type: node }: ParamDeclaration,
  { value: input, origin }: GivenValue,
): Value {
  const type = typeOf(session, node);
  const origins = [`the value of \`${name}\` comes from ${origin}`];
  const value = readGiven(input, type, span);
  if (value) {
    const report = (diagnostic: Diagnostic): void => {
      session.report({ ...diagnostic, notes: [...(diagnostic.notes ?? []), ...origins] });
    };
    const slot = { session: { ...session, report }, live: true, path: name };
    return isPoison(value) ? value : declare(conform(slot, value, type), type);
  }
  const shown = shapeOf(type).kind === 'secret' ? 'what was given' : JSON.stringify(input);
  session.report(
    diagnose('invalid-param', span, {
      summary: `${shown} is no value for the param \`${name}\``,
      detail: `The param is ${describeType(type)}.`,
      labels: [{ span: node.span, text: 'its type' }],
      notes: origins,
    }),
  );
  return { kind: 'unknown', type, span };
}

/** Comparing with what the type does not allow is a mistake, whatever the value is now. */
export const declare = (value: Value, type: Type): Value =>
  isPoison(value) ? value : { ...value, declared: type };

/** Reports the values given for params that do not exist. */
export function checkInputs(session: Session, inputs: ParamInputs): void {
  const { params, lost } = session.symbols;
  for (const [name, { origin }] of Object.entries(inputs)) {
    if (params.has(name) || lost.has(name)) continue;
    const nearest = nearestName(name, params.keys());
    session.report(
      diagnose('unknown-param', undefined, {
        summary: `the stack has no param \`${name}\``,
        detail:
          nearest !== undefined
            ? `Did you mean \`${nearest}\`?`
            : params.size === 0
              ? 'It declares none.'
              : `It has ${[...params.keys()].map((one) => `\`${one}\``).join(', ')}.`,
        notes: [`the value comes from ${origin}`],
      }),
    );
  }
}
