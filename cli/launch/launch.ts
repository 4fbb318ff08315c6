/*
 * Starts the bundle: loads its first chunk with the compiled code that an earlier run of the same command
 * has left, and leaves it when this run has found none or has compiled a good part more.
 * What is kept is code and never data, and no command needs it.
 */
import { isAbsolute, join } from 'node:path';
import { exitCodes } from '../exit-codes.js';
import { userCache } from '../user-cache.js';
import { ChunkLoader } from './chunk-loader.js';
import { decodePack, encodePack, type CodePack } from './code-pack.js';
import { markPack, readPack, writePack } from './pack-file.js';

/** With so much more code than it was made with a pack is made anew. */
const worthwhile = 1.1;
/** Milliseconds in which a pack is left alone: commands that begin together need not make one each. */
const leastAge = 1000;

/** What the bundle says of itself. */
export interface Bundle {
  /** Path of the file that was started; the chunks are in `chunks` beside it. */
  readonly command: string;
  /** Of all chunks. */
  readonly digest: string;
  /** Name of the chunk that is loaded. */
  readonly first: string;
}

/** Runs the bundle, whose code is kept under the word that names the command. */
export function launch(bundle: Bundle, word: string): void {
  const path = packPath(bundle, word);
  const { arch, version, versions } = process;
  const identity = [bundle.digest, version, versions.v8, arch].join(' ');
  const found = path === undefined ? undefined : readPack(path);
  const pack = found && decodePack(found.bytes, identity);
  const loader = new ChunkLoader(bundle.command, (name) => pack?.codes.get(name));
  loader.load(bundle.first);
  if (path === undefined) return;
  // After what the command itself does at its end.
  process.on('exit', (code) => {
    if (code === exitCodes.usage || code === exitCodes.interrupted) return;
    const isDue = pack !== undefined && found !== undefined && isDueFor(pack, found.marked);
    if (loader.lacked || (isDue && compiledBytes() > pack.bytes * worthwhile))
      writePack(path, encodePack(renew(pack, loader, identity)));
    else if (isDue) markPack(path);
  });
}

/** @returns `undefined` where there is no place for packs, or the word can be no command */
function packPath({ digest }: Bundle, word: string): string | undefined {
  if (!/^_?[a-z]+(-[a-z]+)*$/.test(word) || word.length > 32) return undefined;
  const cache = cachePlace();
  if (cache === undefined || !isAbsolute(cache)) return undefined;
  const { version, arch } = process;
  return join(cache, 'code', `${digest.slice(0, 16)}-${version}-${arch}`, word);
}

function cachePlace(): string | undefined {
  try {
    return userCache(process.env);
  } catch (error) {
    // There is nobody's home.
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

/** Whether to look again if a pack holds what runs use: at twice the age at which it was looked at last. */
function isDueFor({ made }: CodePack, marked: number): boolean {
  const now = Date.now();
  return now - marked > leastAge && now - made >= 2 * (marked - made);
}

/** What a pack has of chunks that were not loaded this time, and what this run has compiled of the others. */
function renew(pack: CodePack | undefined, loader: ChunkLoader, identity: string): CodePack {
  const codes = new Map(loader.rejected ? [] : pack?.codes);
  for (const packed of loader.codes()) codes.set(packed.name, packed);
  return { identity, made: Date.now(), bytes: compiledBytes(), codes };
}

const compiledBytes = (): number =>
  process.getBuiltinModule('node:v8').getHeapCodeStatistics().bytecode_and_metadata_size;
