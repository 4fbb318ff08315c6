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
  type ResolvedStage,
} from '../../../runtime/context/index.js';
import { archiveContent, contentOf, type ArchiveEntry, type Content } from '../archive/index.js';
import { copyName, emptyDirectory, rootfsName } from './instructions.js';
import { fileName, filesName } from './stages.js';

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

/** The context of a Dockerfile with stages: for each action that takes files a directory of its own. */
export function stageEntries(
  dockerfile: string,
  stages: readonly ResolvedStage[],
  root: OpenDirectory | undefined,
): readonly ArchiveEntry[] {
  const actions = stages.flatMap((stage) => stage.actions);
  return [
    { kind: 'file', name: 'Dockerfile', mode: 0o644, content: contentOf(dockerfile) },
    { kind: 'directory', name: emptyDirectory, mode: 0o755 },
    ...actions.flatMap((action, number): readonly ArchiveEntry[] => {
      const directory = filesName(number);
      const own: ArchiveEntry = { kind: 'directory', name: directory, mode: 0o755 };
      if (action.kind === 'unpack') {
        const archive = { ...action.archive, target: `${directory}/archive` };
        return [own, ...fileEntries([archive], root)];
      }
      if (action.kind !== 'copy' || action.plan.entries.length === 0) return [];
      return [own, ...fileEntries(namedIn(directory, action.plan), root)];
    }),
  ];
}

/** Entries by their names in the directory of the copy. */
function namedIn(directory: string, plan: CopyPlan): readonly CopyEntry[] {
  if (plan.intoExisting === true) {
    return plan.entries.map((entry) => ({
      ...entry,
      target: `${directory}/${fileName(entry.path)}`,
    }));
  }
  const above = plan.directory === undefined ? '/' : `${plan.directory}/`;
  return plan.entries.map((entry) => ({
    ...entry,
    target: `${directory}/${entry.target.slice(above.length)}`,
  }));
}

const copyEntries = ({ owner, entries }: CopyPlan, root: OpenDirectory): readonly ArchiveEntry[] =>
  fileEntries(entries, root, owner);

function fileEntries(
  entries: readonly CopyEntry[],
  root: OpenDirectory | undefined,
  owner: CopyPlan['owner'] = { uid: 0, gid: 0 },
): readonly ArchiveEntry[] {
  return entries.map((entry): ArchiveEntry => {
    const common = { name: entry.target.replace(/^\//, ''), ...owner };
    switch (entry.kind) {
      case 'directory':
        return { ...common, kind: 'directory', mode: entry.mode };
      case 'symlink':
        return { ...common, kind: 'symlink', mode: 0o777, link: entry.link };
      case 'file':
        return { ...common, kind: 'file', mode: entry.mode, content: contentIn(entry, root) };
      default:
        return entry satisfies never;
    }
  });
}

type FileEntry = Extract<CopyEntry, { kind: 'file' }>;

function contentIn(entry: FileEntry, root: OpenDirectory | undefined): Content {
  if (entry.text !== undefined) return contentOf(entry.text);
  if (!root) throw new Error(`${entry.path} is of a context that is not open`);
  return fileContent(entry, root);
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
