/* Semantic tokens, as the protocol has them: five numbers each, relative to the token before. */
import {
  SemanticTokensRequest,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  type SemanticTokens,
  type SemanticTokensDelta,
  type SemanticTokensOptions,
} from 'vscode-languageserver';
import {
  tokenKinds,
  tokenModifiers,
  tokensOf,
  type Place,
  type Token,
} from '../../dsl/editor/index.js';
import { whenWanted, type Server } from './server.js';
import { offsetAt } from './spots.js';
import { pathOfUri } from './uris.js';

export const tokenOptions: SemanticTokensOptions = {
  legend: { tokenTypes: [...tokenKinds], tokenModifiers: [...tokenModifiers] },
  full: { delta: true },
  range: true,
};

interface Sent {
  readonly id: string;
  readonly data: number[];
}

/** Answers requests for colours. What was sent last is kept, so that only differences are sent next. */
export function registerTokens(server: Server): void {
  const { connection, place, workspace } = server;
  const sent = new Map<string, Sent>();
  let next = 1;
  const keep = (uri: string, data: number[]): Sent => {
    const result = { id: String(next++), data };
    for (const known of sent.keys()) if (!workspace.find(pathOfUri(known))) sent.delete(known);
    sent.set(uri, result);
    return result;
  };
  connection.onRequest(SemanticTokensRequest.type, ({ textDocument }, token) =>
    whenWanted(token, (): SemanticTokens => {
      const { id, data } = keep(textDocument.uri, dataOf(place(textDocument)));
      return { resultId: id, data };
    }),
  );
  connection.onRequest(
    SemanticTokensDeltaRequest.type,
    ({ textDocument, previousResultId }, token) =>
      whenWanted(token, (): SemanticTokens | SemanticTokensDelta => {
        const before = sent.get(textDocument.uri);
        const { id, data } = keep(textDocument.uri, dataOf(place(textDocument)));
        if (before?.id !== previousResultId) return { resultId: id, data };
        return { resultId: id, edits: differences(before.data, data) };
      }),
  );
  connection.onRequest(SemanticTokensRangeRequest.type, ({ textDocument, range }, token) =>
    whenWanted(token, (): SemanticTokens => {
      const found = place(textDocument);
      if (!found) return { data: [] };
      const { source } = found.file;
      const within = { start: offsetAt(source, range.start), end: offsetAt(source, range.end) };
      return { data: dataOf(found, within) };
    }),
  );
}

function dataOf(place: Place | undefined, within?: { start: number; end: number }): number[] {
  return place ? encode(tokensOf(place, within), place.file.source.lineStarts) : [];
}

/** Tokens in the order of the text as numbers. */
export function encode(tokens: readonly Token[], lineStarts: readonly number[]): number[] {
  const data: number[] = [];
  let [line, lineBefore, startBefore] = [0, 0, 0];
  for (const { start, length, kind, modifiers } of tokens) {
    while ((lineStarts[line + 1] ?? Infinity) <= start) line += 1;
    const column = start - (lineStarts[line] ?? 0);
    const bits = modifiers.reduce((sum, one) => sum | (1 << tokenModifiers.indexOf(one)), 0);
    const isSameLine = line === lineBefore;
    data.push(
      line - lineBefore,
      isSameLine ? column - startBefore : column,
      length,
      tokenKinds.indexOf(kind),
      bits,
    );
    [lineBefore, startBefore] = [line, column];
  }
  return data;
}

/** One edit that makes the second list of the first; nothing where they are the same. */
export function differences(before: readonly number[], after: readonly number[]) {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let same = 0;
  while (
    same < shorter - start &&
    before[before.length - 1 - same] === after[after.length - 1 - same]
  ) {
    same += 1;
  }
  const deleteCount = before.length - same - start;
  const data = after.slice(start, after.length - same);
  return deleteCount === 0 && data.length === 0 ? [] : [{ start, deleteCount, data }];
}
