/*
 * Writes entries as a tar archive in one canonical form: ustar headers, with a pax header before
 * them where ustar has no room. Equal entries give equal bytes, whoever wrote the archive they came
 * from.
 */
import type { EntryKind, TarEntry } from './entry.js';

const blockSize = 512;

const typeOfKind: Readonly<Record<EntryKind, string>> = {
  file: '0',
  hardlink: '1',
  symlink: '2',
  'character-device': '3',
  'block-device': '4',
  directory: '5',
  fifo: '6',
};

/** The blocks that come before an entry's content. */
export function encodeHeader(entry: TarEntry): Buffer {
  const name = entry.kind === 'directory' ? `${entry.name}/` : entry.name;
  const records = new Map<string, string>();
  const fits = (text: string): boolean => text.length <= 100 && /^[\x20-\x7e]*$/.test(text);
  if (!fits(name)) records.set('path', name);
  if (!fits(entry.link)) records.set('linkpath', entry.link);
  if (entry.size >= 8 ** 11) records.set('size', String(entry.size));
  if (entry.uid >= 8 ** 7) records.set('uid', String(entry.uid));
  if (entry.gid >= 8 ** 7) records.set('gid', String(entry.gid));
  const seconds = Number(entry.mtime);
  const plainTime = Number.isInteger(seconds) && seconds >= 0 && seconds < 8 ** 11;
  if (!plainTime) records.set('mtime', entry.mtime);
  for (const [key, value] of [...entry.xattrs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    records.set(`SCHILY.xattr.${key}`, value);
  }
  const header = encodeBlock(entry, name, plainTime ? seconds : 0);
  return records.size === 0 ? header : Buffer.concat([encodeRecords(records), header]);
}

/** What fills the last block of a content of `size` bytes. */
export function padding(size: number): Buffer {
  return Buffer.alloc((blockSize - (size % blockSize)) % blockSize);
}

/** The end of an archive. */
export const endOfArchive: Buffer = Buffer.alloc(2 * blockSize);

function encodeBlock(entry: TarEntry, name: string, seconds: number): Buffer {
  const isDevice = entry.kind === 'character-device' || entry.kind === 'block-device';
  const inField = (value: number, digits: number): number => (value < 8 ** digits ? value : 0);
  return block({
    type: typeOfKind[entry.kind],
    name,
    link: entry.link,
    mode: entry.mode,
    uid: inField(entry.uid, 7),
    gid: inField(entry.gid, 7),
    size: inField(entry.size, 11),
    seconds,
    deviceMajor: isDevice ? entry.deviceMajor : 0,
    deviceMinor: isDevice ? entry.deviceMinor : 0,
  });
}

interface Fields {
  readonly type: string;
  readonly name: string;
  readonly link: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly seconds: number;
  readonly deviceMajor: number;
  readonly deviceMinor: number;
}

function block(fields: Fields): Buffer {
  const bytes = Buffer.alloc(blockSize);
  bytes.write(fields.name.slice(0, 100), 0, 'latin1');
  writeOctal(bytes, 100, 7, fields.mode);
  writeOctal(bytes, 108, 7, fields.uid);
  writeOctal(bytes, 116, 7, fields.gid);
  writeOctal(bytes, 124, 11, fields.size);
  writeOctal(bytes, 136, 11, fields.seconds);
  bytes.write(fields.type, 156, 'latin1');
  bytes.write(fields.link.slice(0, 100), 157, 'latin1');
  bytes.write('ustar\x0000', 257, 'latin1');
  writeOctal(bytes, 329, 7, fields.deviceMajor);
  writeOctal(bytes, 337, 7, fields.deviceMinor);
  // The checksum counts its own field as spaces.
  bytes.fill(' ', 148, 156);
  let sum = 0;
  for (let at = 0; at < blockSize; at += 1) sum += bytes[at] ?? 0;
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return bytes;
}

function writeOctal(bytes: Buffer, at: number, digits: number, value: number): void {
  bytes.write(`${value.toString(8).padStart(digits, '0')}\0`, at, 'latin1');
}

function encodeRecords(records: ReadonlyMap<string, string>): Buffer {
  const text = [...records].map(([key, value]) => encodeRecord(`${key}=${value}\n`)).join('');
  const content = Buffer.from(text, 'latin1');
  const header = block({
    type: 'x',
    name: 'PaxHeaders/entry',
    link: '',
    mode: 0o644,
    uid: 0,
    gid: 0,
    size: content.length,
    seconds: 0,
    deviceMajor: 0,
    deviceMinor: 0,
  });
  return Buffer.concat([header, content, padding(content.length)]);
}

/** The length in front of a record counts itself. */
function encodeRecord(body: string): string {
  let length = body.length;
  for (;;) {
    const record = `${length} ${body}`;
    if (record.length === length) return record;
    length = record.length;
  }
}
