/*
 * Params of modules: what the body of a `use` writes, evaluated where it stands and judged by the
 * types that the module declares.
 */
import { nearestName, type Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { isNullable } from '../types/type.js';
import { conformDeclared, typeOf } from './declared-types.js';
import { evaluate, fieldName, writtenTwice } from './evaluate.js';
import { behindClauses } from './narrowing.js';
import { once, type Scope, type Session, type Written } from './session.js';
import type { ModuleInstance } from './symbols.js';
import { describeValue, isPoison, type Value } from './value.js';

/** What the body of a `use` writes, spreads included. */
function writtenParams(user: Session, module: ModuleInstance): ReadonlyMap<string, Written> {
  const known = user.bodies.get(module.path);
  if (known) return known;
  const outside: Scope = { locals: module.locals, live: module.live };
  const scope = behindClauses(outside, module.use.declaration.clauses);
  const found = new Map<string, Written>();
  const written = new Map<string, Span>();
  for (const [index, member] of (module.use.declaration.body?.members ?? []).entries()) {
    const frame = { key: `${module.path}:${index}`, from: member.span };
    const value = () => once(user, frame, () => evaluate(user, scope, member.value));
    if (member.kind === 'field') {
      const name = fieldName(user, scope, member.key);
      if (name === undefined) continue;
      const before = written.get(name);
      if (before) user.report(writtenTwice(name, member.key.span, before));
      written.set(name, member.key.span);
      found.set(name, { span: member.span, keySpan: member.key.span, value });
      continue;
    }
    const spread = value();
    if (spread.kind === 'object') {
      for (const [name, { span, keySpan, value: inherited }] of spread.members) {
        found.set(name, { span, keySpan, value: () => inherited });
      }
    } else if (!isPoison(spread)) {
      user.report(
        diagnose('type-mismatch', spread.span, {
          summary: `\`...\` takes an object here, found ${describeValue(spread)}`,
        }),
      );
    }
  }
  user.bodies.set(module.path, found);
  return found;
}

/** The value that the user of a module gives to a param; `undefined` where it gives none. */
export function givenParam(
  user: Session,
  inside: Session,
  module: ModuleInstance,
  name: string,
): Value | undefined {
  const declaration = inside.symbols.params.get(name);
  const written = writtenParams(user, module).get(name);
  if (!declaration || declaration.broken || !written) return undefined;
  const value = written.value();
  // As for attributes, null means left out, unless the type has it.
  if (value.kind === 'null' && !isNullable(typeOf(inside, declaration.type))) return undefined;
  return conformDeclared(inside, 'the param', declaration.name, declaration.type, value);
}

/** Reports params that do not exist, and those that are missing. */
export function checkGiven(user: Session, inside: Session, module: ModuleInstance): void {
  const { params, lost, namesInBroken } = inside.symbols;
  const { name, declaration } = module.use;
  const written = writtenParams(user, module);
  /** Params that were meant by misspelt names. */
  const meant = new Set<string>();
  for (const [given, { keySpan, value }] of written) {
    if (params.has(given) || lost.has(given) || namesInBroken.has(given)) continue;
    value();
    const others = [...params.keys()].filter((param) => !written.has(param));
    const nearest = nearestName(given, others);
    if (nearest !== undefined) meant.add(nearest);
    user.report(
      diagnose('unknown-param', keySpan, {
        summary: `the module \`${name}\` has no param \`${given}\``,
        detail:
          params.size === 0
            ? 'It declares none.'
            : `It has ${[...params.keys()].map((one) => `\`${one}\``).join(', ')}.`,
        fix: nearest === undefined ? undefined : writeInstead(nearest, keySpan),
      }),
    );
  }
  const missing = [...params.values()].filter(
    (param) =>
      !param.value &&
      !param.broken &&
      !meant.has(param.name.name) &&
      !givenParam(user, inside, module, param.name.name),
  );
  if (missing.length === 0) return;
  const names = missing.map((param) => `\`${param.name.name}\``).join(', ');
  user.report(
    diagnose('missing-param', declaration.name.span, {
      summary: `the module \`${name}\` needs the ${missing.length === 1 ? 'param' : 'params'} ${names}`,
      labels: missing.map((param) => ({
        span: param.name.span,
        text: 'it is declared here, without a default',
      })),
    }),
  );
}

const writeInstead = (text: string, span: Span) => ({ title: `write \`${text}\``, span, text });
