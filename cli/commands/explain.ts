/*
 * `stowage explain`: the page of a diagnostic in the terminal, or the list of all; of an address, the
 * story of the resource.
 */
import { kindOfAddress, nearestName } from '../../model/index.js';
import { UsageError, type CommandRunner } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { allCodes, explanationOf, type Explanation, type Shown } from '../explain/explanation.js';
import { renderTable } from '../render/table.js';
import type { Terminal } from '../terminal/terminal.js';

export const runExplain: CommandRunner = async (invocation, context) => {
  const { terminal } = context;
  const [code] = invocation.arguments;
  const kind = code === undefined ? undefined : kindOfAddress(code);
  if (code !== undefined && kind !== undefined) {
    const { explainAddress } = await import('../story/explain-address.js');
    return explainAddress(code, kind, invocation, context);
  }
  if (invocation.arguments.length > 1 || invocation.switches.has('json')) {
    throw new UsageError('a directory and --json go with the address of a resource');
  }
  const lines = code === undefined ? overview() : pageLines(find(code), terminal);
  for (const line of lines) terminal.print(line);
  return exitCodes.done;
};

/** Codes may be given as they are printed, with severity and brackets. */
function find(given: string): Explanation {
  const code = /^(?:\w+)?\[(.*)\]$/.exec(given)?.[1] ?? given;
  const found = explanationOf(code);
  if (found) return found;
  const near = nearestName(code, allCodes);
  const hint = near === undefined ? '`stowage explain` lists all' : `did you mean ${near}?`;
  throw new UsageError(`there is no diagnostic ${code}; ${hint}`);
}

function overview(): readonly string[] {
  const rows = allCodes.map((code) => {
    const { severity = '', title = '' } = explanationOf(code) ?? {};
    return [code, severity, title];
  });
  return renderTable(rows);
}

function pageLines(explanation: Explanation, terminal: Terminal): readonly string[] {
  const { code, severity, title, wrong, right, foundAs } = explanation;
  const head = terminal.style(severity === 'error' ? 'red' : 'yellow', `${severity}[${code}]`);
  return [
    `${head}${terminal.style('bold', `: ${title}`)}`,
    '',
    ...wrapped(explanation.explanation),
    ...(foundAs === undefined
      ? []
      : ['', `In files, this is found before anything is planned, as ${foundAs}.`]),
    ...(wrong ? ['', terminal.style('bold', 'Wrong'), ...shownLines(wrong, terminal)] : []),
    ...(right ? ['', terminal.style('bold', 'Right'), ...shownLines(right, terminal)] : []),
  ];
}

function shownLines(shown: Shown, terminal: Terminal): readonly string[] {
  const { files, situation, command, message } = shown;
  return [
    ...(situation === undefined ? [] : ['', ...wrapped(situation)]),
    ...files.flatMap(({ path, text }) => [
      '',
      ...(files.length > 1 ? [terminal.style('dim', `  ${path}:`)] : []),
      ...indented(text),
    ]),
    ...(command === undefined ? [] : ['', `  $ ${command}`]),
    ...(message === undefined ? [] : ['', ...indented(message)]),
  ];
}

const indented = (text: string): readonly string[] =>
  text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`));

const lineWidth = 92;

function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= lineWidth) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
