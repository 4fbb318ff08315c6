/*
 * Names that nothing uses, once for each directory, however often it is used as a module. A module
 * is used where its outputs are, and as long as it makes or checks something.
 */
import type { Diagnostic } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { Session } from '../semantics/session.js';
import type { NameNode } from '../syntax/index.js';
import type { Lint, LintInput } from './lint.js';
import { within } from './walk.js';

export const unusedName: Lint = (input) => {
  const seen = new Set<string>();
  return input.sessions.flatMap((session) => {
    const { directory } = session.place;
    if (seen.has(directory)) return [];
    seen.add(directory);
    return [...unusedDeclarations(input, session), ...unusedParameters(session)];
  });
};

function* unusedDeclarations(input: LintInput, session: Session): Generator<Diagnostic> {
  const { symbols, place } = session;
  const used = input.used.get(place.directory);
  const isUsed = ({ name }: NameNode): boolean =>
    used?.has(name) === true || symbols.namesInBroken.has(name);
  const { params, lets, secrets, types, functions, uses } = symbols;
  for (const declared of [params, lets, secrets, types, functions]) {
    for (const { name, kind } of declared.values()) {
      if (!isUsed(name)) yield unused(kind === 'fn' ? 'function' : kind, name);
    }
  }
  for (const use of uses.values()) {
    if (!isUsed(use.declaration.name) && !makesSomething(input, use)) {
      yield unused('module', use.declaration.name);
    }
  }
}

function makesSomething(
  { sessions, resources }: LintInput,
  use: NonNullable<Session['place']['use']>['use'],
): boolean {
  const inside = sessions.filter(({ place }) => place.use?.use === use);
  // Without files there is nothing to be said of it.
  if (inside.length === 0) return true;
  return inside.some(
    ({ place, symbols }) =>
      symbols.checks.length > 0 ||
      symbols.uses.size > 0 ||
      resources.some(({ address }) => address.startsWith(`${place.path}.`)),
  );
}

/** Parameters of functions; one that begins with `_` is left out on purpose. */
function* unusedParameters({ symbols }: Session): Generator<Diagnostic> {
  for (const { parameters, value, broken } of symbols.functions.values()) {
    if (broken) continue;
    const names = new Set(within(value).flatMap((one) => (one.kind === 'name' ? [one.name] : [])));
    for (const { name } of parameters) {
      if (!names.has(name.name) && !name.name.startsWith('_')) yield unused('parameter', name);
    }
  }
}

const unused = (what: string, { name, span }: NameNode): Diagnostic =>
  diagnose('unused-name', span, { summary: `the ${what} \`${name}\` is never used` });
