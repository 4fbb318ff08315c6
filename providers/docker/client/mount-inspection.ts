/*
 * What the engine tells of what a container mounts: what is mounted, and beside it, by target, what was
 * asked for of it where it was asked for as a mount.
 */
import type { Fields } from './fields.js';

export interface WantedMount {
  readonly type: string;
  readonly target: string;
  /** What was asked for; empty when nothing was said. */
  readonly propagation: string;
  readonly nonRecursive: boolean;
  readonly readOnlyNonRecursive: boolean;
  readonly readOnlyForceRecursive: boolean;
  readonly createsSource: boolean;
  readonly noCopy: boolean;
  readonly subpath: string;
  /** Bytes of a file system in memory; 0 when nothing was said. */
  readonly size: number;
  /** Its permissions as a number; 0 when nothing was said. */
  readonly mode: number;
}

export interface MountPoint {
  readonly type: string;
  /** Name of a volume; empty for other mounts. */
  readonly name: string;
  readonly source: string;
  readonly target: string;
  readonly writable: boolean;
  readonly propagation: string;
  /** Words of the short form, such as `ro` and `Z`. */
  readonly words: readonly string[];
}

export function parseMounts(container: Fields): readonly MountPoint[] {
  return container.objects('Mounts').map((mount) => ({
    type: mount.text('Type'),
    name: mount.textOr('Name', ''),
    source: mount.textOr('Source', ''),
    target: mount.text('Destination'),
    writable: mount.flag('RW'),
    propagation: mount.textOr('Propagation', ''),
    words: mount.textOr('Mode', '').split(','),
  }));
}

export function parseWantedMounts(host: Fields): readonly WantedMount[] {
  return host.objects('Mounts').map((mount) => {
    const bind = mount.objectOr('BindOptions');
    const volume = mount.objectOr('VolumeOptions');
    const memory = mount.objectOr('TmpfsOptions');
    return {
      type: mount.textOr('Type', ''),
      target: mount.text('Target'),
      propagation: bind?.textOr('Propagation', '') ?? '',
      nonRecursive: bind?.flag('NonRecursive') ?? false,
      readOnlyNonRecursive: bind?.flag('ReadOnlyNonRecursive') ?? false,
      readOnlyForceRecursive: bind?.flag('ReadOnlyForceRecursive') ?? false,
      createsSource: bind?.flag('CreateMountpoint') ?? false,
      noCopy: volume?.flag('NoCopy') ?? false,
      subpath: volume?.textOr('Subpath', '') ?? '',
      size: memory?.numberOr('SizeBytes', 0) ?? 0,
      mode: memory?.numberOr('Mode', 0) ?? 0,
    };
  });
}
