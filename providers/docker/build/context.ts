/*
 * The context that is sent to the builder: the Dockerfile, and an archive for each step that copies.
 * Files are read while they are sent, and must be what they were when the image was planned.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { EngineError } from '../../../model/index.js';
import {
  openFile,
  withDirectory,
  type CopyEntry,
  type CopyPlan,
  type OpenDirectory,
} from '../../../runtime/context/index.js';
import { archiveContent, contentOf, type ArchiveEntry, type Content } from '../archive/index.js';
import { copyName, emptyDirectory, rootfsName } from './instructions.js';

/** @param root the context's directory, open until the archive has been read */
export function contextEntries(
  dockerfile: string,
  copies: readonly CopyPlan[],
  root: OpenDirectory | undefined,
  rootfs: Content | undefined,
): readonly ArchiveEntry[] {
  const file = (name: string, content: Content): ArchiveEntry => ({
    kind: 'file',
    name,
    mode: 0o644,
    content,
  });
  const filled = copies.filter(({ entries }) => entries.length > 0);
  return [
    file('Dockerfile', contentOf(dockerfile)),
    { kind: 'directory', name: emptyDirectory, mode: 0o755 },
    ...(rootfs ? [file(rootfsName, rootfs)] : []),
    ...(root
      ? filled.map((copy) => file(copyName(copy.step), archiveContent(copyEntries(copy, root))))
      : []),
  ];
}

function copyEntries({ owner, entries }: CopyPlan, root: OpenDirectory): readonly ArchiveEntry[] {
  return entries.map((entry): ArchiveEntry => {
    const common = { name: entry.target.replace(/^\//, ''), ...owner };
    switch (entry.kind) {
      case 'directory':
        return { ...common, kind: 'directory', mode: entry.mode };
      case 'symlink':
        return { ...common, kind: 'symlink', mode: 0o777, link: entry.link };
      case 'file':
        return { ...common, kind: 'file', mode: entry.mode, content: fileContent(entry, root) };
      default:
        return entry satisfies never;
    }
  });
}

function changed(path: string): EngineError {
  return new EngineError('build-failed', `${path} was changed while the image was built`, {
    hint: 'Plan again when nothing writes to it.',
  });
}

function fileContent(
  { path, size, sha256 }: Extract<CopyEntry, { kind: 'file' }>,
  root: OpenDirectory,
): Content {
  return { size, read: () => checked(readFile(root, path), path, size, sha256) };
}

async function* readFile(root: OpenDirectory, path: string): AsyncGenerator<Uint8Array> {
  const parts = path.split('/');
  const handle = await withDirectory(root, parts.slice(0, -1), (directory) =>
    openFile(directory, parts.at(-1) ?? ''),
  );
  // The stream closes the handle, also when it is left early.
  for await (const chunk of handle.createReadStream()) {
    if (chunk instanceof Uint8Array) yield chunk;
  }
}

/** Passes bytes on and fails before the last of them when they are not the ones expected. */
async function* checked(
  source: AsyncIterable<Uint8Array>,
  path: string,
  size: number,
  sha256: string,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let sent = 0;
  for await (const chunk of source) {
    hash.update(chunk);
    sent += chunk.length;
    if (sent > size) throw changed(path);
    yield chunk;
  }
  if (sent !== size || hash.digest('hex') !== sha256) throw changed(path);
}

/** A file system archive to start from, which must have the digest that was planned with. */
export async function rootfsContent(path: string, digest: string): Promise<Content> {
  const { size } = await stat(path);
  const sha256 = digest.replace(/^sha256:/, '');
  return { size, read: () => checked(readStream(path), path, size, sha256) };
}

async function* readStream(path: string): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path)) {
    if (chunk instanceof Uint8Array) yield chunk;
  }
}
