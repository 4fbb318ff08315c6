/*
 * Why something cannot be read from, or written to, a place in a tree of files.
 */

export type PathFault =
  | { readonly kind: 'missing' }
  | { readonly kind: 'not-a-directory' }
  | { readonly kind: 'too-many-links' }
  | { readonly kind: 'read-only' }
  /** A directory would be replaced by something else, or something else by a directory. */
  | { readonly kind: 'in-the-way'; readonly there: 'directory' | 'other' }
  | { readonly kind: 'link-in-the-way' }
  | { readonly kind: 'leads-outside' }
  | { readonly kind: 'changed-meanwhile' }
  | { readonly kind: 'system'; readonly code: string };

/** A path that cannot be used as it was to be. */
export class PathRefused extends Error {
  override readonly name = 'PathRefused';
  readonly path: string;
  readonly fault: PathFault;
  constructor(path: string, fault: PathFault, cause?: unknown) {
    super(`${shown(path)} ${reasonOf(fault)}`, cause === undefined ? {} : { cause });
    this.path = path;
    this.fault = fault;
  }
}

/** A byte string as text. */
const shown = (path: string): string => Buffer.from(path, 'latin1').toString('utf8');

function reasonOf(fault: PathFault): string {
  switch (fault.kind) {
    case 'missing':
      return 'does not exist';
    case 'not-a-directory':
      return 'is not a directory';
    case 'too-many-links':
      return 'has too many levels of symbolic links';
    case 'read-only':
      return 'is on a file system that is mounted read-only';
    case 'in-the-way':
      return fault.there === 'directory'
        ? 'is a directory, which nothing else takes the place of'
        : 'is there, and not a directory';
    case 'link-in-the-way':
      return 'would be written through a symbolic link';
    case 'leads-outside':
      return 'leads out of the directory that it is to be written to';
    case 'changed-meanwhile':
      return 'was changed while it was looked at';
    case 'system':
      return systemReasons[fault.code] ?? `cannot be used (${fault.code})`;
  }
}

const systemReasons: Readonly<Record<string, string>> = {
  EACCES: 'may not be used by this user',
  EPERM: 'may not be changed by this user',
  EBUSY: 'is a mount by itself, which cannot be replaced',
  ENAMETOOLONG: 'is too long a name',
};

/** What of the system's refusals is about a path, and not about the host. */
const faultOfCode: Readonly<Record<string, PathFault>> = {
  ENOENT: { kind: 'missing' },
  ENOTDIR: { kind: 'not-a-directory' },
  // Everything is looked at before it is touched, so that these come of what others do meanwhile.
  EEXIST: { kind: 'changed-meanwhile' },
  EISDIR: { kind: 'changed-meanwhile' },
  ELOOP: { kind: 'changed-meanwhile' },
  EROFS: { kind: 'read-only' },
};

/** The error for what the system refused of a path; anything about the host itself is passed on. */
export function refusedBySystem(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') {
    return error;
  }
  const { code } = error;
  const fault =
    faultOfCode[code] ?? (code in systemReasons ? { kind: 'system' as const, code } : undefined);
  return fault === undefined ? error : new PathRefused(path, fault, error);
}
