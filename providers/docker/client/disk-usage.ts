/*
 * What Docker's objects take on its disk.
 * https://docs.docker.com/reference/api/engine/version/v1.41/#tag/System/operation/SystemDataUsage
 */
import type { Fields } from './fields.js';

export interface DiskUsage {
  /** Bytes of all images together, each layer counted once; null where it is not told. */
  readonly imageBytes: number | null;
  /** By id: what was written over the image, and how it stands. */
  readonly containers: ReadonlyMap<string, { readonly size: number; readonly state: string }>;
  /** Bytes by name; those that are not told are left out. */
  readonly volumes: ReadonlyMap<string, number>;
}

export function parseDiskUsage(fields: Fields): DiskUsage {
  return {
    imageBytes: fields.numberOr('LayersSize', null),
    containers: new Map(
      fields
        .objects('Containers')
        .map((one) => [
          one.text('Id'),
          { size: one.numberOr('SizeRw', 0), state: one.textOr('State', '').toLowerCase() },
        ]),
    ),
    volumes: new Map(
      fields.objects('Volumes').flatMap((one) => {
        const size = one.objectOr('UsageData')?.numberOr('Size', -1) ?? -1;
        return size < 0 ? [] : [[one.text('Name'), size] as const];
      }),
    ),
  };
}
