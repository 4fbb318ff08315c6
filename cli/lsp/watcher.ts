/*
 * Watches the directories of the stacks that are open, and of the files that they read, whatever the
 * client watches. Says which path changed; of several changes at once it speaks once.
 */
import { watch, type FSWatcher } from 'node:fs';
import { dirname, join } from 'node:path';
import { isSource } from './workspace.js';

const pause = 50;

export class Watcher {
  readonly #onChange: (path: string) => void;
  readonly #watched = new Map<string, FSWatcher>();
  readonly #files = new Set<string>();
  readonly #changed = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(onChange: (path: string) => void) {
    this.#onChange = onChange;
  }

  /** Watches directories for files of the language, and other files by themselves. */
  watch(directories: readonly string[], files: readonly string[]): void {
    for (const file of files) this.#files.add(file);
    for (const directory of [...directories, ...files.map((file) => dirname(file))]) {
      if (!this.#watched.has(directory)) this.#open(directory);
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watched.values()) watcher.close();
    this.#watched.clear();
  }

  #open(directory: string): void {
    try {
      const watcher = watch(directory, { persistent: false }, (_event, name) => {
        if (name !== null) this.#hear(directory, name);
      });
      watcher.on('error', () => this.#drop(directory));
      this.#watched.set(directory, watcher);
    } catch (error) {
      // A directory that has gone, or too many watches: the client's own are left.
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }

  #drop(directory: string): void {
    this.#watched.get(directory)?.close();
    this.#watched.delete(directory);
  }

  #hear(directory: string, name: string): void {
    const path = join(directory, name);
    const isOurs = isSource(name) || name === 'stowage.lock' || name.endsWith('.params.stow');
    if (!isOurs && !this.#files.has(path)) return;
    this.#changed.add(path);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const paths = [...this.#changed];
      this.#changed.clear();
      paths.forEach(this.#onChange);
    }, pause);
  }
}
