/*
 * Shares and limits of block devices, to the kernel and back. A spec names devices by path, the
 * kernel by number. Weights need a scheduler that knows them: where the kernel has none they are left
 * out, with a word to the user.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CompletedContainer } from '../../model/index.js';
import { controllerDirectory, readIfThere, type CgroupPlaces } from './cgroups.js';
import { blockDevice, numbersOf } from './host-device.js';
import type { DeviceRate, OciBlockIo } from './resources.js';

type Blkio = NonNullable<CompletedContainer['blkio']>;
type Rates = Readonly<Record<string, number>>;
type RateName = 'read_bps' | 'write_bps' | 'read_iops' | 'write_iops';

const rateNames = ['read_bps', 'write_bps', 'read_iops', 'write_iops'] as const;

const ociNames = {
  read_bps: 'throttleReadBpsDevice',
  write_bps: 'throttleWriteBpsDevice',
  read_iops: 'throttleReadIOPSDevice',
  write_iops: 'throttleWriteIOPSDevice',
} as const satisfies Readonly<Record<RateName, keyof OciBlockIo>>;

/** Keys of a line of `io.max`. */
const keysOfV2: Readonly<Record<RateName, string>> = {
  read_bps: 'rbps',
  write_bps: 'wbps',
  read_iops: 'riops',
  write_iops: 'wiops',
};

/** Which weights the kernel can keep. */
export interface WeightSupport {
  readonly weight: boolean;
  readonly weightDevice: boolean;
}

/**
 * Looks at groups below the root too, as that of a whole host has no weights itself.
 * @param runtime name of the OCI runtime; of those on version 1 only runc knows the files of BFQ
 */
export function weightSupport(places: CgroupPlaces, runtime: string): WeightSupport {
  const root = controllerDirectory(places, 'blkio', '');
  const groups =
    root === undefined
      ? []
      : readdirSync(root, { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map(({ name }) => join(root, name))
          .concat(root);
  const has = (...files: readonly string[]): boolean =>
    groups.some((group) => files.some((file) => existsSync(join(group, file))));
  return places.layout === 'v2'
    ? { weight: has('io.bfq.weight', 'io.weight'), weightDevice: has('io.bfq.weight', 'io.weight') }
    : {
        weight: has('blkio.weight', ...(runtime === 'runc' ? ['blkio.bfq.weight'] : [])),
        weightDevice: has(
          'blkio.weight_device',
          ...(runtime === 'runc' ? ['blkio.bfq.weight_device'] : []),
        ),
      };
}

/**
 * In OCI's form.
 * @throws RuntimeError `setting-unusable` for a path that is no block device
 */
export async function ociBlockIo(blkio: Blkio, support: WeightSupport): Promise<OciBlockIo> {
  const rates = await Promise.all(
    rateNames.map(async (name) => [ociNames[name], await ratesOf(blkio[name] ?? {})] as const),
  );
  const devices = support.weightDevice ? await ratesOf(blkio.weight_device ?? {}) : [];
  return {
    ...(blkio.weight !== undefined && support.weight && { weight: blkio.weight }),
    ...(devices.length > 0 && {
      weightDevice: devices.map(({ rate, ...numbers }) => ({ ...numbers, weight: rate })),
    }),
    ...Object.fromEntries(rates.filter(([, list]) => list.length > 0)),
  };
}

function ratesOf(rates: Rates): Promise<readonly DeviceRate[]> {
  return Promise.all(
    Object.entries(rates).map(async ([path, rate]) => {
      const { major, minor } = await blockDevice(path);
      return { major, minor, rate };
    }),
  );
}

/** What stands in the kernel; what cannot be read there is as asked. */
export function readBlockIo(
  places: CgroupPlaces,
  group: string,
  asked: Blkio | undefined,
): Blkio | undefined {
  const directory = controllerDirectory(places, 'blkio', group);
  if (directory === undefined) return asked;
  const read = (file: string): string | undefined => readIfThere(join(directory, file));
  const found: { -readonly [K in keyof Blkio]: Blkio[K] } = {
    ...(asked?.weight !== undefined && { weight: asked.weight }),
    ...(asked?.weight_device !== undefined && { weight_device: asked.weight_device }),
  };
  const io = places.layout === 'v2' ? read('io.max') : undefined;
  for (const name of rateNames) {
    const lines =
      places.layout === 'v2'
        ? io === undefined
          ? undefined
          : linesOfV2(io, keysOfV2[name])
        : read(`blkio.throttle.${name}_device`)
            ?.split('\n')
            .map((line) => line.split(' '));
    const rates = lines === undefined ? asked?.[name] : named(lines, asked?.[name] ?? {});
    if (rates !== undefined && Object.keys(rates).length > 0) found[name] = rates;
  }
  return Object.keys(found).length > 0 ? found : undefined;
}

function linesOfV2(text: string, key: string): readonly (readonly string[])[] {
  return text.split('\n').flatMap((line) => {
    const [device = '', ...members] = line.split(' ');
    const value = members.find((member) => member.startsWith(`${key}=`))?.slice(key.length + 1);
    return value === undefined || value === 'max' ? [] : [[device, value]];
  });
}

/** Rates by path: under the one that was asked for where it leads there, else under the device's. */
function named(lines: readonly (readonly string[])[], asked: Rates): Rates {
  const paths = new Map(Object.keys(asked).map((path) => [deviceAt(path), path]));
  return Object.fromEntries(
    lines.flatMap(([device = '', rate]) =>
      rate === undefined || device === ''
        ? []
        : [[paths.get(device) ?? pathOfDevice(device), Number(rate)] as const],
    ),
  );
}

function deviceAt(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  const { major, minor } = numbersOf(stats.rdev);
  return `${major}:${minor}`;
}

function pathOfDevice(numbers: string): string {
  const event = readIfThere(`/sys/dev/block/${numbers}/uevent`) ?? '';
  const name = /^DEVNAME=(.+)$/m.exec(event)?.[1];
  return name === undefined ? `/dev/block/${numbers}` : `/dev/${name}`;
}
