/*
 * What Podman reports, brought into the shape in which Docker reports it: what it adds by itself is
 * taken out, and what it spells otherwise is spelled as Docker does. It gives back whatever makes no
 * sense as it is; those who read it say so.
 */
import { familiar } from './names.js';

type Json = Readonly<Record<string, unknown>>;
type Edit = (value: unknown) => unknown;

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
const membersOf = (value: unknown): Json => (isJson(value) ? value : {});

/** An object with some of its members edited; anything else as it is. */
function edit(value: unknown, edits: Readonly<Record<string, Edit>>): unknown {
  if (!isJson(value)) return value;
  const changed = Object.entries(edits).map(([name, change]) => [name, change(value[name])]);
  return { ...value, ...Object.fromEntries(changed) };
}

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  Object.entries(membersOf(value));

/** The labels without the one by which Podman's builder signs. */
const labels: Edit = (value) =>
  isJson(value)
    ? Object.fromEntries(entriesOf(value).filter(([name]) => name !== 'io.buildah.version'))
    : value;

const names: Edit = (value) => (Array.isArray(value) ? textsOf(value).map(familiar) : value);

export const imageReport: Edit = (report) =>
  edit(report, {
    RepoTags: names,
    Labels: labels,
    Config: (config) => edit(config, { Labels: labels }),
  });

const isDown = (state: unknown): boolean =>
  /^(?:created|configured|initialized|exited|stopped)$/i.test(textOf(state));

export const containerEntryReport: Edit = (report) =>
  edit(report, {
    Labels: labels,
    NetworkSettings: networkSettings,
    // It lists those of containers too that do not run, and hold none.
    Ports: (ports) => (isJson(report) && isDown(report['State']) ? [] : ports),
  });

export const containerReport: Edit = (report) => {
  const container = membersOf(report);
  return edit(report, {
    Config: (config) => configReport(config, container),
    HostConfig: (host) => hostReport(host, membersOf(container['HostConfig'])),
    NetworkSettings: networkSettings,
    State: (state) => edit(state, { Status: stateName }),
  });
};

const stateNames: Readonly<Record<string, string>> = {
  configured: 'created',
  initialized: 'created',
  stopping: 'running',
  stopped: 'exited',
};

const stateName: Edit = (status) => stateNames[textOf(status)] ?? status;

/**
 * A container that does not run has the name of a network where its id should be; and where it is on none,
 * later versions report its mode, which no network can be called.
 */
const networkSettings: Edit = (settings) =>
  edit(settings, {
    Networks: (networks) =>
      isJson(networks)
        ? Object.fromEntries(
            entriesOf(networks)
              .filter(
                ([name, endpoint]) =>
                  name !== 'bridge' || membersOf(endpoint)['NetworkID'] !== name,
              )
              .map(([name, endpoint]) => [
                name,
                edit(endpoint, { NetworkID: (id) => (id === name ? '' : id) }),
              ]),
          )
        : networks,
  });

function configReport(config: unknown, container: Json): unknown {
  const { Hostname: hostname, Cmd: command } = membersOf(config);
  return edit(config, {
    Image: (image) => familiar(textOf(image)),
    Labels: labels,
    Env: (env) => textsOf(env).filter((entry) => !isImplied(entry, textOf(hostname))),
    Entrypoint: (entrypoint) =>
      textsOf(entrypoint).length === 0
        ? []
        : (programOf(container, textsOf(command)) ?? entrypoint),
  });
}

/** Whether a variable is one that Podman gives to every container by itself. */
export function isImplied(entry: string, hostname: string): boolean {
  return (
    /^(?:container=(?:podman|oci)|TERM=xterm|HOME=(?:\/root|\/)?)$/.test(entry) ||
    entry === `HOSTNAME=${hostname}`
  );
}

/** What it runs as process 1 where one is asked for. */
const initProgram = ['/run/podman-init', '--'];

/**
 * The entrypoint, which the report has as one text that was taken apart at its spaces. The whole of
 * what is run tells it exactly.
 */
function programOf(container: Json, command: readonly string[]): readonly string[] | undefined {
  const all = [textOf(container['Path']), ...textsOf(container['Args'])];
  const own = initProgram.every((word, index) => all[index] === word) ? all.slice(2) : all;
  // Where there is one word only, it is the first argument too.
  const isOne = command.length === 0 && all.length === 2 && all[0] === all[1];
  const argv = isOne ? all.slice(1) : own;
  const split = argv.length - command.length;
  const fits = split >= 0 && command.every((word, index) => argv[split + index] === word);
  return fits ? argv.slice(0, split) : undefined;
}

function hostReport(host: unknown, { NanoCpus: cpus, ReadonlyRootfs, Privileged }: Json): unknown {
  const derived: Edit = (value) => (Number(cpus) > 0 ? 0 : value);
  return edit(host, {
    // Its own notes are among them, and none can be asked for by this API.
    Annotations: () => null,
    // Volumes that its image declares; nobody asked for them.
    Binds: (binds) => textsOf(binds).filter((bind) => !/^[0-9a-f]{64}:/.test(bind)),
    CpuPeriod: derived,
    CpuQuota: derived,
    // It keeps no rights of devices.
    Devices: (devices) => (Array.isArray(devices) ? devices.map(withAllRights) : devices),
    LogConfig: () => null,
    Runtime: (runtime) => (runtime === 'oci' ? '' : runtime),
    SecurityOpt: (options) =>
      textsOf(options).filter(
        (option) => Privileged !== true || !/^(?:label=disable|unmask=all)$/.test(option),
      ),
    // Docker's own size is a little more; both stand for nothing that was asked for.
    ShmSize: (size) => (size === 65_536_000 ? 0 : size),
    Tmpfs: (tmpfs) => tmpfsReport(tmpfs, ReadonlyRootfs === true),
    // Limits that it sets by itself are among them and cannot be told from those asked for.
    Ulimits: () => null,
  });
}

const withAllRights: Edit = (device) =>
  edit(device, { CgroupPermissions: (rights) => (rights === '' ? 'rwm' : rights) });

/** Options that it gives every file system in memory. */
export const impliedOptions = ['rw', 'rprivate', 'nosuid', 'nodev', 'tmpcopyup'];

/** File systems in memory, without those that it adds by itself where the root is read-only. */
function tmpfsReport(tmpfs: unknown, readOnly: boolean): unknown {
  return Object.fromEntries(
    entriesOf(tmpfs).flatMap(([target, value]): readonly (readonly [string, string])[] => {
      const options = textOf(value)
        .split(',')
        .filter((option) => !impliedOptions.includes(option));
      const added = readOnly && options.length === 0 && /^\/(?:run|tmp|var\/tmp)$/.test(target);
      return added ? [] : [[target, options.join(',')]];
    }),
  );
}
