/*
 * The form of a pack, a file with the compiled code of what a command has loaded: a digest of all
 * that follows, the length of a table, the table, and the code that it speaks of. What was damaged,
 * cut off, or made by another program, runtime or version of the form, is no pack.
 */

/** Compiled code of one chunk, and which text it was made from. */
export interface PackedCode {
  readonly name: string;
  /** Milliseconds since 1970: when the chunk's file was written. */
  readonly written: number;
  readonly code: Buffer;
}

export interface CodePack {
  /** The bundle, the runtime and the machine that all of it is for. */
  readonly identity: string;
  /** Milliseconds since 1970. */
  readonly made: number;
  /** Bytes of compiled code that the process had when the pack was made. */
  readonly bytes: number;
  readonly codes: ReadonlyMap<string, PackedCode>;
}

const form = 'stowage code 1';
const digestLength = 32;
const tableAt = digestLength + 4;

const digestOf = (bytes: Uint8Array): Buffer =>
  process.getBuiltinModule('node:crypto').createHash('sha256').update(bytes).digest();

export function encodePack({ identity, made, bytes, codes }: CodePack): Buffer {
  const all = [...codes.values()];
  const rows = all.map(({ name, written, code }) => [name, written, code.length]);
  const table = Buffer.from(JSON.stringify({ form, identity, made, bytes, rows }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(table.length);
  const content = Buffer.concat([length, table, ...all.map(({ code }) => code)]);
  return Buffer.concat([digestOf(content), content]);
}

/** @returns `undefined` for what is no whole pack of this identity */
export function decodePack(file: Buffer, identity: string): CodePack | undefined {
  if (file.length < tableAt) return undefined;
  const content = file.subarray(digestLength);
  if (!digestOf(content).equals(file.subarray(0, digestLength))) return undefined;
  // Whole from here on: nothing below is asked of a file that this program has not written so.
  const codeAt = tableAt + file.readUInt32LE(digestLength);
  const table = readTable(file.toString('utf8', tableAt, codeAt));
  if (table?.form !== form || table.identity !== identity) return undefined;
  const codes = new Map<string, PackedCode>();
  let at = codeAt;
  for (const [name, written, length] of table.rows) {
    codes.set(name, { name, written, code: file.subarray(at, at + length) });
    at += length;
  }
  return { identity, made: table.made, bytes: table.bytes, codes };
}

interface Table {
  readonly form: string;
  readonly identity: string;
  readonly made: number;
  readonly bytes: number;
  readonly rows: readonly (readonly [name: string, written: number, length: number])[];
}

function readTable(text: string): Table | undefined {
  const table: unknown = JSON.parse(text);
  return isTable(table) ? table : undefined;
}

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' &&
  value !== null &&
  'form' in value &&
  'identity' in value &&
  'made' in value &&
  'bytes' in value &&
  'rows' in value;
