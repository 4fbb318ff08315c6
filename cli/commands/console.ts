/*
 * `stowage console`: evaluates expressions in a stack, one a line, until the input ends. With a
 * person there it prompts and remembers lines; from a pipe it answers and exits with 1 after a mistake.
 */
import { createInterface } from 'node:readline/promises';
import { openConsole, type Asked } from '../../dsl/index.js';
import type { CommandContext, CommandRunner } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { reportDiagnostics } from '../report.js';
import { loadStack } from '../stack/load.js';

const prompt = '> ';
const help = [
  'Write an expression, such as `length(web)` or `db.hostname`; `output` holds the outputs.',
  ':type EXPRESSION tells what it is. :quit, or the end of the input, ends.',
];

export const runConsole: CommandRunner = async (invocation, context) => {
  const { terminal } = context;
  const loaded = await loadStack(invocation.arguments[0], invocation, context);
  reportDiagnostics(loaded.diagnostics, loaded.sources, context);
  const { ask } = openConsole(loaded.compileWith);
  const person = process.stdin.isTTY;
  if (person) terminal.note(`Stack ${loaded.stack?.name ?? '(with mistakes)'}. :help explains.`);
  const lines = createInterface({
    input: process.stdin,
    ...(person && { output: process.stderr, prompt }),
    terminal: person,
  });
  context.signal.addEventListener('abort', () => lines.close());
  let failed = false;
  if (person) lines.prompt();
  for await (const line of lines) {
    const text = line.trim();
    if (text === ':quit' || text === ':q') break;
    if (text === ':help') for (const one of help) terminal.note(one);
    else if (text !== '') failed = !answer(text, ask, context) || failed;
    if (person) lines.prompt();
  }
  lines.close();
  return failed && !person ? exitCodes.error : exitCodes.done;
};

/** Answers one line; false where it has a mistake. */
function answer(line: string, ask: (text: string) => Asked, context: CommandContext): boolean {
  const { terminal } = context;
  const [, typeOf] = /^:type\s+(.*)$/.exec(line) ?? [];
  const text = typeOf ?? line;
  const { value, diagnostics, file } = ask(text);
  reportDiagnostics(diagnostics, new Map([[file, text]]), context);
  if (!value) return false;
  terminal.print(typeOf === undefined ? value.text : value.type);
  return true;
}
