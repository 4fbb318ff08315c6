/*
 * Where Docker has the files that a container is given by content. Configs stand in its own file system.
 * Secrets, and configs of a container that Docker refuses to write into, stand under `/run` of the
 * engine's host, which is in memory there, and are mounted one by one, for reading only.
 */
import { createHash } from 'node:crypto';
import { ownLabels, type CompletedContainer, type CompletedFile } from '../../../model/index.js';

/** On the engine's host, and made by the engine. */
export const filesRoot = '/run/stowage-files';

export interface PlacedFile {
  readonly target: string;
  readonly file: CompletedFile;
}
export interface BoundFile extends PlacedFile {
  /** Path on the engine's host. */
  readonly source: string;
}
export interface Placing {
  readonly own: readonly PlacedFile[];
  readonly bound: readonly BoundFile[];
}

/** What decides where a config goes. */
export interface Standing {
  readonly readOnly: boolean;
  /** Targets of whatever is mounted. */
  readonly mounted: readonly string[];
}

const standingOf = ({ read_only: readOnly, mounts, tmpfs }: CompletedContainer): Standing => ({
  readOnly,
  mounted: [...Object.keys(mounts), ...Object.keys(tmpfs)],
});

/** Whether a config cannot stand in the container's own file system. */
export const isOutside = (target: string, { readOnly, mounted }: Standing): boolean =>
  readOnly || mounted.some((path) => path === '/' || target.startsWith(`${path}/`));

const digest = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, length);

type Labels = Readonly<Record<string, string>>;

/** The directory of a container that is made under a name; that of its successor is another. */
export function directoryFor(labels: Labels, name: string): string {
  const stack = labels[ownLabels.stackId] ?? 'none';
  const generation = labels[ownLabels.generation] ?? '0';
  return `${filesRoot}/${stack}/${generation}-${digest(name, 12)}`;
}

/** @param directory where those stand that are mounted */
export function placeFiles(completed: CompletedContainer, directory: string): Placing {
  const standing = standingOf(completed);
  const own: PlacedFile[] = [];
  const bound: BoundFile[] = [];
  const bind = (target: string, file: CompletedFile): void =>
    void bound.push({ target, file, source: `${directory}/${digest(target, 32)}` });
  for (const [target, file] of Object.entries(completed.configs ?? {})) {
    if (isOutside(target, standing)) bind(target, file);
    else own.push({ target, file });
  }
  for (const [target, file] of Object.entries(completed.secrets ?? {})) bind(target, file);
  return { own, bound };
}

/** Whether a mount is one of a file that Stowage has put there. */
export const isPlaced = ({ type, source }: { type: string; source: string }): boolean =>
  type === 'bind' && source.startsWith(`${filesRoot}/`);

/**
 * Where the directory of mounted files is in a container itself, on engines that need it there to tell what
 * is in them while the container does not run.
 */
const directoryInside = filesRoot;

/** Path by which a mounted file can be read there. */
export const besidesAt = (target: string): string => `${directoryInside}/${digest(target, 32)}`;

/** A mount of the directory in which mounted files stand; nothing where none are mounted. */
export function directoryMount<M extends { readonly Source: string; readonly Target: string }>(
  mounts: readonly M[],
): M | undefined {
  const file = mounts.find(({ Source: source }) => source.startsWith(`${filesRoot}/`));
  if (file === undefined || mounts.some(({ Target: target }) => target === directoryInside)) {
    return undefined;
  }
  const source = file.Source.slice(0, file.Source.lastIndexOf('/'));
  return { ...file, Source: source, Target: directoryInside };
}

/** The directory of a container that is there; `undefined` where it has none. */
export function directoryOf(
  mounts: readonly { readonly type: string; readonly source: string; readonly target: string }[],
): string | undefined {
  const mount = mounts.find((one) => isPlaced(one) && one.target !== directoryInside);
  return mount?.source.slice(0, mount.source.lastIndexOf('/'));
}
