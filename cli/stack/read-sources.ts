/*
 * Reads the `.stow` files of one directory. What cannot be read as text is said by file, with the
 * place of the first wrong byte. Tests and files of params are no part of a stack.
 */
import { isUtf8 } from 'node:buffer';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from '../../dsl/index.js';
import { readBounded, reasonOf } from './read-bounded.js';

export interface SourceProblem {
  readonly summary: string;
  readonly detail?: string;
}
export interface Sources {
  readonly files: readonly SourceFile[];
  readonly problems: readonly SourceProblem[];
}

/** A larger file was not written by a person; the language has bounds of its own below that. */
const mostBytes = 16 * 1024 * 1024;

/** Whether a file of this name belongs to the stack in its directory. */
export function isStackFile(name: string): boolean {
  return name.endsWith('.stow') && !name.startsWith('.') && !/\.(?:test|params)\.stow$/.test(name);
}

/** The names of a directory's stack files, sorted. @throws NodeJS.ErrnoException */
export function stackFileNames(directory: string): readonly string[] {
  return readdirSync(directory).filter(isStackFile).sort();
}

/**
 * Reads files of a directory, all stack files unless names are given.
 * @param show how the path of a file is shown
 */
export function readSources(
  directory: string,
  show: (path: string) => string,
  names?: readonly string[],
): Sources {
  const files: SourceFile[] = [];
  const problems: SourceProblem[] = [];
  let listed: readonly string[];
  try {
    listed = names ?? stackFileNames(directory);
  } catch (error) {
    return { files, problems: [{ summary: `cannot read ${show(directory)}: ${reasonOf(error)}` }] };
  }
  for (const name of listed) {
    const path = join(directory, name);
    const read = readText(path, show(path));
    if ('summary' in read) problems.push(read);
    else files.push({ path: show(path), text: read.text });
  }
  return { files, problems };
}

/** Reads one text file; a byte-order mark is no part of the text. */
export function readText(path: string, shown: string): { readonly text: string } | SourceProblem {
  const read = readBounded(path, { most: mostBytes });
  if (read.kind === 'failed') return { summary: `cannot read ${shown}: ${read.reason}` };
  const bytes = read.value;
  const wrong = firstWrongByte(bytes);
  if (wrong === undefined) return { text: bytes.toString('utf8').replace(/^\ufeff/, '') };
  const line = bytes.subarray(0, wrong).filter((byte) => byte === 0x0a).length + 1;
  return {
    summary: `${shown} is not UTF-8 text: byte ${wrong}, in line ${line}, is wrong`,
    detail: 'Save it as UTF-8.',
  };
}

/** The place of the first byte that is not UTF-8; `undefined` where all is. */
function firstWrongByte(bytes: Buffer): number | undefined {
  if (isUtf8(bytes)) return undefined;
  // The longest good beginning, found by halving: whether one is good does not depend on what follows
  // but for a character cut in two, which is at most three bytes.
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodes(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return completePart(bytes.subarray(0, good));
}

function decodes(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** The length without a character that is cut off at the end. */
function completePart(bytes: Buffer): number {
  for (let end = bytes.length; end > bytes.length - 4 && end > 0; end--) {
    if (isUtf8(bytes.subarray(0, end))) return end;
  }
  return bytes.length;
}
