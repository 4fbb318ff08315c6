/*
 * A real Podman for tests, as a service on a socket. What it would keep in places that all Podmans of a
 * machine share is kept apart by mounts that only it sees, and that end with it.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pidName, startDaemon, whyNot, type Daemon, type Place } from './daemon.js';
import { inPlace, whyNoRelease, type Release } from './release.js';

export type Podman = Daemon;

const programs = ['podman', 'conmon', 'netavark', 'runc', 'tini-static', 'nsenter', 'busybox'];

/** Why no Podman can be started here; `undefined` when one can. */
export const whyNoPodman = (release: Release = 'installed'): string | undefined =>
  whyNot('podman', programs) ?? whyNoRelease(release);

/** Directories in which Podmans of one machine meet: locks, namespaces, state of networks. */
const shared = ['/dev/shm', '/run/netns', '/run/containers', '/run/libpod', '/run/netavark'];

/**
 * @param registries hosts of registries that speak without TLS; Docker takes any of this machine for one
 * @throws Error with the daemon's last lines when it ends or stays silent
 */
export function startPodman(
  release: Release = 'installed',
  registries: readonly string[] = [],
): Promise<Podman> {
  const command = (place: Place): readonly string[] => {
    const { directory } = place;
    writeSettings(directory, registries);
    const environment = [
      `CONTAINERS_CONF=${join(directory, 'containers.conf')}`,
      `CONTAINERS_REGISTRIES_CONF=${join(directory, 'registries.conf')}`,
      `CONTAINERS_STORAGE_CONF=${join(directory, 'storage.conf')}`,
    ];
    const mounts = shared
      .filter((path) => existsSync(path) || mayMake(path))
      .map((path) => `mount -t tmpfs none ${path}`);
    const noteProcess = `echo $$ > ${join(directory, pidName)}`;
    return inPlace(release, ['env', ...environment, ...commandOf(place)], [...mounts, noteProcess]);
  };
  return startDaemon('podman', command, (address) => ['podman', '--remote', '--url', address]);
}

function mayMake(path: string): boolean {
  mkdirSync(path, { recursive: true });
  return true;
}

function commandOf({ directory, socketPath }: Place): readonly string[] {
  const under = (name: string): string => join(directory, name);
  return [
    'podman',
    ...['--root', under('root'), '--runroot', under('run'), '--tmpdir', under('tmp')],
    ...['--network-config-dir', under('networks'), '--volumepath', under('volumes')],
    ...['system', 'service', '--time=0', `unix://${socketPath}`],
  ];
}

/** Settings that keep those of the machine out, and ask for nothing that the machine may lack. */
function writeSettings(directory: string, registries: readonly string[]): void {
  writeFileSync(
    join(directory, 'containers.conf'),
    `[containers]
default_ulimits = ["nofile=${hardLimit('open files')}", "nproc=${hardLimit('processes')}"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
init_path = "/usr/bin/tini-static"
[network]
network_backend = "netavark"
`,
  );
  const open = registries.map((host) => `[[registry]]\nlocation = "${host}"\ninsecure = true\n`);
  const all = ['unqualified-search-registries = []\n', ...open].join('');
  writeFileSync(join(directory, 'registries.conf'), all);
  const storage = ['overlay', join(directory, 'run'), join(directory, 'root')];
  const [driver, runroot, graphroot] = storage.map((value) => JSON.stringify(value));
  writeFileSync(
    join(directory, 'storage.conf'),
    `[storage]\ndriver = ${driver}\nrunroot = ${runroot}\ngraphroot = ${graphroot}\n`,
  );
}

/** No limit may be above that of this process, which may lack the right to raise one. */
function hardLimit(what: string): string {
  const line = new RegExp(`^Max ${what}\\s+\\S+\\s+(\\S+)`, 'm');
  const hard = Number(line.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? NaN);
  // Podman lowers its own limit of processes to that of the kernel's ids.
  const limit = Math.min(Number.isNaN(hard) ? Infinity : hard, 30_000);
  return `${limit}:${limit}`;
}
