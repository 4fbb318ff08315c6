/*
 * The normal form of the attributes that most containers do without: lists without order sorted, what
 * may be left out filled in, and what is at its default left out. Two specs that mean the same have
 * the same settings, and one from before an attribute was known has none of it.
 */
import type { CompletedContainer } from './completed.js';
import { equalJson, toJson, type JsonValue } from './json.js';
import type { LiveSettings } from './plan.js';
import {
  settingNames,
  type ContainerSettings,
  type ContainerSpec,
  type SettingName,
} from './schemas/index.js';

export const settingDefaults = {
  shmSize: 64 * 2 ** 20,
  cpuShares: 1024,
  cpuPeriod: 100_000,
  permissions: 'rwm',
};

type Value<K extends SettingName> = NonNullable<ContainerSettings[K]>;
type Rule<K extends SettingName> = (value: Value<K>, spec: ContainerSpec) => Value<K> | undefined;

/** Nothing, where the value is the default. */
const unless =
  <T>(usual: T) =>
  (value: T): T | undefined =>
    value === usual ? undefined : value;
const asItIs = <T>(value: T): T => value;
const nonEmpty = <T extends object>(value: T): T | undefined =>
  Object.keys(value).length > 0 ? value : undefined;
const asSet = (list: readonly string[]): readonly string[] => [...new Set(list)].sort();
const nonEmptySet = (list: readonly string[]): readonly string[] | undefined =>
  nonEmpty(asSet(list));

/** An object without the members that are empty. */
function slim<T extends object>(value: T): T | undefined {
  const isEmpty = (member: unknown): boolean =>
    member === undefined ||
    member === false ||
    (typeof member === 'object' && member !== null && Object.keys(member).length === 0);
  const empty = Object.entries(value).flatMap(([name, member]) => (isEmpty(member) ? [name] : []));
  const kept = { ...value };
  for (const name of empty) Reflect.deleteProperty(kept, name);
  return nonEmpty(kept);
}

const rules: { readonly [K in SettingName]: Rule<K> } = {
  domainname: asItIs,
  group_add: nonEmptySet,
  tty: unless(false),
  stdin_open: unless(false),
  annotations: nonEmpty,
  hosts: nonEmpty,
  dns: nonEmpty,
  dns_search: nonEmpty,
  dns_options: nonEmpty,
  // That is what being on no network is.
  network_mode: unless<Value<'network_mode'>>('none'),
  pid: unless<Value<'pid'>>('private'),
  ipc: unless<Value<'ipc'>>('private'),
  uts: unless<Value<'uts'>>('private'),
  userns: asItIs,
  cgroupns: asItIs,
  memory_swap: (value, { memory }) => (value === memory ? undefined : value),
  memory_reservation: asItIs,
  memory_swappiness: asItIs,
  shm_size: unless(settingDefaults.shmSize),
  oom_score_adj: unless(0),
  oom_kill_disable: unless(false),
  cpu_shares: unless(settingDefaults.cpuShares),
  cpu_period: unless(settingDefaults.cpuPeriod),
  cpu_quota: asItIs,
  cpuset: asItIs,
  cpuset_mems: asItIs,
  blkio: slim,
  ulimits: nonEmpty,
  cgroup_parent: asItIs,
  storage_opt: nonEmpty,
  privileged: unless(false),
  apparmor: asItIs,
  selinux: slim,
  masked_paths: asSet,
  readonly_paths: asSet,
  devices: (devices) =>
    nonEmpty(
      devices
        .map(({ host, container = host, permissions = settingDefaults.permissions }) => ({
          host,
          container,
          permissions,
        }))
        .sort((a, b) => (a.container < b.container ? -1 : 1)),
    ),
  device_cgroup_rules: nonEmptySet,
  gpus: (gpus) =>
    nonEmpty(
      gpus.map((gpu) => {
        const capabilities = gpu.capabilities ?? (gpu.driver === 'cdi' ? [] : ['gpu']);
        const { options = {}, ids = [], ...rest } = gpu;
        return {
          ...rest,
          capabilities,
          ...(ids.length > 0 && { ids }),
          ...(nonEmpty(options) && { options }),
        };
      }),
    ),
  sysctls: nonEmpty,
  runtime: asItIs,
  log: ({ driver, options }) => ({ driver, ...(options && nonEmpty(options) && { options }) }),
};

function settingOf<K extends SettingName>(name: K, spec: ContainerSpec): Value<K> | undefined {
  const value = spec[name];
  const rule: Rule<K> = rules[name];
  return value === undefined ? undefined : rule(value, spec);
}

/** The settings of a spec that are not at their defaults. */
export function completeSettings(spec: ContainerSpec): ContainerSettings {
  let settings: ContainerSettings = {};
  for (const name of settingNames) {
    const value = settingOf(name, spec);
    if (value !== undefined) settings = { ...settings, [name]: value };
  }
  return settings;
}

/** The settings among the members of something larger, as they are there. */
export function pickSettings(larger: ContainerSettings): ContainerSettings {
  let settings: ContainerSettings = {};
  for (const name of settingNames) {
    if (larger[name] !== undefined) settings = { ...settings, [name]: larger[name] };
  }
  return settings;
}

/** Whether a value of a setting says what holds without it. */
export function isDefaultSetting(name: string, value: JsonValue): boolean {
  const known = settingNames.find((one) => one === name);
  if (known === undefined || value === null) return false;
  const spec = { name: 'x', image: 'x', [known]: value };
  return equalJson(toJson(completeSettings(spec)), {});
}

/** The text of a filter of system calls in one spelling: the words as they are, profiles as canonical JSON. */
export function seccompText(text: string): string {
  if (!text.trimStart().startsWith('{')) return text;
  try {
    return JSON.stringify(sortKeys(JSON.parse(text)));
  } catch {
    // No JSON: the check of the stack says so, and an engine would.
    return text;
  }
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]) => [key, sortKeys(member)] as const);
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A completed container after limits and policy have been changed on the living one. */
export function withLiveSettings(
  completed: CompletedContainer,
  changes: LiveSettings,
): CompletedContainer {
  const { memory, cpus, pids, restart, ...rest } = changes;
  const lifted = Object.entries(rest).flatMap(([name, value]) => (value === null ? [name] : []));
  const kept = { ...completed };
  for (const name of lifted) Reflect.deleteProperty(kept, name);
  const set = Object.entries(rest).filter(([, value]) => value !== null);
  return {
    ...kept,
    ...Object.fromEntries(set),
    ...(memory !== undefined && { memory }),
    ...(cpus !== undefined && { cpus }),
    ...(pids !== undefined && { pids }),
    ...(restart && { restart }),
  };
}
