/*
 * The signature of the call that is being written, and which of its arguments the cursor is in. It
 * reads the text before the cursor, since a call that is being written hardly ever parses.
 */
import { callablesNamed, type Callable } from './callables.js';
import type { NameScope } from './infer.js';
import type { Place } from './world.js';

export interface SignatureHelp {
  /** What the name means; several where it means several. */
  readonly callables: readonly Callable[];
  /** Index of the parameter that the cursor is at. */
  readonly parameter: number;
}

/** Calls are looked for no further back than this. */
const farthest = 4000;

/** The call around an offset. */
export function signatureAt(
  { world, unit, file }: Place,
  offset: number,
): SignatureHelp | undefined {
  const from = Math.max(0, offset - farthest);
  const call = openCall(file.source.text.slice(from, offset));
  if (!call) return undefined;
  const scope: NameScope = { world, unit, locals: new Map() };
  const callables = callablesNamed(scope, call.name).filter(
    ({ parameters, repeats }) => call.commas < parameters.length || repeats,
  );
  if (callables.length === 0) return undefined;
  const [{ parameters } = { parameters: [] }] = callables;
  return { callables, parameter: Math.min(call.commas, parameters.length - 1) };
}

const closers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** The name before the innermost call that is open at the end of a text, and the commas in it. */
function openCall(text: string): { name: string; commas: number } | undefined {
  const open: { bracket: string; name: string; commas: number }[] = [];
  // Strings stand whole: what is in them opens and closes nothing.
  const pieces = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|[A-Za-z_]\w*|\S/g;
  let before = '';
  for (const [piece] of text.matchAll(pieces)) {
    if (piece === '(' || piece === '[' || piece === '{') {
      const isCall = piece === '(' && /^[A-Za-z_]/.test(before);
      open.push({ bracket: piece, name: isCall ? before : '', commas: 0 });
    } else if (piece in closers) {
      if (open.at(-1)?.bracket === closers[piece]) open.pop();
    } else if (piece === ',') {
      const innermost = open.at(-1);
      if (innermost) innermost.commas += 1;
    }
    before = piece;
  }
  return open.findLast(({ name }) => name !== '');
}
