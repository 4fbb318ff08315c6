/* `stowage fmt`: rewrites files in the canonical form, or says which would change. */
import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { format } from '../../dsl/index.js';
import { UsageError, type CommandContext, type CommandRunner } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { reportDiagnostics } from '../report.js';
import { reasonOf } from '../stack/read-bounded.js';

/** The .stow files that a path means. */
function filesOf(path: string, context: CommandContext): readonly string[] {
  const absolute = resolve(context.directory, path);
  const shown = (file: string): string => relative(context.directory, file) || file;
  let isDirectory: boolean;
  try {
    isDirectory = statSync(absolute).isDirectory();
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${reasonOf(error)}`);
  }
  if (!isDirectory) return [shown(absolute)];
  return readdirSync(absolute)
    .filter((name) => name.endsWith('.stow'))
    .sort()
    .map((name) => shown(join(absolute, name)));
}

/** Writes beside the file and renames, so that a crash leaves one of both texts whole. */
function rewrite(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text, { mode: statSync(path).mode });
  renameSync(temporary, path);
}

export const runFmt: CommandRunner = async (invocation, context) => {
  const { terminal } = context;
  const paths = invocation.arguments.length > 0 ? invocation.arguments : ['.'];
  const check = invocation.switches.has('check');
  const diff = invocation.switches.has('diff');
  if (paths.includes('-')) {
    const text = readFileSync(0, 'utf8');
    const { value, diagnostics } = format(text);
    reportDiagnostics(diagnostics, new Map([['<stdin>', text]]), context);
    if (value === undefined) return exitCodes.error;
    if (!check) terminal.write(value);
    return check && value !== text ? exitCodes.error : exitCodes.done;
  }
  const files = paths.flatMap((path) => filesOf(path, context));
  if (files.length === 0) throw new UsageError('there is no .stow file to format');
  let failed = false;
  for (const path of files) {
    const text = readFileSync(path, 'utf8');
    const { value, diagnostics } = format(text, path);
    reportDiagnostics(diagnostics, new Map([[path, text]]), context);
    if (value === undefined) {
      failed = true;
      continue;
    }
    if (value === text) continue;
    if (diff) {
      const { createTwoFilesPatch } = await import('diff');
      terminal.write(createTwoFilesPatch(path, path, text, value, 'now', 'formatted'));
    }
    if (check || diff) failed ||= check;
    else rewrite(path, value);
    if (!diff) terminal.print(path);
  }
  return failed ? exitCodes.error : exitCodes.done;
};
