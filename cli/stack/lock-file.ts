/*
 * `stowage.lock`: the stack's id, the pins of its fetched modules and those of the images that it takes
 * from registries, kept beside its files and committed with them. `init` or the first apply makes it, before anything is written to an engine;
 * `update` moves pins; `check` and `plan` never write it. Equal contents have equal bytes.
 */
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { EngineError, isJsonObject, toJson, type JsonValue } from '../../model/index.js';

export const lockFileName = 'stowage.lock';

/** The commit that a source of modules stands for, and the hash of its content. */
export interface Pin {
  readonly commit: string;
  readonly hash: string;
}
/** Pins by source without directory, such as `git::https://example.org/modules.git?ref=v1`. */
export type Pins = ReadonlyMap<string, Pin>;

export interface Lock {
  readonly id: string;
  readonly pins: Pins;
  /** Digests by the names of images, such as `nginx:1.27`. */
  readonly images: ReadonlyMap<string, string>;
}

/** A later one may mean what this version would get wrong; a minor addition does not raise it. */
const version = 1;

/** The lock of the stack in a directory; `undefined` before it has one. @throws EngineError on damage */
export function readLock(directory: string): Lock | undefined {
  const path = join(directory, lockFileName);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new EngineError('store', `cannot read ${path}`, { cause: error });
  }
  return parseLock(text, path);
}

/** The id of the stack in a directory; `undefined` before it has one. @throws EngineError on damage */
export function readStackId(directory: string): string | undefined {
  return readLock(directory)?.id;
}

function parseLock(text: string, path: string): Lock {
  const value = jsonOf(text);
  if (!isJsonObject(value)) throw damaged(path, /^<{7}|^>{7}/m.test(text) ? 'a merge' : undefined);
  if (typeof value['version'] === 'number' && value['version'] > version) {
    throw new EngineError('store', `${path} was written by a later version of Stowage`, {
      hint: `It has version ${value['version']}; this Stowage knows version ${version}. Use the later one.`,
    });
  }
  const { id, modules, images } = value;
  if (typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id)) throw damaged(path);
  return { id, pins: parsePins(modules, path), images: parseImages(images, path) };
}

function jsonOf(text: string): JsonValue | undefined {
  try {
    return toJson(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function parsePins(modules: JsonValue | undefined, path: string): Pins {
  if (modules === undefined) return new Map();
  if (!isJsonObject(modules)) throw badPin(path, 'modules');
  return new Map(
    Object.entries(modules).map(([source, pin]): readonly [string, Pin] => {
      if (!isJsonObject(pin)) throw badPin(path, source);
      const { commit, hash } = pin;
      const whole =
        typeof commit === 'string' &&
        /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit) &&
        typeof hash === 'string' &&
        /^sha256:[0-9a-f]{64}$/.test(hash);
      if (!whole) throw badPin(path, source);
      return [source, { commit, hash }];
    }),
  );
}

function parseImages(images: JsonValue | undefined, path: string): ReadonlyMap<string, string> {
  if (images === undefined) return new Map();
  if (!isJsonObject(images)) throw badPin(path, 'images');
  return new Map(
    Object.entries(images).map(([name, digest]): readonly [string, string] => {
      const whole = typeof digest === 'string' && /^sha256:[0-9a-f]{64}$/.test(digest);
      if (!whole) throw badImage(path, name);
      return [name, digest];
    }),
  );
}

function badImage(path: string, name: string): EngineError {
  return new EngineError('store', `${path} has no digest for the image ${name}`, {
    hint: 'Restore it from the repository, or remove the entry and run `stowage update`.',
  });
}

function damaged(path: string, cause?: string): EngineError {
  return new EngineError('store', `${path} holds no stack id`, {
    hint:
      cause === undefined
        ? 'Restore it from the repository; a new id would make the stack a stranger to what runs.'
        : `The marks of ${cause} are in it. Keep the id that the branch you merge into has, and run \`stowage update\`.`,
  });
}

function badPin(path: string, source: string): EngineError {
  return new EngineError('store', `${path} has no commit and hash for ${source}`, {
    hint: 'Restore it from the repository, or remove the entry and run `stowage update`.',
  });
}

/** The canonical text of a lock: members in a fixed order, sources sorted. */
export function lockText({ id, pins, images }: Lock): string {
  const sources = [...pins].sort(([a], [b]) => (a < b ? -1 : 1));
  const modules = Object.fromEntries(
    sources.map(([source, { commit, hash }]) => [source, { commit, hash }]),
  );
  const digests = Object.fromEntries([...images].sort(([a], [b]) => (a < b ? -1 : 1)));
  const value = {
    version,
    id,
    ...(sources.length > 0 && { modules }),
    ...(images.size > 0 && { images: digests }),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Writes the lock beside itself and renames it, so that a crash leaves one of both whole. */
export function writeLock(directory: string, lock: Lock): void {
  const path = join(directory, lockFileName);
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(temporary, 'wx', 0o644);
    try {
      writeSync(file, lockText(lock));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new EngineError('store', `cannot write ${path}`, { cause: error });
  }
}

/** Gives the id of the stack in a directory, making one first where there is none. */
export function ensureStackId(directory: string): { readonly id: string; readonly made: boolean } {
  const known = readStackId(directory);
  if (known !== undefined) return { id: known, made: false };
  const id = randomUUID();
  writeLock(directory, { id, pins: new Map(), images: new Map() });
  return { id, made: true };
}

/** Gives a directory without an id that of a plan that was saved before the stack had one. */
export function adoptStackId(directory: string, id: string): void {
  if (readStackId(directory) !== undefined) return;
  writeLock(directory, { id, pins: new Map(), images: new Map() });
}

/** Notes the digests of images that have none yet. What is pinned already is left as it is. */
export function addImagePins(directory: string, digests: Readonly<Record<string, string>>): void {
  const lock = readLock(directory);
  const added = Object.entries(digests).filter(([name]) => lock?.images.has(name) === false);
  if (!lock || added.length === 0) return;
  writeLock(directory, { ...lock, images: new Map([...lock.images, ...added]) });
}
