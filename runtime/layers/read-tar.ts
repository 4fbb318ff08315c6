/*
 * Reads a tar archive as a stream: ustar, pax (POSIX.1-2017, pax, "pax Interchange Format") and
 * GNU's long names. Memory stays bounded whatever the archive says. Sparse files and formats
 * unknown here are errors, never guessed at.
 */
import { byteReader, type ByteReader } from './byte-reader.js';
import { TarInvalid, type EntryKind, type TarEntry } from './entry.js';

const blockSize = 512;
/** Most bytes of an extended header; no honest one comes near. */
const extensionLimit = 1 << 20;

export interface TarItem {
  readonly entry: TarEntry;
  /** The content. What is not read of it is skipped when the next item is asked for. */
  readonly content: AsyncIterable<Uint8Array>;
}

/**
 * Gives the entries of an archive in order.
 * @throws TarInvalid
 */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarItem> {
  const bytes = byteReader(source);
  let extensions = new Map<string, string>();
  for (;;) {
    const block = await bytes.take(blockSize);
    if (block.length === 0) return;
    if (block.length < blockSize) throw new TarInvalid('the archive is cut off');
    if (block[0] === 0 && block.every((byte) => byte === 0)) return;
    const header = parseHeader(block);
    if (header.type === 'x' || header.type === 'L' || header.type === 'K') {
      for (const [key, value] of await readExtension(bytes, header)) extensions.set(key, value);
      continue;
    }
    if (header.type === 'g') {
      // Global headers hold comments in practice; what would change entries is refused.
      const global = await readExtension(bytes, { ...header, type: 'x' });
      const bad = [...global.keys()].find((key) => key !== 'comment' && key !== 'mtime');
      if (bad !== undefined) throw new TarInvalid(`a global header sets ${bad}`);
      continue;
    }
    const entry = combine(header, extensions);
    extensions = new Map();
    const content = new Content(bytes, entry.size);
    yield { entry, content };
    await content.skip();
    const padding = (blockSize - (entry.size % blockSize)) % blockSize;
    if ((await bytes.take(padding)).length < padding) {
      throw new TarInvalid('the archive is cut off', entry.name);
    }
  }
}

interface Header {
  readonly type: string;
  readonly name: string;
  readonly link: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: number;
  readonly deviceMajor: number;
  readonly deviceMinor: number;
}

function parseHeader(block: Buffer): Header {
  const stored = block
    .toString('latin1', 148, 156)
    .replace(/[\0 ]+$/, '')
    .trimStart();
  let sum = 0;
  for (let at = 0; at < blockSize; at += 1) {
    sum += at >= 148 && at < 156 ? 32 : (block[at] ?? 0);
  }
  if (!/^[0-7]+$/.test(stored) || Number.parseInt(stored, 8) !== sum) {
    throw new TarInvalid('a header has a wrong checksum; it is no tar archive, or a broken one');
  }
  const name = readText(block, 0, 100);
  // Only POSIX ustar has a prefix; GNU keeps times in its place.
  const isPosix = block.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isPosix ? readText(block, 345, 155) : '';
  return {
    type: String.fromCharCode(block[156] ?? 0),
    name: prefix === '' ? name : `${prefix}/${name}`,
    link: readText(block, 157, 100),
    mode: readNumber(block, 100, 8, 'mode') & 0o7777,
    uid: readNumber(block, 108, 8, 'uid'),
    gid: readNumber(block, 116, 8, 'gid'),
    size: readNumber(block, 124, 12, 'size'),
    mtime: readNumber(block, 136, 12, 'mtime'),
    deviceMajor: readNumber(block, 329, 8, 'device number'),
    deviceMinor: readNumber(block, 337, 8, 'device number'),
  };
}

