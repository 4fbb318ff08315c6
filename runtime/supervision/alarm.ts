/*
 * Wakes the agent when something has happened to containers of its store: the kernel tells of changes in
 * the few directories that matter, so that nothing is looked at in the meantime. The directories of logs
 * are not among them. What the kernel does not tell, such as the death of a monitor, is seen by a look now and
 * then, which is also what is left where the kernel has no more watches to give.
 */
import { statSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import { runsDirectory } from '../containers/index.js';
import { errorCode, type Store } from '../store/index.js';

/** Milliseconds after a change in which more of them are expected. */
const settling = 100;
/** Milliseconds between two looks without a change. */
const usualPause = 15_000;
/** As long where the kernel tells of no changes. */
const pauseWithoutWatches = 2_000;

/** Files of a run whose change means something. */
const telling: ReadonlySet<string> = new Set(['run.json', 'exit']);

export class Alarm {
  readonly #store: Store;
  readonly #watches = new Map<string, { readonly inode: number; readonly watcher: FSWatcher }>();
  #isBlind = false;
  /** How often it has rung since the last look. */
  #rings = 0;
  #wake: () => void = () => undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Wakes at once. */
  readonly ring = (): void => {
    this.#rings += 1;
    this.#wake();
  };

  /** Watches the store, and the runs of these containers. Call it before looking at them. */
  follow(runs: readonly string[]): void {
    const { root, runRoot, paths } = this.#store;
    const directory = runsDirectory(this.#store);
    const wanted = new Set([root, paths.containers, runRoot, directory]);
    for (const id of runs) wanted.add(join(directory, id));
    for (const [path, { inode, watcher }] of this.#watches) {
      if (wanted.has(path) && inodeOf(path) === inode) continue;
      watcher.close();
      this.#watches.delete(path);
    }
    for (const path of wanted) if (!this.#watches.has(path)) this.#watch(path);
  }

  #watch(path: string): void {
    const inode = inodeOf(path);
    if (inode === undefined || this.#isBlind) return;
    const isRun = path.startsWith(`${runsDirectory(this.#store)}/`);
    try {
      const watcher = watch(path, (_event, name) => {
        if (!isRun || name === null || telling.has(name)) this.ring();
      });
      // The directory has gone: that is seen by the next look.
      watcher.on('error', this.ring);
      this.#watches.set(path, { inode, watcher });
    } catch (error) {
      const code = errorCode(error);
      if (code === 'ENOSPC' || code === 'EMFILE') this.#isBlind = true;
      else if (code !== 'ENOENT') throw error;
    }
  }

  /**
   * Waits for a change, or for the time to look again.
   * @param longest milliseconds
   */
  async next(longest: number): Promise<void> {
    if (this.#rings === 0) {
      const usual = this.#isBlind ? pauseWithoutWatches : usualPause;
      await new Promise<void>((wake) => {
        const timer = setTimeout(wake, Math.min(usual, longest));
        this.#wake = () => {
          clearTimeout(timer);
          wake();
        };
      });
      // Changes come in groups.
      if (this.#woken()) await new Promise((wake) => setTimeout(wake, settling));
    }
    this.#rings = 0;
  }

  #woken(): boolean {
    return this.#rings > 0;
  }

  close(): void {
    for (const { watcher } of this.#watches.values()) watcher.close();
    this.#watches.clear();
    this.#wake();
  }
}

/** What tells a directory from another one that has come into its place. */
export function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}
