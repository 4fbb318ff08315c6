/*
 * The files of directories with open documents in place of theirs. The same text of the same file is
 * the same object from one compilation to the next, so that it is parsed once.
 */
import { basename } from 'node:path';
import type { SourceFile } from '../../dsl/index.js';
import { isStackFile, readSources, type Sources } from '../stack/read-sources.js';
import { directoryOf, isFile } from './uris.js';

export class OverlaidSources {
  readonly #open = new Map<string, string>();
  readonly #files = new Map<string, SourceFile>();

  /** Notes the text of an open document; without a text it was closed. */
  note(path: string, text: string | undefined): void {
    if (text === undefined) this.#open.delete(path);
    else this.#open.set(path, text.replace(/^\ufeff/, ''));
  }

  /** The files of a directory as they count now; their paths are absolute. */
  read(directory: string): Sources {
    const open = [...this.#open].filter(
      ([path]) => directoryOf(path) === directory && (!isFile(path) || isStackFile(basename(path))),
    );
    const files = open.map(([path, text]) => this.#same({ path, text }));
    if (!isFile(directory)) return { files, problems: [] };
    const { files: onDisk, problems } = readSources(directory, (path) => path);
    const closed = onDisk.filter(({ path }) => !this.#open.has(path));
    // A file that is not there yet, or cannot be read, may be open all the same.
    const left = problems.filter(
      ({ summary }) => !open.some(([path]) => summary.includes(path)) && files.length === 0,
    );
    return { files: [...closed.map((file) => this.#same(file)), ...files], problems: left };
  }

  #same(file: SourceFile): SourceFile {
    const before = this.#files.get(file.path);
    if (before?.text === file.text) return before;
    this.#files.set(file.path, file);
    return file;
  }
}
