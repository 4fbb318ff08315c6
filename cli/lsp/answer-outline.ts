/* Symbols, folding, selections and links, as the protocol has them. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  FoldingRangeKind,
  SymbolKind,
  type DocumentSymbol,
  type SelectionRange,
  type SymbolInformation,
} from 'vscode-languageserver';
import {
  findSymbols,
  foldsOf,
  linksOf,
  outlineOf,
  rangesAround,
  type OutlineItem,
  type OutlineKind,
  type PathLink,
  type Place,
} from '../../dsl/editor/index.js';
import { whenWanted, type Server } from './server.js';
import { offsetAt, rangeOf } from './spots.js';
import { isFile, uriOfPath } from './uris.js';

/** Answers requests about the parts of documents. */
export function registerOutline(server: Server): void {
  const { connection, place, workspace } = server;
  const information = ({ name, kind, whole, detail }: OutlineItem): SymbolInformation => ({
    name,
    kind: symbolKinds[kind],
    location: { uri: workspace.uriOf(whole.file), range: rangeOf(whole) },
    ...(detail !== undefined && { containerName: detail }),
  });
  connection.onDocumentSymbol(({ textDocument }, token) =>
    whenWanted(token, () => {
      const found = place(textDocument);
      if (!found) return [];
      const outline = outlineOf(found.file.tree.declarations);
      const nests =
        server.client.textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true;
      return nests ? outline.map(symbolOf) : outline.map(information);
    }),
  );
  connection.onWorkspaceSymbol(({ query }, token) =>
    whenWanted(token, () => findSymbols(workspace, query).map(information)),
  );
  connection.onFoldingRanges(({ textDocument }, token) =>
    whenWanted(token, () => {
      const found = place(textDocument);
      return (found ? foldsOf(found.file) : []).map(({ startLine, endLine, kind }) => ({
        startLine: startLine - 1,
        endLine: endLine - 1,
        kind: kind === 'comment' ? FoldingRangeKind.Comment : FoldingRangeKind.Region,
      }));
    }),
  );
  connection.onSelectionRanges(({ textDocument, positions }, token) =>
    whenWanted(token, () => {
      const found = place(textDocument);
      if (!found) return [];
      return positions.map((position): SelectionRange => {
        const ranges = rangesAround(found.file, offsetAt(found.file.source, position));
        const empty: SelectionRange = { range: { start: position, end: position } };
        // From the whole file inwards, each range with the one around it.
        return (
          [...ranges]
            .reverse()
            .reduce<SelectionRange | undefined>(
              (parent, span) => ({ range: rangeOf(span), ...(parent && { parent }) }),
              undefined,
            ) ?? empty
        );
      });
    }),
  );
  connection.onDocumentLinks(({ textDocument }, token) =>
    whenWanted(token, () => {
      const found = place(textDocument);
      if (!found) return [];
      return linksOf(found).flatMap((link) => {
        const target = targetOf(found, link);
        return target === undefined ? [] : [{ range: rangeOf(link.span), target }];
      });
    }),
  );
}

const symbolKinds: Readonly<Record<OutlineKind, SymbolKind>> = {
  stack: SymbolKind.Namespace,
  param: SymbolKind.Variable,
  secret: SymbolKind.Key,
  let: SymbolKind.Constant,
  type: SymbolKind.Interface,
  function: SymbolKind.Function,
  module: SymbolKind.Module,
  resource: SymbolKind.Class,
  output: SymbolKind.Property,
  check: SymbolKind.Boolean,
  statement: SymbolKind.Event,
  field: SymbolKind.Field,
};

const symbolOf = ({
  name,
  kind,
  detail,
  whole,
  selection,
  children,
}: OutlineItem): DocumentSymbol => ({
  name,
  kind: symbolKinds[kind],
  range: rangeOf(whole),
  selectionRange: rangeOf(selection),
  ...(detail !== undefined && { detail }),
  ...(children.length > 0 && { children: children.map(symbolOf) }),
});

/** Where a path leads, if something is there; a module leads to its first file. */
function targetOf({ world, unit }: Place, { path, module }: PathLink): string | undefined {
  if (module !== undefined) {
    const files = world.unit(module)?.files ?? [];
    const main = files.find(({ source }) => source.path === join(module, 'main.stow')) ?? files[0];
    return main && uriOfPath(main.source.path);
  }
  if (!isFile(unit.directory)) return undefined;
  const target = resolve(unit.directory, path);
  return existsSync(target) ? uriOfPath(target) : undefined;
}
