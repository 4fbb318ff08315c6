/* Stacks in memory: files of several directories by their paths, of which those without one are the stack's. */
import type { Diagnostic } from '../../model/index.js';
import { compile, type Compiled, type CompileOptions, type SourceFile } from '../index.js';

export type Files = Readonly<Record<string, string>>;

/** Compiles a stack and the modules beside it: `{ 'main.stow': …, 'modules/pg/main.stow': … }`. */
export function compileFiles(files: Files, options: CompileOptions = {}): Compiled {
  return compile(filesIn(files, ''), { resolveModule: resolveAmong(files), ...options });
}

/** Finds modules among files in memory, as the command does on disk. */
export function resolveAmong(files: Files): NonNullable<CompileOptions['resolveModule']> {
  return (from, source) => {
    const directory = joined(from, source);
    const found = filesIn(files, directory);
    return found.length > 0
      ? { kind: 'module', directory, files: found }
      : { kind: 'failed', summary: `there is no module in ${JSON.stringify(source)}` };
  };
}

/** Errors and warnings, in one line each: `modules/pg/main.stow:3:9 type-mismatch: …`. */
export function messagesIn(files: Files, options: CompileOptions = {}): string[] {
  return compileFiles(files, options).diagnostics.map(placedMessage);
}

function placedMessage({ span, code, summary }: Diagnostic): string {
  const place = span ? `${span.file}:${span.start.line}:${span.start.column}` : '-';
  return `${place} ${code}: ${summary}`;
}

const filesIn = (files: Files, directory: string): SourceFile[] =>
  Object.entries(files)
    .filter(([path]) => path.slice(0, Math.max(0, path.lastIndexOf('/'))) === directory)
    .map(([path, text]) => ({ path, text }));

/** A relative path from a directory, without `.` and `..`. */
function joined(directory: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${directory}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
