/*
 * Hover and inlay hints: what the words mean, with the values of the last compilation. A value that
 * is not there in time is left out.
 */
import { InlayHintKind, MarkupKind, type InlayHint, type Range } from 'vscode-languageserver';
import {
  hintPlaces,
  hintText,
  hoverAt,
  type HintKind,
  type Hover,
  type Place,
} from '../../dsl/editor/index.js';
import type { Span } from '../../model/index.js';
import { whenWanted, type Server } from './server.js';
import { offsetAt, positionOf, rangeOf } from './spots.js';

/** How long an answer waits for values, in milliseconds. */
const patience = 400;

/** Answers requests that show values. */
export function registerValues(server: Server): void {
  const { connection, place } = server;
  connection.onHover(({ textDocument, position }, token) =>
    whenWanted(token, async () => {
      const found = place(textDocument);
      const hover = found && hoverAt(found, offsetAt(found.file.source, position));
      if (!found || !hover) return null;
      const [values = []] = hover.valueOf ? await valuesOf(server, found, [hover.valueOf]) : [];
      return {
        range: rangeOf(hover.span),
        contents: { kind: MarkupKind.Markdown, value: hoverText(hover, values) },
      };
    }),
  );
  connection.languages.inlayHint.on(({ textDocument, range }, token) =>
    whenWanted(token, async () => {
      const found = place(textDocument);
      return found ? hintsOf(server, found, range) : [];
    }),
  );
}

/** The text of a hover in Markdown. */
export function hoverText({ signature, paragraphs }: Hover, values: readonly string[]): string {
  const value = values.length > 0 ? [`Value: ${values.map(code).join(', ')}`] : [];
  return [`\`\`\`stowage\n${signature}\n\`\`\``, ...paragraphs, ...value].join('\n\n');
}

/** Text between backticks, however many it holds itself. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}

const settingOf = {
  declaration: 'declarations',
  interpolation: 'interpolations',
  address: 'addresses',
} as const satisfies Record<HintKind, string>;

async function hintsOf(server: Server, place: Place, range: Range): Promise<InlayHint[]> {
  const { source } = place.file;
  const within = { start: offsetAt(source, range.start), end: offsetAt(source, range.end) };
  const { inlayHints } = server.settings;
  const wanted = hintPlaces(place, within).filter(({ kind }) => inlayHints[settingOf[kind]]);
  const values = await valuesOf(
    server,
    place,
    wanted.map(({ valueOf }) => valueOf),
  );
  return wanted.flatMap(({ at, valueOf }, index): InlayHint[] => {
    const written = source.text.slice(valueOf.start.offset, valueOf.end.offset);
    const text = hintText(values[index] ?? [], written);
    if (text === undefined) return [];
    return [
      {
        position: positionOf(at),
        label: ` = ${text}`,
        kind: InlayHintKind.Type,
        tooltip: (values[index] ?? []).join('\n'),
      },
    ];
  });
}

/** The values of expressions, for each of them; those that are not known yet have none. */
async function valuesOf(
  { diagnoser, compiler }: Server,
  { file }: Place,
  spans: readonly Span[],
): Promise<readonly (readonly string[])[]> {
  const { path, text } = file.source;
  const compiled = diagnoser.compiledWith(path);
  if (!compiled || spans.length === 0) return [];
  const shift = diagnoser.shift(path, compiled.text ?? text, text);
  const places = spans.map(({ start, end }) => ({
    path,
    // A place that was not there has no value; nothing is at -1.
    start: shift.back(start.offset) ?? -1,
    end: shift.back(end.offset) ?? -1,
  }));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly (readonly string[])[]>((resolve) => {
    timer = setTimeout(() => resolve([]), patience);
  });
  try {
    return await Promise.race([compiler.values(compiled.root, places), late]);
  } finally {
    clearTimeout(timer);
  }
}
