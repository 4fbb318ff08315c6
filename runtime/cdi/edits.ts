/*
 * What a container is given for the devices of drivers that it asks for: nodes, mounts, variables,
 * groups and programs that run at its making, as the vendor describes them.
 */
import type { CompletedContainer } from '../../model/index.js';
import { RuntimeError } from '../errors.js';
import {
  hostDevice,
  ruleFor,
  type DeviceRule,
  type OciDevice,
  type OciHook,
  type OciHooks,
  type OciMount,
} from '../oci/index.js';
import {
  objectsOf,
  readCdiDevices,
  cdiDirectories,
  type CdiDevice,
  type Members,
} from './registry.js';

export { cdiDirectories } from './registry.js';

type Gpu = NonNullable<CompletedContainer['gpus']>[number];

export interface CdiEdits {
  readonly env: Readonly<Record<string, string>>;
  readonly nodes: readonly OciDevice[];
  readonly rules: readonly DeviceRule[];
  readonly mounts: readonly OciMount[];
  readonly groups: readonly number[];
  readonly hooks: OciHooks;
}

const none: CdiEdits = { env: {}, nodes: [], rules: [], mounts: [], groups: [], hooks: {} };

/** Kinds of devices by the drivers that Docker knows them by. */
const kindOfDriver: Readonly<Record<string, string>> = {
  nvidia: 'nvidia.com/gpu',
  amd: 'amd.com/gpu',
};

const refuse = (value: string, reason: string): RuntimeError =>
  new RuntimeError({ kind: 'setting-unusable', setting: 'gpus', value, reason });

/**
 * Everything that the devices bring which a container asks for.
 * @throws RuntimeError `setting-unusable` for a device that nobody describes
 */
export async function findCdiEdits(
  gpus: readonly Gpu[] | undefined,
  directories: readonly string[] = cdiDirectories,
): Promise<CdiEdits> {
  if (gpus === undefined) return none;
  const known = await readCdiDevices(directories);
  const chosen = new Map<string, CdiDevice>();
  for (const gpu of gpus) {
    for (const name of namesOf(gpu, known)) {
      const device = known.get(name);
      if (device === undefined) {
        throw refuse(name, `no file in ${directories.join(' or ')} describes such a device`);
      }
      chosen.set(name, device);
    }
  }
  const edits = await Promise.all(
    [...new Set([...chosen.values()].flatMap((device) => device.edits))].map(editsOf),
  );
  return edits.reduce(merge, none);
}

function namesOf(gpu: Gpu, known: ReadonlyMap<string, CdiDevice>): readonly string[] {
  const { driver = 'nvidia', ids = [], count } = gpu;
  const whole = ids.filter((id) => id.includes('='));
  const rest = ids.filter((id) => !id.includes('='));
  const kind = kindOfDriver[driver];
  if (ids.length > 0) {
    if (rest.length > 0 && kind === undefined) {
      throw refuse(rest.join(', '), 'a device is named with its kind, as `vendor.com/class=name`');
    }
    return [...whole, ...rest.map((id) => `${kind ?? ''}=${id}`)];
  }
  if (kind === undefined) throw refuse(driver, 'name its devices in `ids`');
  if (count === undefined || count < 0) return [`${kind}=all`];
  const single = [...known.values()].filter((one) => one.kind === kind && one.name !== 'all');
  // Several names may stand for one device; numbers count each once.
  const numbered = single.filter(({ name }) => /^\d+$/.test(name));
  const some = (numbered.length > 0 ? numbered : single).slice(0, count);
  if (some.length < count) {
    throw refuse(`count ${count}`, `this host has ${some.length} of ${kind}`);
  }
  return some.map(({ name }) => `${kind}=${name}`);
}

async function editsOf(edits: Members): Promise<CdiEdits> {
  const devices = await Promise.all(objectsOf(edits['deviceNodes']).map(nodeOf));
  const { additionalGids } = edits;
  return {
    env: Object.fromEntries(textsOf(edits['env']).map(splitVariable)),
    nodes: devices.map(({ node }) => node),
    rules: devices.map(({ rule }) => rule),
    mounts: objectsOf(edits['mounts']).flatMap(mountOf),
    groups: Array.isArray(additionalGids)
      ? additionalGids.filter((gid): gid is number => typeof gid === 'number')
      : [],
    hooks: hooksOf(objectsOf(edits['hooks'])),
  };
}

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

function splitVariable(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

async function nodeOf(
  edit: Members,
): Promise<{ readonly node: OciDevice; readonly rule: DeviceRule }> {
  const { path, hostPath, permissions, uid, gid, fileMode } = edit;
  if (typeof path !== 'string') throw refuse('a device node', 'its description has no path');
  const found = await hostDevice(typeof hostPath === 'string' ? hostPath : path, path);
  const node: OciDevice = {
    ...found,
    ...(typeof uid === 'number' && { uid }),
    ...(typeof gid === 'number' && { gid }),
    ...(typeof fileMode === 'number' && { fileMode }),
  };
  return { node, rule: ruleFor(node, typeof permissions === 'string' ? permissions : 'rwm') };
}

function mountOf({ hostPath, containerPath, options, type }: Members): readonly OciMount[] {
  if (typeof hostPath !== 'string' || typeof containerPath !== 'string') return [];
  const given = textsOf(options);
  return [
    {
      destination: containerPath,
      type: typeof type === 'string' && type !== '' ? type : 'bind',
      source: hostPath,
      options: given.some((option) => /^r?bind$/.test(option)) ? given : ['rbind', ...given],
    },
  ];
}

function hooksOf(edits: readonly Members[]): OciHooks {
  const hooks: Record<string, OciHook[]> = {};
  for (const { hookName, path, args, env, timeout } of edits) {
    if (typeof hookName !== 'string' || typeof path !== 'string') continue;
    (hooks[hookName] ??= []).push({
      path,
      ...(Array.isArray(args) && { args: textsOf(args) }),
      ...(Array.isArray(env) && { env: textsOf(env) }),
      ...(typeof timeout === 'number' && { timeout }),
    });
  }
  return hooks;
}

function merge(first: CdiEdits, second: CdiEdits): CdiEdits {
  const names = new Set([...Object.keys(first.hooks), ...Object.keys(second.hooks)]);
  return {
    env: { ...first.env, ...second.env },
    nodes: [...first.nodes, ...second.nodes],
    rules: [...first.rules, ...second.rules],
    mounts: [...first.mounts, ...second.mounts],
    groups: [...new Set([...first.groups, ...second.groups])],
    hooks: Object.fromEntries(
      [...names].map((name) => [
        name,
        [...(first.hooks[name] ?? []), ...(second.hooks[name] ?? [])],
      ]),
    ),
  };
}
