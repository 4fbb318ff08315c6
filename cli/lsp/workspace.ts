/*
 * Open documents over files on disk: for every path the text that counts, parsed, and for every
 * directory its files. The one thing here that changes; whoever asks gets the state of now.
 */
import { readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import {
  TextDocument,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver-textdocument';
import type { DirectoryEntry, Place, Unit, World } from '../../dsl/editor/index.js';
import { createParser, parse, type Parsed, type Source } from '../../dsl/syntax/index.js';
import { readText } from '../stack/read-sources.js';
import { directoryOf, isFile, pathOfUri, uriOfPath } from './uris.js';

export interface OpenDocument {
  readonly path: string;
  /** As the client wrote it. */
  readonly uri: string;
  document: TextDocument;
  parsed: Parsed;
}

export class Workspace implements World {
  version = 0;
  readonly #open = new Map<string, OpenDocument>();
  /** Of the documents that are edited. */
  readonly #parser = createParser();
  readonly #read = new Map<string, Parsed | undefined>();
  readonly #units = new Map<string, Unit | undefined>();
  /** Names of the files in directories, as they were listed last. */
  readonly #listed = new Map<string, readonly string[]>();
  readonly #directories = new Set<string>();
  /** Where the sources of fetched modules lead, by the directory that uses them. */
  readonly #modules = new Map<string, string>();

  open(uri: string, version: number, text: string): OpenDocument {
    const path = pathOfUri(uri);
    const document = TextDocument.create(uri, 'stowage', version, text);
    const opened = { path, uri, document, parsed: this.#parser.parse(path, document.getText()) };
    this.#open.set(path, opened);
    this.#changed(path);
    return opened;
  }

  change(
    uri: string,
    version: number,
    changes: readonly TextDocumentContentChangeEvent[],
  ): OpenDocument | undefined {
    const opened = this.#open.get(pathOfUri(uri));
    if (!opened) return undefined;
    opened.document = TextDocument.update(opened.document, [...changes], version);
    opened.parsed = this.#parser.parse(opened.path, opened.document.getText());
    this.#changed(opened.path);
    return opened;
  }

  close(uri: string): string {
    const path = pathOfUri(uri);
    this.#open.delete(path);
    this.#parser.forget(path);
    this.refresh(path);
    return path;
  }

  /** Forgets what was read from a file or a directory, since it has changed. */
  refresh(path: string): void {
    this.#read.delete(path);
    this.#units.delete(path);
    this.#listed.delete(path);
    this.#listed.delete(directoryOf(path));
    this.#changed(path);
  }

  #changed(path: string): void {
    this.version += 1;
    this.#units.delete(directoryOf(path));
    this.#directories.add(directoryOf(path));
  }

  /** Directories that may hold modules or stacks, for what looks at all of them. */
  addDirectories(directories: Iterable<string>): void {
    for (const directory of directories) this.#directories.add(directory);
    this.version += 1;
  }

  addModule(from: string, source: string, directory: string): void {
    this.#modules.set(`${from}\0${source}`, directory);
    this.addDirectories([directory]);
  }

  find(path: string): OpenDocument | undefined {
    return this.#open.get(path);
  }

  get openDocuments(): readonly OpenDocument[] {
    return [...this.#open.values()];
  }

  /** The URI of a path, as the client wrote it where it did. */
  uriOf(path: string): string {
    return this.#open.get(path)?.uri ?? uriOfPath(path);
  }

  /** The file of a URI in its unit; absent where it is none of the language's. */
  place(uri: string): Place | undefined {
    const path = pathOfUri(uri);
    const unit = this.unit(directoryOf(path));
    const file = unit?.files.find(({ source }) => source.path === path);
    return unit && file && { world: this, unit, file };
  }

  /** The text that counts for a path. */
  sourceOf(path: string): Source | undefined {
    return this.#parsed(path)?.source;
  }

  unit(directory: string): Unit | undefined {
    if (!this.#units.has(directory)) this.#units.set(directory, this.#makeUnit(directory));
    return this.#units.get(directory);
  }

  #makeUnit(directory: string): Unit | undefined {
    const paths = new Set(this.#sourcesIn(directory));
    for (const { path } of this.#open.values()) {
      if (directoryOf(path) === directory && !isParams(basename(path))) paths.add(path);
    }
    const files = [...paths].sort().flatMap((path) => this.#parsed(path) ?? []);
    return files.length > 0 ? { directory, files } : undefined;
  }

  #sourcesIn(directory: string): readonly string[] {
    if (!isFile(directory)) return [];
    let listed = this.#listed.get(directory);
    if (!listed) {
      listed = names(directory)
        .filter(({ name, isDirectory }) => !isDirectory && isSource(name))
        .map(({ name }) => join(directory, name));
      this.#listed.set(directory, listed);
    }
    return listed;
  }

  #parsed(path: string): Parsed | undefined {
    const opened = this.#open.get(path);
    if (opened) return opened.parsed;
    if (!this.#read.has(path)) {
      const read = readText(path, path);
      this.#read.set(path, 'text' in read ? parse(path, read.text) : undefined);
    }
    return this.#read.get(path);
  }

  units(): readonly Unit[] {
    return [...this.#directories].flatMap((directory) => this.unit(directory) ?? []);
  }

  moduleDirectory(from: string, source: string): string | undefined {
    const known = this.#modules.get(`${from}\0${source}`);
    if (known !== undefined) return known;
    if (!/^\.\.?(?:\/|$)/.test(source) || !isFile(from)) return undefined;
    const directory = resolve(from, source);
    return this.unit(directory) ? directory : undefined;
  }

  entries({ directory }: Unit, path: string): readonly DirectoryEntry[] {
    return isFile(directory) ? names(resolve(directory, path)) : [];
  }
}

/** Whether a file of this name is written in the language; files of params are not. */
export const isSource = (name: string): boolean =>
  name.endsWith('.stow') && !name.startsWith('.') && !isParams(name);

/** Files of params hold values by name, and are another language. */
const isParams = (name: string): boolean => name.endsWith('.params.stow');

/** What is in a directory; nothing where it cannot be read. */
function names(directory: string): readonly DirectoryEntry[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .map((entry) => ({ name: entry.name, isDirectory: entry.isDirectory() }))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  } catch (error) {
    // A directory that is not there, or not for us, has nothing to offer.
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
}
