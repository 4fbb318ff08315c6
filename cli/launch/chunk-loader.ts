/*
 * Loads the chunks of the bundle: scripts that give what they export when they are called with
 * what loads others. Each is run once. The compiled code of a pack saves the compiler's work
 * where V8 finds that it fits; otherwise the text is compiled as if there were none.
 */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { constants, Script } from 'node:vm';
import type { PackedCode } from './code-pack.js';

export type Exports = Readonly<Record<string, unknown>>;

type Chunk = (
  load: (name: string) => Exports,
  /** For what is asked for while the program runs. */
  later: (name: string) => Promise<Exports>,
  /** Modules of Node. */
  builtin: (name: string) => unknown,
  /** Of the file that was started. */
  url: string,
) => Exports;

const isChunk = (value: unknown): value is Chunk => typeof value === 'function';

interface Loaded {
  readonly script: Script;
  readonly written: number;
}

export class ChunkLoader {
  readonly #directory: string;
  readonly #codeOf: (name: string) => PackedCode | undefined;
  readonly #exports = new Map<string, Exports>();
  readonly #loaded = new Map<string, Loaded>();
  readonly #surroundings: Parameters<Chunk>;
  /** Whether some chunk had to be compiled without code that fits. */
  lacked = false;
  /** Whether V8 has found code that does not fit it. */
  rejected = false;

  /** @param command path of the file that was started; the chunks are in `chunks` beside it */
  constructor(command: string, codeOf: (name: string) => PackedCode | undefined) {
    this.#directory = join(command, '../chunks');
    this.#codeOf = codeOf;
    this.#surroundings = [
      (name) => this.load(name),
      async (name) => this.load(name),
      (name) => process.getBuiltinModule(name),
      pathToFileURL(command).href,
    ];
  }

  /** @param name of the chunk's file */
  load(name: string): Exports {
    const known = this.#exports.get(name);
    if (known) return known;
    const script = this.#compile(name);
    const run: unknown = script.runInThisContext();
    if (!isChunk(run)) throw new Error(`${name} is no chunk of this bundle`);
    const exports = run(...this.#surroundings);
    this.#exports.set(name, exports);
    return exports;
  }

  /** The code of all that was loaded, with the functions that were compiled since. */
  *codes(): Generator<PackedCode> {
    for (const [name, { script, written }] of this.#loaded)
      yield { name, written, code: script.createCachedData() };
  }

  #compile(name: string): Script {
    const filename = join(this.#directory, name);
    const file = openSync(filename, 'r');
    try {
      const written = fstatSync(file).mtimeMs;
      // Chunks are written in ASCII, which needs no decoding.
      const text = readFileSync(file, 'latin1');
      const packed = this.#codeOf(name);
      const cachedData = packed?.written === written ? packed.code : undefined;
      const script = new Script(text, {
        filename,
        importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
        ...(cachedData ? { cachedData } : {}),
      });
      if (script.cachedDataRejected) this.rejected = true;
      if (!cachedData || script.cachedDataRejected) this.lacked = true;
      this.#loaded.set(name, { script, written });
      return script;
    } finally {
      closeSync(file);
    }
  }
}
