/*
 * Files that a container is given by content. Configs stand in its directory of the store, secrets in
 * a file system in memory under the run root; both are mounted over their paths, for reading only.
 * A file that is there is written over and not replaced, so that a running container sees it.
 */
import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  withoutContent,
  type CompletedContainer,
  type CompletedFile,
  type CompletedFiles,
} from '../../model/index.js';
import { RuntimeError } from '../errors.js';
import { runChecked } from '../process/index.js';
import { ifPresent, type Store } from '../store/index.js';
import { mountedAmong, unmount } from './overlay.js';
import { placesOf } from './places.js';

type Files = Pick<CompletedContainer, 'configs' | 'secrets'>;
type Kind = keyof Files;

const kinds: readonly Kind[] = ['configs', 'secrets'];

/** Held while the file system of secrets is mounted, filled or taken away. */
const secretsLock = 'secrets';

const secretsRoot = (store: Store): string => join(store.runRoot, 'secrets');

function directoryOf(store: Store, id: string, kind: Kind): string {
  return kind === 'configs'
    ? join(placesOf(store, id).directory, 'configs')
    : join(secretsRoot(store), id);
}

/** Targets are paths of any length; files on the host are called by their digest. */
const fileOf = (directory: string, target: string): string =>
  join(directory, createHash('sha256').update(target).digest('hex').slice(0, 32));

/** What is kept of a container on disk: its files without what is in them. */
export function withoutContents(spec: CompletedContainer): CompletedContainer {
  return {
    ...spec,
    ...(spec.configs && { configs: withoutContent(spec.configs) }),
    ...(spec.secrets && { secrets: withoutContent(spec.secrets) }),
  };
}

/** Writes all files of a container. */
export async function writeGivenFiles(store: Store, id: string, files: Files): Promise<void> {
  const { configs, secrets } = files;
  if (configs) await writeInto(directoryOf(store, id, 'configs'), configs);
  if (!secrets) return;
  await store.withLock(secretsLock, async () => {
    await mountSecrets(store);
    await writeInto(directoryOf(store, id, 'secrets'), secrets);
  });
}

async function mountSecrets(store: Store): Promise<void> {
  const root = secretsRoot(store);
  await mkdir(root, { recursive: true, mode: 0o700 });
  if ((await mountedAmong([root])).length > 0) return;
  const options = 'mode=0700,nosuid,nodev,noexec';
  await runChecked('mount', ['--no-canonicalize', '-t', 'tmpfs', '-o', options, 'tmpfs', root]);
}

async function writeInto(directory: string, files: CompletedFiles): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  for (const [target, { content, uid, gid, mode }] of Object.entries(files)) {
    if (content === null) continue;
    const path = fileOf(directory, target);
    await writeFile(path, content, { mode: 0o600 });
    await chown(path, uid, gid);
    await chmod(path, parseInt(mode, 8));
  }
}

/** The files of a container as they are now. */
export async function readGivenFiles(
  store: Store,
  id: string,
  { configs, secrets }: Files,
): Promise<Files> {
  return {
    ...(configs && { configs: await readAll(directoryOf(store, id, 'configs'), configs) }),
    ...(secrets && { secrets: await readAll(directoryOf(store, id, 'secrets'), secrets) }),
  };
}

async function readAll(directory: string, wanted: CompletedFiles): Promise<CompletedFiles> {
  const entries = await Promise.all(
    Object.entries(wanted).map(async ([target, file]): Promise<[string, CompletedFile]> => {
      const path = fileOf(directory, target);
      const stats = await ifPresent(lstat(path));
      if (stats?.isFile() !== true) return [target, { ...file, content: null }];
      const mode = (stats.mode & 0o777).toString(8).padStart(4, '0');
      const content = await readFile(path, 'utf8');
      return [target, { content, uid: stats.uid, gid: stats.gid, mode }];
    }),
  );
  return Object.fromEntries(entries);
}

export interface GivenFile {
  readonly target: string;
  /** Path on the host. */
  readonly source: string;
}

/**
 * Where the files of a container are on the host, to be mounted.
 * @throws RuntimeError `file-lost`
 */
export async function findGivenFiles(
  store: Store,
  id: string,
  spec: CompletedContainer,
): Promise<readonly GivenFile[]> {
  const places = placesOfFiles(store, id, spec);
  for (const { target, source } of places) {
    if ((await ifPresent(lstat(source))) !== undefined) continue;
    throw new RuntimeError({ kind: 'file-lost', name: spec.name, target });
  }
  return places;
}

/** Where the files of a container would be on the host. */
export const placesOfFiles = (store: Store, id: string, files: Files): readonly GivenFile[] =>
  kinds.flatMap((kind) =>
    Object.keys(files[kind] ?? {}).map((target) => ({
      target,
      source: fileOf(directoryOf(store, id, kind), target),
    })),
  );

/** Takes the secrets of a container off the host. Its configs go with its directory. */
export async function removeSecrets(store: Store, id: string, { secrets }: Files): Promise<void> {
  if (!secrets) return;
  await store.withLock(secretsLock, async () => {
    const root = secretsRoot(store);
    await rm(directoryOf(store, id, 'secrets'), { recursive: true, force: true });
    if (((await ifPresent(readdir(root))) ?? []).length > 0) return;
    await unmount([root]);
    await rm(root, { recursive: true, force: true });
  });
}
