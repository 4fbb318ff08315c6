/*
 * A tar writer for tests that writes what it is told, right or wrong. It shares no code with the
 * one under test.
 */

export interface TinyEntry {
  readonly name: string;
  /** The type's character; a regular file when left out. */
  readonly type?: string;
  readonly link?: string;
  readonly content?: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly mtime?: number;
  /** Size to claim, where it is not that of the content. */
  readonly size?: number;
  readonly device?: readonly [number, number];
  /** Records of an extended header. */
  readonly pax?: Readonly<Record<string, string>>;
}

/** An archive with these entries, complete with its end. */
export function tinyTar(entries: readonly TinyEntry[]): Buffer {
  return Buffer.concat([...entries.map(tinyEntry), Buffer.alloc(1024)]);
}

export function tinyEntry(entry: TinyEntry): Buffer {
  const content = Buffer.from(entry.content ?? '');
  const parts = entry.pax === undefined ? [] : [paxHeader(entry.pax)];
  return Buffer.concat([...parts, header(entry, entry.size ?? content.length), padded(content)]);
}

function padded(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

function paxHeader(records: Readonly<Record<string, string>>): Buffer {
  const lines = Object.entries(records).map(([key, value]) => {
    const body = Buffer.byteLength(` ${key}=${value}\n`);
    let length = body + String(body).length;
    if (String(length).length > String(body).length) length += 1;
    return `${length} ${key}=${value}\n`;
  });
  const content = Buffer.from(lines.join(''));
  return Buffer.concat([header({ name: 'pax', type: 'x' }, content.length), padded(content)]);
}

function header(entry: TinyEntry, size: number): Buffer {
  const block = Buffer.alloc(512);
  const octal = (value: number, at: number, length: number): void => {
    block.write(value.toString(8).padStart(length - 1, '0'), at, 'latin1');
  };
  block.write(entry.name, 0, 100);
  octal(entry.mode ?? (entry.type === '5' ? 0o755 : 0o644), 100, 8);
  octal(entry.uid ?? 0, 108, 8);
  octal(entry.gid ?? 0, 116, 8);
  octal(size, 124, 12);
  octal(entry.mtime ?? 0, 136, 12);
  block.write(entry.type ?? '0', 156);
  block.write(entry.link ?? '', 157, 100);
  block.write('ustar\x0000', 257, 'latin1');
  octal(entry.device?.[0] ?? 0, 329, 8);
  octal(entry.device?.[1] ?? 0, 337, 8);
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}
