/* Completion and signatures, as the protocol has them. */
import {
  CompletionItemKind,
  InsertTextFormat,
  MarkupKind,
  type CompletionItem,
  type CompletionOptions,
} from 'vscode-languageserver';
import {
  complete,
  signatureAt,
  type Completion,
  type CompletionKind,
} from '../../dsl/editor/index.js';
import { whenWanted, type Server } from './server.js';
import { offsetAt, rangeOf } from './spots.js';

export const completionOptions: CompletionOptions = {
  triggerCharacters: ['.', '"', '/', ':', ' ', '[', '{', '('],
};

/** Answers requests for completion and for signatures. */
export function registerCompletion(server: Server): void {
  const { connection, place } = server;
  connection.onCompletion(({ textDocument, position, context }, token) =>
    whenWanted(token, () => {
      const found = place(textDocument);
      if (!found) return [];
      const offset = offsetAt(found.file.source, position);
      const { items, span } = complete(found, offset);
      // A blank asks only where a value begins, and not between words.
      if (context?.triggerCharacter === ' ' && !followsSign(found.file.source.text, offset))
        return [];
      const range = rangeOf(span);
      return items.map((item) => itemOf(item, range, snippetsSupported(server)));
    }),
  );
  connection.onSignatureHelp(({ textDocument, position }, token) =>
    whenWanted(token, () => {
      const found = place(textDocument);
      const help = found && signatureAt(found, offsetAt(found.file.source, position));
      if (!help) return null;
      return {
        signatures: help.callables.map(({ signature, parameters, documentation }) => ({
          label: signature,
          ...(documentation !== undefined && { documentation: markdown(documentation) }),
          parameters: parameters.map(({ label, documentation: text }) => ({
            label,
            ...(text !== undefined && { documentation: markdown(text) }),
          })),
        })),
        activeSignature: 0,
        activeParameter: help.parameter,
      };
    }),
  );
}

const followsSign = (text: string, offset: number): boolean =>
  /(?:[:=,>]|\bis|\bin|\bengine) $/.test(text.slice(Math.max(0, offset - 8), offset));

const snippetsSupported = ({ client }: Server): boolean =>
  client.textDocument?.completion?.completionItem?.snippetSupport === true;

const markdown = (value: string) => ({ kind: MarkupKind.Markdown, value });

const itemKinds: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  attribute: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  resource: CompletionItemKind.Class,
  constant: CompletionItemKind.Constant,
  param: CompletionItemKind.Variable,
  secret: CompletionItemKind.Variable,
  variable: CompletionItemKind.Variable,
  function: CompletionItemKind.Function,
  constructor: CompletionItemKind.Constructor,
  type: CompletionItemKind.TypeParameter,
  kind: CompletionItemKind.Struct,
  module: CompletionItemKind.Module,
  keyword: CompletionItemKind.Keyword,
  snippet: CompletionItemKind.Snippet,
  file: CompletionItemKind.File,
  directory: CompletionItemKind.Folder,
};

function itemOf(
  { label, kind, detail, documentation, insert = label, isSnippet = false, rank }: Completion,
  range: ReturnType<typeof rangeOf>,
  snippets: boolean,
): CompletionItem {
  const newText = isSnippet && !snippets ? plainText(insert) : insert;
  return {
    label,
    kind: itemKinds[kind],
    sortText: `${(rank * 1000).toFixed(0).padStart(6, '0')} ${label}`,
    textEdit: { range, newText },
    ...(detail !== undefined && { detail }),
    ...(documentation !== undefined &&
      documentation !== '' && { documentation: markdown(documentation) }),
    ...(isSnippet && snippets && { insertTextFormat: InsertTextFormat.Snippet }),
  };
}

/** A snippet as a text: its places hold what they would be filled with. */
export function plainText(snippet: string): string {
  let text = snippet;
  for (let before = ''; before !== text;) {
    before = text;
    text = text.replace(/\$\{\d+:((?:[^{}\\]|\\.)*)\}/g, '$1').replace(/\$\{\d+\}|\$\d+/g, '');
  }
  return text.replace(/\\([\\$}])/g, '$1');
}
