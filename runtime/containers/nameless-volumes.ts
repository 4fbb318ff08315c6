/*
 * Volumes without a name: what an image declares to be data of each of its containers (`VOLUME`). They
 * are in the container's own directory, so that they outlive its runs and go with it.
 */
import { createHash } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CompletedContainer } from '../../model/index.js';
import { ifPresent } from '../store/index.js';
import type { Volume } from '../volumes/index.js';
import type { ContainerPlaces } from './places.js';
import type { ContainerRecord } from './record.js';

/** The declared paths at which the container mounts nothing else. */
export function uncovered(
  declared: readonly string[],
  { mounts, tmpfs, configs = {}, secrets = {} }: CompletedContainer,
): readonly string[] {
  const covered = new Set([mounts, tmpfs, configs, secrets].flatMap((all) => Object.keys(all)));
  return declared.filter((path) => !covered.has(path));
}

const pathOf = ({ nameless }: ContainerPlaces, target: string): string =>
  // Targets are paths of any length; directories are called by their digest.
  join(nameless, createHash('sha256').update(target).digest('hex').slice(0, 32));

/** Where the nameless volumes of a container are on the host, by target; none before its first start. */
export async function standingNameless(
  { nameless = [] }: ContainerRecord,
  places: ContainerPlaces,
): Promise<ReadonlyMap<string, string>> {
  const standing = new Map<string, string>();
  for (const target of nameless) {
    const path = pathOf(places, target);
    if ((await ifPresent(lstat(path))) !== undefined) standing.set(target, path);
  }
  return standing;
}

/** The nameless volumes of a container, by target; made where they are not there yet. */
export async function namelessVolumes(
  { nameless = [], created }: ContainerRecord,
  places: ContainerPlaces,
): Promise<Readonly<Record<string, Volume>>> {
  const volumes = await Promise.all(
    nameless.map(async (target): Promise<readonly [string, Volume]> => {
      const path = pathOf(places, target);
      await mkdir(path, { recursive: true, mode: 0o755 });
      return [target, { name: `of ${target}`, created, labels: {}, path }];
    }),
  );
  return Object.fromEntries(volumes);
}
