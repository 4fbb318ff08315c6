/*
 * Reads what vendors have written about their devices (CDI): files of JSON or YAML in two directories,
 * the later winning over the earlier. Files that cannot be read as such are passed over, as they may be
 * another vendor's; only a device that is asked for and not found is an error.
 * https://github.com/cncf-tags/container-device-interface/blob/main/SPEC.md
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ifPresent } from '../store/index.js';

/** Where the specification wants these files. */
export const cdiDirectories: readonly string[] = ['/etc/cdi', '/var/run/cdi'];

export type Members = Readonly<Record<string, unknown>>;

export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The members of a list that are objects. */
export const objectsOf = (value: unknown): readonly Members[] =>
  Array.isArray(value) ? value.filter(isMembers) : [];

export interface CdiDevice {
  /** Such as `nvidia.com/gpu`. */
  readonly kind: string;
  readonly name: string;
  /** Those of all devices of its file first, then its own. */
  readonly edits: readonly Members[];
}

/** All devices that are described on this host, by kind and name as `nvidia.com/gpu=0`. */
export async function readCdiDevices(
  directories: readonly string[],
): Promise<ReadonlyMap<string, CdiDevice>> {
  const devices = new Map<string, CdiDevice>();
  for (const directory of directories) {
    for (const file of ((await ifPresent(readdir(directory))) ?? []).sort()) {
      const text = /\.(?:json|ya?ml)$/.test(file)
        ? await ifPresent(readFile(join(directory, file), 'utf8'))
        : undefined;
      if (text === undefined) continue;
      for (const device of devicesIn(await parse(file, text))) {
        devices.set(`${device.kind}=${device.name}`, device);
      }
    }
  }
  return devices;
}

async function parse(file: string, text: string): Promise<unknown> {
  try {
    if (file.endsWith('.json')) return JSON.parse(text);
    const yaml = await import('yaml');
    return yaml.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && error.name === 'YAMLParseError'))
      return undefined;
    throw error;
  }
}

function devicesIn(spec: unknown): readonly CdiDevice[] {
  if (!isMembers(spec)) return [];
  const { kind, devices, containerEdits } = spec;
  if (typeof kind !== 'string') return [];
  return objectsOf(devices).flatMap((device) =>
    typeof device['name'] === 'string'
      ? [
          {
            kind,
            name: device['name'],
            edits: [containerEdits, device['containerEdits']].filter(isMembers),
          },
        ]
      : [],
  );
}
