/*
 * A document for programs, written to a file that was named on the command line. The place is looked
 * at before anything else is done; the file is replaced whole or not at all, and holds no secret.
 */
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { JsonValue } from '../../model/index.js';
import { UsageError, valueOf, type Invocation } from '../command.js';
import { maskJson } from '../terminal/mask.js';
import type { Terminal } from '../terminal/terminal.js';

/** Writes the document that was asked for. */
export type DocumentWriter = (document: JsonValue) => void;

/**
 * What writes a document to the file that an option names; `undefined` where none was asked for.
 * @throws UsageError when nothing can be written there
 */
export function documentWriter(
  invocation: Invocation,
  context: { readonly directory: string; readonly terminal: Pick<Terminal, 'mask'> },
  option: string,
): DocumentWriter | undefined {
  const given = valueOf(invocation, option);
  if (given === undefined) return undefined;
  const path = placeOf(resolve(context.directory, given), `--${option} ${given}`);
  const { terminal } = context;
  return (document) => {
    const masked = maskJson(document, (text) => terminal.mask(text));
    replaceFile(path, `${JSON.stringify(masked, null, 2)}\n`, `--${option} ${given}`);
  };
}

/** Where the file is or will be, links followed. @throws UsageError when there can be none */
function placeOf(path: string, asked: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new UsageError(`${asked}: this is a directory`);
  if (found && !found.isFile()) throw new UsageError(`${asked}: this is no ordinary file`);
  if (found) return realpathSync(path);
  const directory = dirname(path);
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`${asked}: there is no directory ${directory}`);
  }
  return path;
}

/** Writes beside the file and renames. @throws UsageError when the system does not let it */
function replaceFile(path: string, text: string, asked: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UsageError(`${asked}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
