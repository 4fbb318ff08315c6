/*
 * Directories of files, parsed and bound once, however often they are used as a module. Which files
 * there are is for `resolveModule` to say; nothing is read here.
 */
import type { Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { SourceFile } from '../inputs.js';
import { parse, type Parsed } from '../syntax/index.js';
import { bind } from './bind.js';
import type { Evaluation } from './evaluation.js';
import { plainText } from './plain-text.js';
import type { Place } from './session.js';
import type { Symbols, UseSymbol } from './symbols.js';

export interface Directory {
  /** Relative to the stack's directory; empty for that. */
  readonly path: string;
  readonly files: readonly Parsed[];
  readonly symbols: Symbols;
  /** Whether a file of it could not be made sense of at all. */
  readonly lost: boolean;
}

/** Files that have been parsed: an editor compiles the same ones again and again. */
const parsedBefore = new WeakMap<SourceFile, Parsed>();

/** Parses files in the order of their paths. */
export function parseFiles(files: readonly SourceFile[]): Parsed[] {
  return [...files]
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
    .map((file) => {
      const parsed = parsedBefore.get(file) ?? parse(file.path, file.text);
      parsedBefore.set(file, parsed);
      return parsed;
    });
}

/** Parses and binds the files of a directory. */
export function readDirectory(
  { report, work, directories }: Evaluation,
  path: string,
  files: readonly SourceFile[],
  usedAt?: Span,
): Directory {
  const parsed = parseFiles(files);
  // Longer texts may take more work, as they take more writing.
  for (const { text } of files) work.most += text.length;
  const syntax = parsed.flatMap((file) => file.diagnostics);
  for (const diagnostic of syntax) report(diagnostic);
  const { symbols, diagnostics } = bind(parsed, usedAt);
  // Where brackets nest too deeply a file gives no declarations, so nothing can be said of names.
  const lost = syntax.some(({ code }) => code === 'nesting-too-deep');
  if (!lost) for (const diagnostic of diagnostics) report(diagnostic);
  const directory = { path, files: parsed, symbols, lost };
  directories.set(path, directory);
  return directory;
}

/** The directory that a `use` names; what is wrong with it is reported, once. */
export function directoryOf(
  evaluation: Evaluation,
  { declaration }: UseSymbol,
  place: Place,
): Directory | undefined {
  const { source } = declaration;
  const { report, options, directories } = evaluation;
  const text = plainText(source, report);
  if (text === undefined) {
    report(
      diagnose('unresolved-module', source.span, {
        summary: 'the source of a module is plain text',
        detail: 'It has to be known before anything is evaluated, so nothing can be put into it.',
      }),
    );
    return undefined;
  }
  const found = options.resolveModule?.(place.directory, text) ?? {
    kind: 'failed' as const,
    summary: 'modules cannot be read here',
  };
  if (found.kind === 'failed') {
    const { summary, detail } = found;
    report(diagnose('unresolved-module', source.span, { summary, detail }));
    return undefined;
  }
  const known = directories.get(found.directory);
  if (known) return known.lost ? undefined : known;
  const directory = readDirectory(evaluation, found.directory, found.files, source.span);
  return directory.lost ? undefined : directory;
}
