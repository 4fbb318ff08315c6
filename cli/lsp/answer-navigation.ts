/* Definitions, references, highlights and rename, as the protocol has them. */
import {
  DocumentHighlightKind,
  ErrorCodes,
  ResponseError,
  type Location,
  type LocationLink,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import {
  findDefinition,
  findHighlights,
  findReferences,
  findRenamed,
  rename,
  type Edit,
} from '../../dsl/editor/index.js';
import type { Span } from '../../model/index.js';
import { whenWanted, type Server } from './server.js';
import { offsetAt, rangeOf } from './spots.js';

/** Answers requests about names. */
export function registerNavigation(server: Server): void {
  const { connection, place, workspace } = server;
  const locate = (span: Span): Location => ({
    uri: workspace.uriOf(span.file),
    range: rangeOf(span),
  });
  connection.onDefinition(({ textDocument, position }, token) =>
    whenWanted(token, () => {
      const found = place(textDocument);
      if (!found) return null;
      const targets = findDefinition(found, offsetAt(found.file.source, position));
      if (server.client.textDocument?.definition?.linkSupport !== true) {
        return targets.map(({ name }) => locate(name));
      }
      return targets.map(({ from, name, whole }): LocationLink => ({
        originSelectionRange: rangeOf(from),
        targetUri: workspace.uriOf(name.file),
        targetRange: rangeOf(whole),
        targetSelectionRange: rangeOf(name),
      }));
    }),
  );
  connection.onReferences(({ textDocument, position, context }, token) =>
    whenWanted(token, () => {
      const found = place(textDocument);
      if (!found) return [];
      const offset = offsetAt(found.file.source, position);
      return findReferences(found, offset, context.includeDeclaration).map(locate);
    }),
  );
  connection.onDocumentHighlight(({ textDocument, position }, token) =>
    whenWanted(token, () => {
      const found = place(textDocument);
      if (!found) return [];
      return findHighlights(found, offsetAt(found.file.source, position)).map((one) => ({
        range: rangeOf(one.span),
        kind: one.declares ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
      }));
    }),
  );
  connection.onPrepareRename(({ textDocument, position }, token) =>
    whenWanted(token, () => {
      const found = place(textDocument);
      const span = found && findRenamed(found, offsetAt(found.file.source, position));
      return span ? rangeOf(span) : null;
    }),
  );
  connection.onRenameRequest(({ textDocument, position, newName }, token) =>
    whenWanted(token, () => {
      const found = place(textDocument);
      if (!found) return null;
      const renamed = rename(found, offsetAt(found.file.source, position), newName);
      if (renamed.kind === 'refused') {
        return new ResponseError(ErrorCodes.InvalidParams, renamed.reason);
      }
      return workspaceEdit(server, renamed.edits);
    }),
  );
}

/** Edits of several files in the form that the client takes. */
export function workspaceEdit(
  { workspace, client }: Server,
  edits: readonly Edit[],
): WorkspaceEdit {
  const byPath = new Map<string, Edit[]>();
  for (const edit of edits) {
    const { file } = edit.span;
    byPath.set(file, [...(byPath.get(file) ?? []), edit]);
  }
  const changes = [...byPath].map(([path, ofPath]) => ({
    uri: workspace.uriOf(path),
    version: workspace.find(path)?.document.version ?? null,
    edits: ofPath.map(({ span, text }) => ({ range: rangeOf(span), newText: text })),
  }));
  if (client.workspace?.workspaceEdit?.documentChanges !== true) {
    return { changes: Object.fromEntries(changes.map((one) => [one.uri, one.edits])) };
  }
  return {
    documentChanges: changes.map(({ uri, version, edits: own }) => ({
      textDocument: { uri, version },
      edits: own,
    })),
  };
}
