/*
 * What tells a volume from another of its name: a file in it, read and written past the engine. While
 * steps run at once a volume may go between two looks; then it has no mark, and gets none.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hands } from './hands.js';

/** Marks by the names of their volumes. */
export type MarksByName = ReadonlyMap<string, string>;

export interface Marks {
  of(volume: string): Promise<string | undefined>;
  /** @returns whether the volume is there to be written to */
  write(volume: string, mark: string): Promise<boolean>;
  /** Of every volume; empty where it has none. */
  now(): Promise<MarksByName>;
  /** Of every volume, after those without one were given one. */
  complete(): Promise<MarksByName>;
}

const markFile = '.mark';

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** What `work` gives, or `otherwise` where the file or its directory is not there. */
function unlessGone<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch (error) {
    if (isGone(error)) return otherwise;
    throw error;
  }
}

export function marksOf(hands: Hands): Marks {
  let given = 0;
  const volumes = async (): Promise<readonly string[]> =>
    (await hands.things()).flatMap(({ kind, name }) => (kind === 'volume' ? [name] : []));

  const of: Marks['of'] = async (volume) => {
    const path = await hands.volumePath(volume);
    if (path === undefined) return undefined;
    return unlessGone(() => readFileSync(join(path, markFile), 'utf8'), undefined);
  };
  const write: Marks['write'] = async (volume, mark) => {
    const path = await hands.volumePath(volume);
    if (path === undefined) return false;
    return unlessGone(() => {
      writeFileSync(join(path, markFile), mark);
      return true;
    }, false);
  };
  return {
    of,
    write,
    now: async () => {
      const marks = new Map<string, string>();
      for (const name of await volumes()) marks.set(name, (await of(name)) ?? '');
      return marks;
    },
    complete: async () => {
      const marks = new Map<string, string>();
      for (const name of await volumes()) {
        const known = await of(name);
        const mark = known ?? `mark ${++given}`;
        if (known !== undefined || (await write(name, mark))) marks.set(name, mark);
      }
      return marks;
    },
  };
}