function readText(block: Buffer, start: number, length: number): string {
  const text = block.toString('latin1', start, start + length);
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** Octal text, or GNU's base 256 where the first bit is set. */
function readNumber(block: Buffer, start: number, length: number, what: string): number {
  const first = block[start] ?? 0;
  if ((first & 0x80) !== 0) return readBinary(block.subarray(start, start + length), what);
  const text = block
    .toString('latin1', start, start + length)
    .replace(/[\0 ]+$/, '')
    .trimStart();
  if (text === '') return 0;
  if (!/^[0-7]+$/.test(text)) throw new TarInvalid(`a header has an unreadable ${what}`);
  return Number.parseInt(text, 8);
}

function readBinary(field: Buffer, what: string): number {
  let value = 0n;
  for (const byte of field) value = value * 256n + BigInt(byte);
  const bits = BigInt(field.length * 8);
  // The first bit only marks the form; the second is the sign.
  const number = (field[0] ?? 0) & 0x40 ? value - (1n << bits) : value - (1n << (bits - 1n));
  if (number > BigInt(Number.MAX_SAFE_INTEGER) || number < BigInt(Number.MIN_SAFE_INTEGER)) {
    throw new TarInvalid(`a header has a ${what} out of range`);
  }
  return Number(number);
}

async function readExtension(
  bytes: ByteReader,
  header: Header,
): Promise<ReadonlyMap<string, string>> {
  const { type, size } = header;
  if (size < 0 || size > extensionLimit) throw new TarInvalid('an extended header is too large');
  const padded = Math.ceil(size / blockSize) * blockSize;
  const content = await bytes.take(padded);
  if (content.length < padded) throw new TarInvalid('the archive is cut off');
  const text = content.toString('latin1', 0, size);
  if (type === 'x') return parseRecords(text);
  return new Map([[type === 'L' ? 'path' : 'linkpath', text.replace(/\0+$/, '')]]);
}

/** Records of the form `LENGTH KEY=VALUE\n`, where the length counts the whole record. */
function parseRecords(text: string): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    const digits = /^\d{1,8}(?= )/.exec(text.slice(at, at + 9))?.[0];
    const record = digits === undefined ? '' : text.slice(at, at + Number(digits));
    const equals = record.indexOf('=');
    const start = (digits?.length ?? 0) + 1;
    if (digits === undefined || equals <= start || !record.endsWith('\n')) {
      throw new TarInvalid('an extended header cannot be read');
    }
    if (record.length !== Number(digits)) throw new TarInvalid('an extended header is cut off');
    records.set(record.slice(start, equals), record.slice(equals + 1, -1));
    at += record.length;
  }
  return records;
}

const kindOfType: Readonly<Record<string, EntryKind>> = {
  '\0': 'file',
  '0': 'file',
  '7': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'character-device',
  '4': 'block-device',
  '5': 'directory',
  '6': 'fifo',
};

const xattrPrefix = 'SCHILY.xattr.';

function combine(header: Header, extensions: ReadonlyMap<string, string>): TarEntry {
  const written = extensions.get('path') ?? header.name;
  const typed = kindOfType[header.type];
  if (typed === undefined) {
    throw new TarInvalid(`it has the unknown type ${JSON.stringify(header.type)}`, written);
  }
  for (const key of extensions.keys()) {
    if (key.startsWith('GNU.sparse.')) throw new TarInvalid('sparse files are not read', written);
  }
  // Before ustar a directory was a file whose name ends in a slash.
  const kind = typed === 'file' && written.endsWith('/') ? 'directory' : typed;
  const wholeNumber = (key: string, otherwise: number): number => {
    const text = extensions.get(key);
    if (text === undefined) return otherwise;
    if (!/^\d{1,15}$/.test(text)) throw new TarInvalid(`${key} is no number`, written);
    return Number(text);
  };
  const size = wholeNumber('size', header.size);
  const uid = wholeNumber('uid', header.uid);
  const gid = wholeNumber('gid', header.gid);
  if (size < 0) throw new TarInvalid('its size is negative', written);
  if (!isId(uid) || !isId(gid)) throw new TarInvalid('its owner is out of range', written);
  return {
    kind,
    name: written.replace(/\/+$/, ''),
    link:
      kind === 'symlink' || kind === 'hardlink' ? (extensions.get('linkpath') ?? header.link) : '',
    mode: header.mode,
    uid,
    gid,
    mtime: readTime(extensions.get('mtime'), header.mtime, written),
    size: kind === 'file' ? size : noContent(kind, size, written),
    deviceMajor: header.deviceMajor,
    deviceMinor: header.deviceMinor,
    xattrs: new Map(
      [...extensions]
        .filter(([key]) => key.startsWith(xattrPrefix))
        .map(([key, value]) => [key.slice(xattrPrefix.length), value]),
    ),
  };
}

/** Some writers note the size of what a hard link leads to; nothing follows even then. */
function noContent(kind: EntryKind, size: number, name: string): number {
  if (size > 0 && kind !== 'hardlink') throw new TarInvalid('it must not have content', name);
  return 0;
}

const isId = (id: number): boolean => id >= 0 && id < 0xffff_ffff;

function readTime(extended: string | undefined, plain: number, name: string): string {
  if (extended === undefined) return String(plain);
  if (!/^-?\d{1,12}(?:\.\d{1,20})?$/.test(extended)) {
    throw new TarInvalid('its time cannot be read', name);
  }
  return extended;
}

/** What follows a header, as far as nobody has read it. */
class Content implements AsyncIterable<Uint8Array> {
  readonly #bytes: ByteReader;
  #missing: number;

  constructor(bytes: ByteReader, size: number) {
    this.#bytes = bytes;
    this.#missing = size;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (let piece = await this.#next(); piece; piece = await this.#next()) yield piece;
  }

  async skip(): Promise<void> {
    while ((await this.#next()) !== undefined);
  }

  async #next(): Promise<Uint8Array | undefined> {
    if (this.#missing === 0) return undefined;
    const piece = await this.#bytes.some(this.#missing);
    if (piece === undefined) throw new TarInvalid('the archive is cut off');
    this.#missing -= piece.length;
    return piece;
  }
}
