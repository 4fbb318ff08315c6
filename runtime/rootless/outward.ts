/*
 * The network that an ordinary user's containers are in: bridges in a network namespace of his engine, and
 * slirp4netns, which carries to the host's network what leaves it. It is made with the first container that is
 * on a network, and made whole again where a process of it was killed. Only inside.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, writeFile } from 'node:fs/promises';
import { RuntimeError } from '../errors.js';
import { partPath, partsSearchPath, pipeFrom } from '../parts/index.js';
import { run } from '../process/index.js';
import type { Store } from '../store/index.js';
import { keeperIn, writeKeeper } from './holder.js';
import { holdsNamespace, outwardPlaces } from './outward-places.js';

/** Addresses that slirp4netns gives itself: https://github.com/rootless-containers/slirp4netns */
const nameServer = '10.0.2.3';
const device = 'tap0';

/** How programs come to the bridges: words before their own, and where the kernel tells of them. */
export interface BridgeHome {
  readonly prefix: readonly string[];
  readonly proc: string;
  readonly sys: string;
}

/** @param pid the process that keeps them */
const homeAt = (pid: number): BridgeHome => ({
  prefix: [partPath('nsenter'), '--target', String(pid), '--net', '--mount', '--'],
  proc: `/proc/${pid}/net`,
  sys: `/proc/${pid}/root/sys`,
});

/** Where the bridges are, if they are there. */
export async function findBridgeHome(
  store: Pick<Store, 'runRoot'>,
): Promise<BridgeHome | undefined> {
  const keeper = await keeperIn(outwardPlaces(store).keeper);
  return keeper && homeAt(keeper.pid);
}

/** What was made of it now. */
export interface Outward {
  readonly home: BridgeHome;
  /** Whether nothing is published any more, since what carries it is new. */
  readonly isFresh: boolean;
}

/** @throws RuntimeError `part-missing`, `part-failed` */
export function ensureOutward(store: Store): Promise<Outward> {
  return store.withLock('outward', async () => {
    const places = outwardPlaces(store);
    const home = (await findBridgeHome(store)) ?? (await keepBridges(store));
    const isCarried = (await keeperIn(places.carrier)) !== undefined;
    if (!isCarried) await carry(store, home);
    return { home, isFresh: !isCarried };
  });
}

/**
 * What is done to the file system as programs see it that work on the bridges: the kernel tells of these, name
 * servers are those that can be reached, and netavark finds no systemd to start a name server with.
 */
const keeperScript = `
mount -t sysfs -o nosuid,nodev,noexec sysfs /sys ||
  mount -t sysfs -o ro,nosuid,nodev,noexec sysfs /sys || exit
names=$(readlink -f /etc/resolv.conf)
if [ -d /run/systemd ]; then mount -t tmpfs -o mode=755,size=64k none /run/systemd || exit; fi
if [ ! -e "$names" ]; then mkdir -p "\${names%/*}" && : >"$names"; fi 2>/dev/null
if [ -e "$names" ]; then mount --bind "$1" "$names" || exit; fi
ip link set dev lo up || exit
echo 1 >/proc/sys/net/ipv4/ip_forward || exit
echo ready
exec sleep infinity </dev/null >/dev/null 2>&1
`;

async function keepBridges(store: Store): Promise<BridgeHome> {
  const { namespace, resolvConf, keeper } = outwardPlaces(store);
  if (!holdsNamespace(namespace)) {
    await writeFile(namespace, '', { mode: 0o600 });
    const made = await run(partPath('unshare'), [`--net=${namespace}`, '/bin/true']);
    if (made.code !== 0) throw failed('unshare', 'make a network namespace', made.stderr);
  }
  await writeFile(resolvConf, `nameserver ${nameServer}\n`, { mode: 0o644 });
  const isolate = ['--mount', '--propagation', 'slave', '--', '/bin/sh', '-c', keeperScript];
  const child = spawn(
    partPath('nsenter'),
    [`--net=${namespace}`, '--', partPath('unshare'), ...isolate, 'sh', resolvConf],
    { stdio: ['ignore', 'pipe', 'pipe'], detached: true, cwd: '/', env: environment() },
  );
  let complaint = '';
  const complaints = pipeFrom(child, 2);
  complaints.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const pid = await ready(child, 1, async () =>
    failed('unshare', 'keep the network of bridges', complaint),
  );
  complaints.destroy();
  await writeKeeper(keeper, pid);
  return homeAt(pid);
}

/** Lets slirp4netns find containers as neighbours: it forwards to their own addresses. */
const deviceScript = `
echo 1 >/proc/sys/net/ipv4/conf/${device}/proxy_arp &&
echo 0 >/proc/sys/net/ipv4/neigh/${device}/proxy_delay
`;

async function carry(store: Store, home: BridgeHome): Promise<void> {
  const { namespace, carrier, socket, log } = outwardPlaces(store);
  const [program = '', ...words] = home.prefix;
  // One that was killed may have left its device.
  await run(program, [...words, partPath('ip'), 'link', 'delete', device]);
  const options = ['--configure', '--mtu=65520', '--disable-host-loopback', '--enable-sandbox'];
  const complaints = await open(log, 'w', 0o600);
  try {
    const child = spawn(
      // Its sandbox takes mounts away, which would be felt wherever they are shared.
      partPath('unshare'),
      // The kernel takes short names of sockets alone, so the directory is left out.
      [
        ...['--mount', '--propagation', 'private', '--', partPath('slirp4netns')],
        ...[...options, '--ready-fd=3', `--api-socket=${socket}`],
        ...['--netns-type=path', namespace, device],
      ],
      {
        stdio: ['ignore', 'ignore', complaints.fd, 'pipe'],
        detached: true,
        cwd: store.runRoot,
        env: environment(),
      },
    );
    const action = 'connect containers to the network of the host';
    const pid = await ready(child, 3, async () =>
      failed('slirp4netns', action, await readFile(log, 'utf8')),
    );
    const set = await run(program, [...words, '/bin/sh', '-c', deviceScript]);
    if (set.code !== 0) throw failed('slirp4netns', `set up ${device}`, set.stderr);
    await writeKeeper(carrier, pid);
  } finally {
    await complaints.close();
  }
}

const environment = (): Readonly<Record<string, string>> => ({ PATH: partsSearchPath() });

type Child = ReturnType<typeof spawn>;

/** Waits until a process that stays says that it is ready, by anything that it writes. @returns its number */
async function ready(
  child: Child,
  descriptor: number,
  failure: () => Promise<RuntimeError>,
): Promise<number> {
  const sign = pipeFrom(child, descriptor);
  const ended = once(child, 'close').then(() => 'ended' as const);
  const first = await Promise.race([once(sign, 'data').then(() => 'ready' as const), ended]);
  if (first === 'ended' || child.pid === undefined) throw await failure();
  sign.destroy();
  child.unref();
  return child.pid;
}

function failed(part: string, action: string, stderr: string): RuntimeError {
  return new RuntimeError({ kind: 'part-failed', part, action, reason: stderr.trim() });
}
