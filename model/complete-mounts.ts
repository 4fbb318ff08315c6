/*
 * What a container mounts, completed and back. What most mounts do without is left out where it is at
 * its default.
 */
import type { CompletedMount, CompletedTmpfs } from './completed.js';
import type { ContainerSpec, Mount } from './schemas/index.js';

/** Permissions of the root of a file system in memory. */
export const usualTmpfsMode = '1777';

/** A subdirectory in the one spelling in which it is compared. */
const plainPath = (path: string): string =>
  path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');

export function completeMount(mount: Omit<Mount, 'target'>): CompletedMount {
  const { type, source, propagation = 'rprivate', recursive = 'enabled', subpath = '' } = mount;
  const isBind = type === 'bind';
  const part = plainPath(subpath);
  return {
    type,
    source,
    read_only: mount.read_only ?? false,
    // Nothing is mounted below that could tell the two apart.
    ...(isBind && !/^r?private$/.test(propagation) && { propagation }),
    ...(isBind && mount.create_host_path === true && { create_host_path: true }),
    ...(isBind && recursive !== 'enabled' && { recursive }),
    ...(isBind && mount.selinux && { selinux: mount.selinux }),
    ...(!isBind && mount.no_copy === true && { no_copy: true }),
    ...(!isBind && part !== '' && { subpath: part }),
  };
}

export function completeTmpfs(entry: NonNullable<ContainerSpec['tmpfs']>[string]): CompletedTmpfs {
  const { size = null, mode = usualTmpfsMode, options = [] } = entry;
  return { size, mode, ...(options.length > 0 && { options: [...new Set(options)].sort() }) };
}

/** What stands in a spec for a mount. */
export function mountSpecOf(target: string, mount: CompletedMount): Mount {
  const { type, source, read_only: readOnly, ...rest } = mount;
  return { type, source, target, ...(readOnly && { read_only: true }), ...rest };
}
