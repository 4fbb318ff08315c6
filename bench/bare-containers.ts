/*
 * Containers made of nothing but the steps that they cannot do without, by hand: layers mounted, a namespace, netavark
 * (one at a time, as it has to be), the monitor, the OCI runtime. No record is kept, and nothing is checked.
 */
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  defaultSeccomp,
  ociProcess,
  ociSpec,
  openOciRuntime,
  resolveCapabilities,
} from '../runtime/oci/index.js';
import { findExecutable, partPath } from '../runtime/parts/index.js';
import { limited } from '../runtime/process/index.js';

const run = promisify(execFile);

interface Bare {
  readonly id: string;
  readonly place: string;
  readonly namespace: string | undefined;
  readonly request: string;
}

export class BareContainers {
  readonly #directory: string;
  readonly #network: boolean;
  readonly #runtime;
  #all: Bare[] = [];
  #times = 0;

  constructor(directory: string, network: boolean) {
    this.#directory = directory;
    this.#network = network;
    this.#runtime = openOciRuntime(join(directory, 'state'));
    const lower = join(directory, 'lower');
    mkdirSync(lower, { recursive: true });
    mkdirSync(join(directory, 'networks'), { recursive: true });
    copyFileSync(findExecutable('busybox') ?? '/bin/busybox', join(lower, 'busybox'));
  }

  async up(count: number, parallel = 8): Promise<void> {
    this.#times += 1;
    const next = limited(parallel);
    const one = limited(1);
    const numbers = Array.from({ length: count }, (_, number) => number);
    this.#all = await Promise.all(numbers.map((number) => next(() => this.#make(number, one))));
  }

  async down(parallel = 8): Promise<void> {
    const next = limited(parallel);
    const one = limited(1);
    await Promise.all(this.#all.map((bare) => next(() => this.#remove(bare, one))));
  }

  async #make(number: number, one: ReturnType<typeof limited>): Promise<Bare> {
    const id = randomBytes(32).toString('hex');
    const place = join(this.#directory, `${this.#times}-${number}`);
    for (const name of ['upper', 'work', 'rootfs'])
      mkdirSync(join(place, name), { recursive: true });
    const namespace = this.#network ? join(place, 'netns') : undefined;
    const bare = { id, place, namespace, request: request(id, number) };
    const network = namespace === undefined ? undefined : this.#attach(bare, namespace, one);
    const options = 'lowerdir=../lower,upperdir=upper,workdir=work';
    await run('mount', ['-t', 'overlay', '-o', options, 'overlay', 'rootfs'], { cwd: place });
    this.#writeConfig(bare);
    if (namespace !== undefined) await until(namespace);
    await this.#monitor(bare);
    await network;
    await run(this.#runtime.path, [...this.#runtime.globalArgs, 'start', id]);
    return bare;
  }

  async #attach(bare: Bare, namespace: string, one: ReturnType<typeof limited>): Promise<void> {
    writeFileSync(namespace, '');
    ready.set(namespace, run('unshare', [`--net=${namespace}`, '/bin/true']));
    await until(namespace);
    await one(() => this.#netavark('setup', bare));
  }

  async #netavark(verb: 'setup' | 'teardown', { namespace, request: input }: Bare): Promise<void> {
    const config = ['--config', join(this.#directory, 'networks'), '--rootless', 'false'];
    const dns = ['--aardvark-binary', partPath('aardvark-dns')];
    const child = spawn(partPath('netavark'), [...config, ...dns, verb, namespace ?? ''], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stdin.end(input);
    const ended: unknown[] = await once(child, 'exit');
    if (ended[0] !== 0) throw new Error(`netavark ${verb} says ${said}`);
  }

  #writeConfig({ id, place, namespace }: Bare): void {
    const capabilities = resolveCapabilities([], [], []);
    const spec = ociSpec({
      process: ociProcess({
        args: ['/busybox', 'sleep', '10000'],
        env: { PATH: '/bin' },
        cwd: '/',
        user: { uid: 0, gid: 0, groups: [] },
        capabilities,
        noNewPrivileges: false,
        terminal: false,
      }),
      rootfs: join(place, 'rootfs'),
      readOnly: false,
      hostname: 'bench',
      mounts: [],
      ...(namespace !== undefined && { networkNamespace: namespace }),
      cgroup: `/stowage/${id}`,
      resources: {},
      seccomp: defaultSeccomp(capabilities, process.arch),
    });
    writeFileSync(join(place, 'config.json'), JSON.stringify(spec));
  }

  async #monitor({ id, place }: Bare): Promise<void> {
    const args = [
      ...['--api-version', '1', '--cid', id, '--cuuid', id, '--name', id, '--bundle', place],
      ...['--runtime', this.#runtime.path, '--persist-dir', place, '--full-attach'],
      ...['--container-pidfile', join(place, 'pid'), '--conmon-pidfile', join(place, 'monitor')],
      ...['--log-path', `k8s-file:${join(place, 'log')}`],
      ...this.#runtime.globalArgs.flatMap((argument) => ['--runtime-arg', argument]),
    ];
    const child = spawn(partPath('conmon'), args, {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      detached: true,
      env: { PATH: process.env['PATH'] ?? '', _OCI_SYNCPIPE: '3' },
    });
    const [, , , sync] = child.stdio;
    if (!sync) throw new Error('the monitor has no pipe');
    const pieces: unknown[] = await once(sync, 'data');
    const said = String(pieces[0]);
    if (!/"data": ?[1-9]/.test(said)) throw new Error(`the monitor says ${said}`);
    child.unref();
  }

  async #remove(bare: Bare, one: ReturnType<typeof limited>): Promise<void> {
    await run(this.#runtime.path, [...this.#runtime.globalArgs, 'delete', '--force', bare.id]);
    await run('umount', [join(bare.place, 'rootfs')]);
    if (bare.namespace === undefined) return;
    await one(() => this.#netavark('teardown', bare));
    await run('umount', [bare.namespace]);
  }
}

const ready = new Map<string, Promise<unknown>>();
const until = async (namespace: string): Promise<void> => {
  await ready.get(namespace);
};

const bridge = 'stwbench0';

function request(id: string, number: number): string {
  const network = {
    name: bridge,
    id: '7'.repeat(64),
    driver: 'bridge',
    network_interface: bridge,
    subnets: [{ subnet: '10.254.77.0/24', gateway: '10.254.77.1' }],
    ipv6_enabled: false,
    internal: false,
    dns_enabled: true,
    network_dns_servers: null,
    ipam_options: { driver: 'host-local' },
    options: { isolate: 'true' },
  };
  const own = { interface_name: 'eth0', static_ips: [`10.254.77.${number + 2}`], aliases: [] };
  return JSON.stringify({
    container_id: id,
    container_name: `bench-${number}`,
    networks: { [bridge]: own },
    network_info: { [bridge]: network },
    port_mappings: [],
    dns_servers: null,
  });
}
