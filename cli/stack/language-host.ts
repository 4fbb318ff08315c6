/*
 * What the language may read of this host: regular files of bounded size, the environment, hashes.
 * The stack itself and modules beside it may read any path, as whoever wrote them could; a fetched
 * module reads what its own checkout holds. One answer is kept for each question.
 */
import { createHash } from 'node:crypto';
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { HostRead, LanguageHost, Listing } from '../../dsl/index.js';
import type { Environment } from './git/environment.js';
import { isInside } from './modules/find-modules.js';
import { readBounded, reasonOf } from './read-bounded.js';

export interface HostWorld {
  /** The stack's directory, absolute. */
  readonly directory: string;
  readonly environment: Environment;
  /** Variables that hold secrets: as text of the stack they would have no cover. */
  readonly withheld?: ReadonlySet<string>;
  /** Root of the checkout that the module in a directory was fetched with; none for all others. */
  readonly checkoutOf: (directory: string) => string | undefined;
}

export interface RecordingHost extends LanguageHost {
  /** Absolute paths of the files that were read. */
  readonly filesRead: ReadonlySet<string>;
  /** What was asked for by directory, each once; the directories absolute. */
  listings(): readonly Listing[];
  /** Texts of files that messages may show lines of, by their paths as they are shown. */
  readonly texts: ReadonlyMap<string, string>;
}

const mostBytes = 16 * 1024 * 1024;
const mostBytesOfAll = 256 * 1024 * 1024;
const tooMuch = `the files that the stack reads are larger than ${mostBytesOfAll / (1024 * 1024)} MiB together`;
const mostFiles = 20_000;
const deepest = 64;

/** Makes the host of one load of a stack. */
export function languageHost(world: HostWorld): RecordingHost {
  const filesRead = new Set<string>();
  const files = new Map<string, HostRead<Uint8Array>>();
  const listings = new Map<string, Listing>();
  const texts = new Map<string, string>();
  const lists = new Map<string, HostRead<readonly string[]>>();
  let left = mostBytesOfAll;
  const readOnce = (path: string): HostRead<Uint8Array> => {
    const answer = readBounded(path, { most: Math.min(mostBytes, left) });
    if (answer.kind === 'failed') {
      return left < mostBytes && answer.tooLarge === true ? failed(tooMuch) : answer;
    }
    filesRead.add(path);
    left -= answer.value.length;
    const { buffer, byteOffset, length } = answer.value;
    return { kind: 'read', value: new Uint8Array(buffer, byteOffset, length) };
  };
  const within = (root: string | undefined): LanguageHost => ({
    readFile: (path) => {
      const absolute = resolve(world.directory, path);
      return refused(absolute, root) ?? remember(files, absolute, () => readOnce(absolute));
    },
    listFiles: (path) => {
      const absolute = resolve(world.directory, path);
      return refused(absolute, root) ?? remember(lists, absolute, () => listBelow(absolute));
    },
    noteListing: ({ directory, pattern, files: found }) => {
      const absolute = resolve(world.directory, directory);
      const key = JSON.stringify([absolute, pattern]);
      listings.set(key, { directory: absolute, pattern, files: found });
    },
    noteText: (path, text) => {
      texts.set(path, text);
    },
    variable: (name) =>
      name.startsWith('STOWAGE_SECRET_') || name === 'STOWAGE_PLAN_KEY' || world.withheld?.has(name)
        ? undefined
        : world.environment[name],
    hash: (algorithm, bytes) => createHash(algorithm).update(bytes).digest('hex'),
    forModule: (directory) => within(world.checkoutOf(directory) ?? root),
  });
  return { ...within(undefined), filesRead, listings: () => [...listings.values()], texts };
}

function remember<T>(known: Map<string, T>, key: string, ask: () => T): T {
  const before = known.get(key);
  if (before !== undefined) return before;
  const answer = ask();
  known.set(key, answer);
  return answer;
}

type Refusal = Extract<HostRead<never>, { kind: 'failed' }>;
const failed = (reason: string): Refusal => ({ kind: 'failed', reason });

/** A path out of the checkout that a module may read, by its letters or through links. */
function refused(path: string, root: string | undefined): Refusal | undefined {
  if (root === undefined) return undefined;
  if (!isInside(root, path)) return failed('it is outside of the repository of the module');
  try {
    if (isInside(realpathSync(root), realpathSync(path))) return undefined;
    return failed('it leads out of the repository of the module');
  } catch (error) {
    return failed(reasonOf(error));
  }
}

/** Files below a directory, in order. Links to files count; links to directories are not followed. */
export function listBelow(directory: string): HostRead<readonly string[]> {
  const found: string[] = [];
  const walk = (below: string, depth: number): string | undefined => {
    if (depth > deepest) return `its directories nest more than ${deepest} deep`;
    for (const entry of readdirSync(join(directory, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) {
        const problem = walk(path, depth + 1);
        if (problem !== undefined) return problem;
      } else if (entry.isFile() || isFile(join(directory, path))) found.push(path);
      if (found.length > mostFiles) return `it holds more than ${mostFiles} files`;
    }
    return undefined;
  };
  try {
    const problem = walk('', 0);
    if (problem !== undefined) return failed(problem);
  } catch (error) {
    return failed(reasonOf(error));
  }
  return { kind: 'read', value: found.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)) };
}

const isFile = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() === true;
