/*
 * The lens of what a container mounts, both ways. The short form (`source:target:Z`) is used for what
 * the long one has no word for: labels of SELinux.
 */
import {
  completeMount,
  completeTmpfs,
  resolveImagePath,
  type CompletedContainer,
  type CompletedMount,
  type CompletedTmpfs,
  type ImageConfig,
  type Mount,
} from '../../../model/index.js';
import type {
  ContainerInspection,
  MountPoint,
  MountRequest,
  WantedMount,
} from '../client/index.js';
import { isPlaced } from '../files/places.js';

export function mountsToEngine({ mounts }: CompletedContainer): readonly MountRequest[] {
  return Object.entries(mounts)
    .filter(([, { selinux }]) => selinux === undefined)
    .map(([target, mount]) => {
      const { type, source, read_only: readOnly, propagation, recursive } = mount;
      const { create_host_path: create, no_copy: noCopy, subpath } = mount;
      const bind = {
        ...(propagation !== undefined && { Propagation: propagation }),
        ...(create === true && { CreateMountpoint: true }),
        ...(recursive === 'disabled' && { NonRecursive: true }),
        ...(recursive === 'writable' && { ReadOnlyNonRecursive: true }),
        ...(recursive === 'readonly' && { ReadOnlyForceRecursive: true }),
      };
      const volume = {
        ...(noCopy === true && { NoCopy: true }),
        ...(subpath !== undefined && { Subpath: subpath }),
      };
      return {
        Type: type,
        Source: source,
        Target: target,
        ReadOnly: readOnly,
        ...(Object.keys(bind).length > 0 && { BindOptions: bind }),
        ...(Object.keys(volume).length > 0 && { VolumeOptions: volume }),
      };
    });
}

export function bindsToEngine({ mounts }: CompletedContainer): readonly string[] {
  return Object.entries(mounts).flatMap(([target, { source, selinux, ...mount }]) => {
    if (selinux === undefined) return [];
    const words = [
      mount.read_only ? 'ro' : 'rw',
      selinux === 'shared' ? 'z' : 'Z',
      ...(mount.propagation === undefined ? [] : [mount.propagation]),
    ];
    return [`${source}:${target}:${words.join(',')}`];
  });
}

export const tmpfsToEngine = ({ tmpfs }: CompletedContainer): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(tmpfs).map(([target, { size, mode, options = [] }]) => [
      target,
      [...(size === null ? [] : [`size=${size}`]), `mode=${mode}`, ...options].join(','),
    ]),
  );

/** Whether a mount is a volume without a name, which the engine made because the image declares it. */
export function isNameless(
  { name, target }: MountPoint,
  { wantedTargets }: ContainerInspection,
  { volumes }: ImageConfig,
): boolean {
  const isAnonymous = /^[0-9a-f]{64}$/.test(name);
  return isAnonymous && volumes.includes(target) && !wantedTargets.includes(target);
}

/** Volumes without a name that the image brings are not counted. */
export function mountsFromEngine(
  container: ContainerInspection,
  config: ImageConfig,
): Readonly<Record<string, CompletedMount>> {
  const read: Record<string, CompletedMount> = {};
  for (const mount of container.mounts) {
    const { type, target } = mount;
    const nameless = isNameless(mount, container, config);
    if (nameless || isPlaced(mount) || (type !== 'volume' && type !== 'bind')) continue;
    const wanted = container.wantedMounts.find(
      (one) => resolveImagePath('/', one.target) === target,
    );
    read[target] = mountFromEngine(type, mount, wanted);
  }
  return read;
}

const propagations = ['rshared', 'shared', 'rslave', 'slave'] as const;

function mountFromEngine(
  type: Mount['type'],
  { name, source, writable, propagation, words }: MountPoint,
  wanted: WantedMount | undefined,
): CompletedMount {
  // Docker gives whatever its own data are below `rslave`, whether that was asked for or not.
  const spread = propagations.find((one) => one === (wanted?.propagation ?? propagation));
  // Volumes have the word for all containers whether it was said or not.
  const label = words.includes('Z') ? 'private' : words.includes('z') ? 'shared' : undefined;
  const recursive = recursionOf(wanted);
  return completeMount({
    type,
    source: type === 'volume' ? name : source,
    read_only: !writable,
    ...(spread && { propagation: spread }),
    ...(wanted?.createsSource === true && { create_host_path: true }),
    ...(recursive && { recursive }),
    ...(label && { selinux: label }),
    no_copy: wanted?.noCopy === true || words.includes('nocopy'),
    ...(wanted && wanted.subpath !== '' && { subpath: wanted.subpath }),
  });
}

function recursionOf(wanted: WantedMount | undefined): Mount['recursive'] {
  if (wanted?.nonRecursive) return 'disabled';
  if (wanted?.readOnlyNonRecursive) return 'writable';
  return wanted?.readOnlyForceRecursive ? 'readonly' : undefined;
}

/** File systems in memory, asked for as such or as mounts. */
export function allTmpfsFromEngine({
  tmpfs,
  wantedMounts,
}: ContainerInspection): Readonly<Record<string, CompletedTmpfs>> {
  const asMounts = wantedMounts
    .filter(({ type }) => type === 'tmpfs')
    .map(({ target, size, mode }) => {
      const entry = { ...(size > 0 && { size }), ...(mode > 0 && { mode: mode.toString(8) }) };
      return [resolveImagePath('/', target), completeTmpfs(entry)] as const;
    });
  const plain = Object.entries(tmpfs).map(
    ([target, options]) => [target, tmpfsFromEngine(options)] as const,
  );
  return Object.fromEntries([...asMounts, ...plain]);
}

function tmpfsFromEngine(text: string): CompletedTmpfs {
  const list = text.split(',').filter((option) => option !== '' && option !== 'rw');
  const valueOf = (name: string): string | undefined =>
    list.find((option) => option.startsWith(`${name}=`))?.slice(name.length + 1);
  const [size, mode] = [bytesOf(valueOf('size') ?? ''), valueOf('mode')];
  return completeTmpfs({
    ...(size !== null && { size }),
    ...(mode !== undefined && { mode }),
    options: list.filter((option) => !/^mode=/.test(option) && !isSize(option)),
  });
}

const isSize = (option: string): boolean =>
  option.startsWith('size=') && bytesOf(option.slice('size='.length)) !== null;

/** The kernel's spelling of a size; null for a share of the memory, and for none. */
function bytesOf(size: string): number | null {
  const [, digits, unit = ''] = /^(\d+)([kmg]?)$/i.exec(size) ?? [];
  if (digits === undefined) return null;
  return Number(digits) * 1024 ** ['', 'k', 'm', 'g'].indexOf(unit.toLowerCase());
}
