/*
 * Templates: files that are one long string of the language. Their expressions see the values given
 * and the library, nothing of the stack, and what is wrong in them is said at its place in the file.
 */
import { evaluate } from '../semantics/evaluate.js';
import { bind } from '../semantics/bind.js';
import { labelled } from '../semantics/call-function.js';
import { within, type Scope, type Session } from '../semantics/session.js';
import { poison, unknownValue, type Value } from '../semantics/value.js';
import { parseTemplate } from '../syntax/index.js';
import type { Call, Outcome } from './library-function.js';
import { dirName, joinPaths } from './posix-path.js';

/**
 * The text of a template with the values put in.
 * @param path where the file is, from the directory of the file that the call stands in
 */
export function renderTemplate(
  { session, scope, span }: Call,
  path: string,
  source: string,
  values: Value,
): Outcome {
  const inner = labelled(isolated(session), { span, text: 'the template is filled in here' });
  // Files are called in messages as the one is that the call stands in.
  const shown = joinPaths([dirName(span.file), path]);
  const { text, diagnostics } = parseTemplate(shown, source);
  for (const diagnostic of diagnostics) inner.report(diagnostic);
  if (diagnostics.length > 0) return poison(span);
  const locals = new Map<string, Value>();
  if (values.kind === 'object') {
    for (const [name, { value }] of values.members) locals.set(name, value);
  }
  const filled: Scope = { ...scope, locals };
  const frame = { key: `template ${path}`, title: path, from: span };
  const value = within(inner, frame, () => evaluate(inner, filled, text));
  return value ?? unknownValue({ kind: 'string' }, span);
}

/** The session, with no names but those that a scope gives. */
function isolated(session: Session): Session {
  const { symbols } = bind([]);
  return {
    ...session,
    symbols: { ...symbols, stack: session.symbols.stack },
    definitions: { ...session.definitions, function: () => undefined },
  };
}
