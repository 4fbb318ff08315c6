/* Documents for tests of the language server, and what tests say of them. */
import type { Test } from 'tap';
import type { Diagnostic, Position, Range, TextEdit } from 'vscode-languageserver-protocol/node';
import { startClient, type Client } from './client.js';

export const cursor = '<|>';

/** The text without its cursor, and where that was. */
export function unmark(marked: string): { text: string; position: Position } {
  const before = marked.slice(0, marked.indexOf(cursor));
  const line = before.split('\n').length - 1;
  const character = before.length - (before.lastIndexOf('\n') + 1);
  return { text: marked.replace(cursor, ''), position: { line, character } };
}

export const some = (codes: readonly string[]): boolean => codes.length > 0;
export const none = (codes: readonly string[]): boolean => codes.length === 0;

/** The first diagnostic of a code. */
export const ofCode = (
  diagnostics: readonly Diagnostic[],
  wanted: string,
): Diagnostic | undefined => diagnostics.find(({ code }) => code === wanted);

/** A text after edits of the protocol. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const offset = ({ line, character }: Position): number =>
    (starts[line] ?? text.length) + character;
  return [...edits]
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce(
      (now, { range, newText }) =>
        now.slice(0, offset(range.start)) + newText + now.slice(offset(range.end)),
      text,
    );
}

export const rangeAt = (line: number, from: number, to: number): Range => ({
  start: { line, character: from },
  end: { line, character: to },
});
export const wholeOf = (text: string): Range => ({
  start: { line: 0, character: 0 },
  end: { line: text.split('\n').length, character: 0 },
});

export const stack = `stack shop

/// How many.
param replicas: int(1..5) = 2

let host = "h\${replicas}"

container web for i in 0..<replicas {
  image: "registry.example.org/web:1"
  env: { HOST: host }
}

output all = "\${host}/\${web[0].hostname}"
`;

/** A client with a file open, which ends with the test. */
export async function open(
  test: Test,
  text: string,
  start: Parameters<typeof startClient>[0] = {},
): Promise<Client> {
  const client = await startClient(start);
  test.teardown(() => client.end());
  await client.open('main.stow', text);
  return client;
}
