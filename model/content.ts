/*
 * What is behind the bind mounts of a container: files of the stack, recorded by digest. No engine
 * reports what a program has read, so that content is compared with what was recorded, never observed.
 */
import { isJsonObject, type JsonValue } from './json.js';

/** The content of one bind mount. */
export interface MountContent {
  /** Path on the host, from the stack’s directory, with `/`. */
  readonly source: string;
  /** SHA-256 in hexadecimal over names, modes, links and bytes of everything below it. */
  readonly hash: string;
  /** Mode and the first 16 hex digits of SHA-256 of each file by its path below the source, where there are few. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Contents by the target that they are mounted at. */
export type MountContents = Readonly<Record<string, MountContent>>;

const isText = (value: JsonValue | undefined): value is string => typeof value === 'string';

/** Reads the contents of a container's mounts from a record; `undefined` where it has none. */
export function readContents(value: JsonValue | undefined): MountContents | undefined {
  if (!isJsonObject(value)) return undefined;
  const contents: [string, MountContent][] = [];
  for (const [target, content] of Object.entries(value)) {
    if (!isJsonObject(content)) return undefined;
    const { source, hash, files } = content;
    if (!isText(source) || !isText(hash)) return undefined;
    contents.push([
      target,
      { source, hash, ...(files !== undefined && { files: readFiles(files) }) },
    ]);
  }
  return Object.fromEntries(contents);
}

const readFiles = (files: JsonValue): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(isJsonObject(files) ? files : {}).flatMap(([path, file]) =>
      isText(file) ? [[path, file] as const] : [],
    ),
  );

export interface ChangedFile {
  readonly path: string;
  readonly change: 'changed' | 'is new' | 'is gone';
  /** Mode and digest, where it was there. */
  readonly before?: string;
  /** Mode and digest, where it is there. */
  readonly after?: string;
}

/**
 * The files by which one content differs from another, from the stack's directory, with what became of
 * each; none where they are too many to be recorded one by one.
 */
export function changedFiles(before: MountContent, after: MountContent): readonly ChangedFile[] {
  if (!before.files || !after.files) return [];
  const { files: old } = before;
  const { files: now } = after;
  const paths = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return paths.flatMap((path) => {
    if (old[path] === now[path]) return [];
    const change =
      old[path] === undefined ? 'is new' : now[path] === undefined ? 'is gone' : 'changed';
    const below = after.source === '.' ? path : `${after.source}/${path}`;
    return [
      {
        path: path === '' ? after.source : below,
        change,
        ...(old[path] !== undefined && { before: old[path] }),
        ...(now[path] !== undefined && { after: now[path] }),
      },
    ];
  });
}
