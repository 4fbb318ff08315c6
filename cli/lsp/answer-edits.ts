/* Formatting and code actions, as the protocol has them. */
import { diffLines } from 'diff';
import {
  CodeActionKind,
  type CodeAction,
  type CodeActionOptions,
  type CodeActionParams,
  type Range,
  type TextEdit,
} from 'vscode-languageserver';
import { format } from '../../dsl/index.js';
import { allowLint, extractToLet, type Place } from '../../dsl/editor/index.js';
import type { Fix } from '../../model/index.js';
import { workspaceEdit } from './answer-navigation.js';
import type { Current } from './diagnoser.js';
import { whenWanted, type Server } from './server.js';
import { showDiagnostic } from './show-diagnostic.js';
import { offsetAt } from './spots.js';

const fixAll = `${CodeActionKind.SourceFixAll}.stowage`;

export const codeActionOptions: CodeActionOptions = {
  codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorExtract, fixAll],
};

/** Answers requests that change documents. */
export function registerEdits(server: Server): void {
  const { connection, place } = server;
  connection.onDocumentFormatting(({ textDocument }, token) =>
    whenWanted(token, () => {
      const found = place(textDocument);
      return found ? formatEdits(found) : [];
    }),
  );
  connection.onDocumentRangeFormatting(({ textDocument, range }, token) =>
    whenWanted(token, () => {
      const found = place(textDocument);
      return (found ? formatEdits(found) : []).filter((edit) => overlap(edit.range, range));
    }),
  );
  connection.onCodeAction((params, token) =>
    whenWanted(token, () => {
      const found = place(params.textDocument);
      return found ? actionsFor(server, found, params) : [];
    }),
  );
}

/** What the diff of a long file may take, in milliseconds, before the whole is replaced. */
const diffLimit = 300;

/** The edits that format a file, line by line; none where it has mistakes. */
export function formatEdits({ file }: Pick<Place, 'file'>): TextEdit[] {
  const { text, path, lineStarts } = file.source;
  const { value } = format(text, path);
  if (value === undefined || value === text) return [];
  const changes = diffLines(text, value, { timeout: diffLimit });
  const last = { line: lineStarts.length - 1, character: text.length - (lineStarts.at(-1) ?? 0) };
  if (!changes) return [{ range: { start: { line: 0, character: 0 }, end: last }, newText: value }];
  const edits: TextEdit[] = [];
  let line = 0;
  for (const { added, removed, value: lines, count } of changes) {
    const start = { line, character: 0 };
    if (added) {
      const before = edits.at(-1);
      // What is removed and then added is one edit.
      const continues = before?.range.end.line === line && before.newText === '';
      if (continues) before.newText = lines;
      else edits.push({ range: { start, end: start }, newText: lines });
      continue;
    }
    line += count;
    if (!removed) continue;
    const isLast = line >= lineStarts.length;
    edits.push({ range: { start, end: isLast ? last : { line, character: 0 } }, newText: '' });
  }
  return edits;
}

const isBefore = (a: Range['start'], b: Range['start']): boolean =>
  a.line < b.line || (a.line === b.line && a.character < b.character);
const overlap = (a: Range, b: Range): boolean =>
  !isBefore(a.end, b.start) && !isBefore(b.end, a.start);

function actionsFor(
  server: Server,
  place: Place,
  { range, context }: CodeActionParams,
): CodeAction[] {
  const wants = (kind: string): boolean =>
    context.only?.some((one) => kind === one || kind.startsWith(`${one}.`)) ?? true;
  const current = server.diagnoser.current(place.file.source.path);
  const here = current.filter(({ diagnostic, rangeNow }) => {
    const at = diagnostic.span && rangeNow(diagnostic.span);
    return at !== undefined && overlap(at, range);
  });
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    actions.push(...here.flatMap((one) => fixActions(server, place, one)));
  }
  if (wants(CodeActionKind.RefactorExtract)) {
    const { source } = place.file;
    const [start, end] = [offsetAt(source, range.start), offsetAt(source, range.end)];
    const change = start < end ? extractToLet(place, start, end) : undefined;
    if (change) {
      const edit = workspaceEdit(server, change.edits);
      actions.push({ title: change.title, kind: CodeActionKind.RefactorExtract, edit });
    }
  }
  const isAsked = context.only?.some((one) => one.startsWith(CodeActionKind.Source)) === true;
  if (isAsked && wants(fixAll)) actions.push(...fixAllAction(server, current));
  return actions;
}

function fixActions(server: Server, place: Place, one: Current): CodeAction[] {
  const { diagnostic, rangeNow } = one;
  const { fix, severity, code, span } = diagnostic;
  const uriOf = (path: string): string => server.workspace.uriOf(path);
  const style = { pageOf: () => undefined, showsRelated: false, uriOf, rangeNow };
  const shown = showDiagnostic(diagnostic, style);
  const about = { kind: CodeActionKind.QuickFix, ...(shown && { diagnostics: [shown] }) };
  const actions: CodeAction[] = [];
  const edit = fix && editNow(server, fix, rangeNow);
  if (fix && edit) {
    actions.push({ ...about, title: capitalised(fix.title), edit, isPreferred: true });
  }
  const at = span && rangeNow(span);
  if (severity === 'warning' && span && at) {
    const { start } = at;
    const { file, end } = span;
    const now = { file, start: { ...span.start, line: start.line + 1 }, end };
    const { title, edits } = allowLint(place, code, now);
    actions.push({ ...about, title, edit: workspaceEdit(server, edits) });
  }
  return actions;
}

const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** A fix in the text of now; nothing where its place has been edited. */
function editNow(server: Server, { span, text }: Fix, rangeNow: Current['rangeNow']) {
  const range = rangeNow(span);
  if (!range) return undefined;
  const uri = server.workspace.uriOf(span.file);
  return { changes: { [uri]: [{ range, newText: text }] } };
}

/** All fixes of a file at once, but those that would touch one another. */
function fixAllAction(server: Server, current: readonly Current[]): CodeAction[] {
  const edits = new Map<string, TextEdit[]>();
  for (const { diagnostic, rangeNow } of current) {
    const { fix } = diagnostic;
    const range = fix && rangeNow(fix.span);
    if (!range) continue;
    const uri = server.workspace.uriOf(fix.span.file);
    const before = edits.get(uri) ?? [];
    if (before.some((other) => overlap(other.range, range))) continue;
    edits.set(uri, [...before, { range, newText: fix.text }]);
  }
  if (edits.size === 0) return [];
  return [{ title: 'Fix all', kind: fixAll, edit: { changes: Object.fromEntries(edits) } }];
}
