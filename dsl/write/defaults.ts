/*
 * What need not be written because it holds anyway. Only values that mean the same in every stack and
 * over every image are here: what an image may say (its user, its command) is never left out.
 */
import {
  containerDefaults,
  equalJson,
  isDefaultSetting,
  localDriver,
  settingDefaults,
  type JsonValue,
  type Kind,
} from '../../model/index.js';

/** By path; `*` stands for any key or element. */
const defaults: Readonly<Record<Kind, Readonly<Record<string, JsonValue>>>> = {
  image: { context: '.', steps: [], env: {}, labels: {} },
  volume: { driver: localDriver, driver_options: {}, labels: {} },
  network: {
    driver: 'bridge',
    driver_options: {},
    internal: false,
    aux_addresses: {},
    ipam: [],
    labels: {},
  },
  container: {
    env: {},
    labels: {},
    mounts: [],
    'mounts.*.read_only': false,
    'mounts.*.propagation': 'rprivate',
    'mounts.*.create_host_path': false,
    'mounts.*.recursive': 'enabled',
    'mounts.*.no_copy': false,
    'tmpfs.*.options': [],
    tmpfs: {},
    'tmpfs.*.mode': containerDefaults.tmpfsMode,
    ports: [],
    'ports.*.host_ip': '0.0.0.0',
    'ports.*.protocol': 'tcp',
    'networks.*.aliases': [],
    'networks.*.link_local': [],
    'networks.*.gw_priority': 0,
    'networks.*.driver_options': {},
    restart: { policy: 'no' },
    read_only: false,
    cap_add: [],
    cap_drop: [],
    no_new_privileges: false,
    seccomp: 'default',
    stop_timeout: containerDefaults.stopTimeout,
    init: false,
    'health.interval': containerDefaults.healthInterval,
    'health.timeout': containerDefaults.healthTimeout,
    'health.start_period': 0,
    'devices.*.permissions': settingDefaults.permissions,
    'health.retries': containerDefaults.healthRetries,
    job: false,
    state: 'running',
  },
};

/** Whether a value at a path says nothing new. */
export function isDefault(kind: Kind, path: string, value: JsonValue): boolean {
  const known = defaults[kind];
  if (Object.hasOwn(known, path)) return equalJson(known[path], value);
  return kind === 'container' && isDefaultSetting(path, value);
}
