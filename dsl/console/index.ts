/*
 * Questions to a stack: an expression, written outside its files, evaluated in its scope. Names can
 * be declared on the way with `let`; they last as long as the console.
 */
import type { Checked, Diagnostic, JsonValue, Position, Span } from '../../model/index.js';
import type { Compiled } from '../compile.js';
import type { CompileOptions } from '../inputs.js';
import { describeType } from '../types/describe.js';
import { showValue } from '../semantics/show-value.js';
import { plainJson } from '../semantics/plain-json.js';
import { holdsSecret } from '../semantics/secret.js';
import { typeOfValue } from '../semantics/value-types.js';
import { parse, type Expression } from '../syntax/index.js';
import type { Value } from '../semantics/value.js';

export interface Answer {
  /** The value as it would be written. */
  readonly text: string;
  /** What it is. */
  readonly type: string;
  /** Its JSON; absent for what has none, and for secrets. */
  readonly json?: JsonValue;
}
export interface Asked extends Checked<Answer> {
  /** The path that spans of the expression have. */
  readonly file: string;
}
export interface Console {
  /** Evaluates one expression. */
  readonly ask: (text: string) => Asked;
}

const file = '<console>';
/** What makes a declaration of an expression; on its line, so that only columns of the first line move. */
const before = 'let answer = ';
const room = 100_000;

/** Opens a console on a stack that can be compiled again. */
export function openConsole(compileWith: (more: Partial<CompileOptions>) => Compiled): Console {
  return {
    ask: (text) => {
      const { tree, diagnostics } = parse(file, `${before}${text}\n`);
      const [only, ...others] = tree.declarations;
      if (diagnostics.length > 0 || only?.kind !== 'let' || others.length > 0) {
        // What follows from the first mistake of a line speaks of what was put around it.
        return { file, diagnostics: diagnostics.slice(0, 1).map(inText) };
      }
      return evaluateIn(compileWith, only.value);
    },
  };
}

function evaluateIn(
  compileWith: (more: Partial<CompileOptions>) => Compiled,
  expression: Expression,
): Asked {
  let value: Value | undefined;
  const compiled = compileWith({
    asked: [expression],
    onValue: (one, found) => {
      if (one === expression) value = found;
    },
  });
  const diagnostics = compiled.diagnostics.filter(({ span }) => span?.file === file).map(inText);
  if (!value || diagnostics.some(({ severity }) => severity === 'error')) {
    return { file, diagnostics };
  }
  const found = plainJson(value, () => undefined);
  const isShown = typeof found === 'object' && !holdsSecret(value);
  const answer: Answer = {
    text: showValue(value, room),
    type: describeType(typeOfValue(value)),
    ...(isShown && { json: found.json }),
  };
  return { file, diagnostics, value: answer };
}

/** A diagnostic with the places of the text that was asked, not of what was put around it. */
function inText(diagnostic: Diagnostic): Diagnostic {
  const { span, labels, fix } = diagnostic;
  return {
    ...diagnostic,
    ...(span && { span: moved(span) }),
    ...(labels && { labels: labels.map((label) => ({ ...label, span: moved(label.span) })) }),
    ...(fix && { fix: { ...fix, span: moved(fix.span) } }),
  };
}

const moved = (span: Span): Span =>
  span.file === file
    ? { file, start: movedPosition(span.start), end: movedPosition(span.end) }
    : span;

const movedPosition = ({ offset, line, column }: Position): Position => ({
  offset: Math.max(0, offset - before.length),
  line,
  column: line === 1 ? Math.max(1, column - before.length) : column,
});
