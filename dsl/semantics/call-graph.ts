/*
 * Which functions call which, by their texts alone, and those that are in a circle. Every program
 * ends because nothing calls itself.
 */
import type { Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { innerExpressions, type Expression, type FunctionDeclaration } from '../syntax/index.js';
import type { Session } from './session.js';
import type { Symbols } from './symbols.js';

interface CallSite {
  readonly to: string;
  readonly span: Span;
}
const known = new WeakMap<Symbols, ReadonlySet<string>>();

/** The functions of a session that are part of a circle; each circle is reported when first asked for. */
export function recursiveFunctions(session: Session): ReadonlySet<string> {
  const { symbols } = session;
  let recursive = known.get(symbols);
  if (!recursive) {
    recursive = findCircles(session, symbols.functions);
    known.set(symbols, recursive);
  }
  return recursive;
}

/** Every circle has one of these in it; a walk with a path of its own, since chains may be long. */
function findCircles(
  session: Session,
  functions: ReadonlyMap<string, FunctionDeclaration>,
): ReadonlySet<string> {
  const recursive = new Set<string>();
  const done = new Set<string>();
  const path: { readonly site: CallSite; readonly rest: CallSite[] }[] = [];
  const places = new Map<string, number>();
  const enter = (site: CallSite): void => {
    const declaration = functions.get(site.to);
    const start = places.get(site.to);
    if (start !== undefined) {
      const circle = [...path.slice(start).map((step) => step.site), site];
      for (const { to } of circle) recursive.add(to);
      session.report(circleMessage(circle));
    } else if (declaration && !done.has(site.to)) {
      places.set(site.to, path.length);
      path.push({ site, rest: callsIn(declaration, functions) });
    }
  };
  for (const { name } of functions.values()) {
    enter({ to: name.name, span: name.span });
    for (let last = path.at(-1); last; last = path.at(-1)) {
      const call = last.rest.pop();
      if (call) {
        enter(call);
        continue;
      }
      path.pop();
      places.delete(last.site.to);
      done.add(last.site.to);
    }
  }
  return recursive;
}

function circleMessage(circle: readonly CallSite[]) {
  const names = circle.map(({ to }) => to);
  const labels = circle.slice(1).map(({ to, span }, index) => ({
    span,
    text: `\`${names[index] ?? ''}\` calls \`${to}\``,
  }));
  return diagnose('cycle', labels.at(-1)?.span, {
    summary: `${names.join(' -> ')} is a cycle`,
    detail: 'A function calls neither itself nor one that calls it. Comprehensions repeat things.',
    labels,
  });
}

/** The calls of other functions in a body, and in the defaults of parameters. */
function callsIn(
  { value, parameters }: FunctionDeclaration,
  functions: ReadonlyMap<string, FunctionDeclaration>,
): CallSite[] {
  const found = new Map<string, CallSite>();
  const open: Expression[] = [...parameters.flatMap((one) => one.value ?? []), value];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.kind === 'call' && next.callee.kind === 'name') {
      const { name, span } = next.callee;
      if (functions.has(name) && !found.has(name)) found.set(name, { to: name, span });
    }
    open.push(...innerExpressions(next));
  }
  return [...found.values()];
}
